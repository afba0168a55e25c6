import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { drivers } from '../gateways/index.ts'
import { prove } from '../rescue/prove.ts'
import type { StoredSession } from '../store/store.ts'
import { clearOver, say, warnOver } from '../terminal.ts'
import { apiOf } from './arguments.ts'
import { checkEnvironment } from './check-environment.ts'
import { tellOfNoBox } from './tell-of-no-box.ts'

/**
 * Has the real agent go on with a copy of a session, through each API that is asked for; whether it did, each time.
 * @throws HarnessError USAGE when there is no driver of its agent, or it does not speak an API
 */
export async function proveRepair(
  session: StoredSession,
  bytes: Buffer,
  version: string | undefined,
  api: string | undefined,
): Promise<boolean> {
  const driver = drivers.find(({ name }) => name === session.format.agent)
  if (driver === undefined)
    throw new HarnessError('USAGE', `--prove cannot run ${session.format.agent}: there is no driver for it`)
  const apis =
    api === 'all' ? driver.apis : (api?.split(',') ?? driver.apis.slice(0, 1)).map((one) => apiOf(driver, one))
  await checkEnvironment()
  tellOfNoBox()
  const installed = await driver.install(version ?? driver.defaultVersion, warnOver)
  let isProven = true
  for (const one of apis) {
    const { goesOn, says, folder } = await prove(session, bytes, {
      driver,
      installed,
      api: one,
      runs: join('reports', 'runs'),
      progress: warnOver,
    })
    clearOver()
    const agent = `${installed.name}@${installed.version}`
    say(
      `  ${goesOn ? 'proven' : 'NOT proven'}: ${agent} ${goesOn ? 'goes on with it' : 'does not go on with it'} through ${one}, before and after a restart (${folder})`,
    )
    say(...says.map((line) => `      ${line}`))
    isProven &&= goesOn
  }
  return isProven
}
