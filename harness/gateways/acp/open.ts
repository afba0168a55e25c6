import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Place } from '../../driver.ts'
import { environmentOf } from './environment.ts'
import { AcpGateway } from './gateway.ts'
import type { Preset } from './preset.ts'

/** How an agent is started, and what its home and environment have. */
export type Agent = Pick<
  Preset,
  'args' | 'unasked' | 'environment' | 'files' | 'isNode' | 'loadsNextMinute' | 'signIn' | 'store' | 'whileBusy'
> & { readonly file: string; readonly node: string }

/** Prepares an agent in a folder of its own. */
export async function openAgent(agent: Agent, place: Place): Promise<AcpGateway> {
  const { file, node, isNode } = agent
  const asksFirst = place.settings.asksFirst === true
  const args = asksFirst ? agent.args : [...agent.args, ...(agent.unasked ?? [])]
  const [home, work] = [join(place.folder, 'home'), join(place.folder, 'work')]
  for (const made of [home, work]) await mkdir(made, { recursive: true })
  const provider = new URL(place.providerUrl).origin
  const ground = { home, provider, providerUrl: place.providerUrl, api: place.api, asksFirst }
  for (const [path, content] of Object.entries(agent.files?.(ground) ?? {})) {
    await mkdir(dirname(join(home, path)), { recursive: true })
    await writeFile(join(home, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  }
  // it has to listen before the agent is started
  await place.gate.url('main')
  const hooks = isNode ? ['network-guard', ...(agent.loadsNextMinute ? ['clock-hook'] : [])] : []
  const env = { ...environmentOf(place, home, node, hooks), ...agent.environment(ground) }
  const started = isNode ? { file: place.machine.node(node), args: [file, ...args] } : { file, args }
  const program = { ...started, env, cwd: work, state: home, piped: true } as const
  const { signIn, loadsNextMinute, whileBusy, store } = agent
  return new AcpGateway({ program, place, work, signIn, loadsNextMinute, whileBusy, store })
}
