import { dirname, join } from 'node:path'
import { HarnessError } from '../../errors.ts'
import { outermostPackages } from '../../package.ts'
import { exists } from '../cache.ts'
import { openComputer } from '../open-computer.ts'
import { runToEnd } from './run-to-end.ts'

/**
 * Since 2026.9 OpenClaw's launcher does what its install scripts would have done, at the first start, and for that writes into its package
 * (openclaw.mjs, dist/infra/package-lifecycle.js). In a box a gateway cannot, so its launcher is started once in a box in which it can.
 * @throws HarnessError INSTALL_FAILED with what the launcher said
 */
export async function completeInstall(folder: string, node: string, tell: (line: string) => void): Promise<void> {
  if (!(await isPending(folder))) return
  const root = dirname(outermostPackages(folder))
  const installed = { name: 'openclaw', version: '', folder, node }
  const run = { run: 'install', folder: root, port: undefined, note: () => {} }
  await using machine = await openComputer({ ...run, versions: [installed], tell })
  const program = {
    file: machine.node(node),
    args: [join(folder, 'openclaw.mjs'), '--version'],
    env: {
      PATH: `${dirname(node)}:/usr/local/bin:/usr/bin:/bin`,
      HOME: root,
      LANG: 'C.UTF-8',
      npm_config_offline: 'true',
    },
    ...{ cwd: root, state: root },
  }
  const { said } = await runToEnd(machine, program)
  if (!(await isPending(folder))) return
  throw new HarnessError('INSTALL_FAILED', `OpenClaw's launcher did not complete the install of its package:\n${said}`)
}

/** Whether the package still waits for its launcher; no other file tells so. */
function isPending(folder: string): Promise<boolean> {
  return exists(join(folder, '.openclaw-lifecycle-pending'))
}
