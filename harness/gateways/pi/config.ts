import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Place } from '../../driver.ts'
import type { Program } from '../../machine.ts'
import { moduleUrl } from '../../package.ts'
import { compiledFolder } from '../cache.ts'

/** The folders of one pi, all inside its run's folder. */
export type Layout = {
  readonly home: string
  /** its settings, its models and its sessions */
  readonly state: string
  readonly sessions: string
  readonly workspace: string
  readonly tmp: string
}

/** Where everything of a pi lies. */
export function layoutOf({ folder }: Place): Layout {
  const at = (name: string) => join(folder, name)
  return {
    home: at('home'),
    state: at('state'),
    sessions: at('state/sessions'),
    workspace: at('workspace'),
    tmp: at('tmp'),
  }
}

/**
 * Its settings (docs/settings.md): a failed request is tried again soon. A history of any length can be summarized, which is on demand
 * alone: what a summary keeps back is otherwise longer than a scenario.
 */
const settings = {
  retry: { baseDelayMs: 100, maxAgentDelayMs: 1_000 },
  compaction: { enabled: false, keepRecentTokens: 1 },
}

/** Makes its folders and writes its configuration. */
export async function configure(place: Place, layout: Layout): Promise<void> {
  for (const folder of Object.values(layout)) await mkdir(folder, { recursive: true })
  const write = (name: string, value: object) =>
    writeFile(join(layout.state, name), JSON.stringify(value, null, 2), { mode: 0o600 })
  await write('settings.json', settings)
  await write('models.json', { providers: { chaos: providerOf(place) } })
  if (place.mcpServer !== undefined) await write('mcp.json', { mcpServers: { gatecrash: serverOf(place) } })
}

function providerOf({ providerUrl, api }: Place): object {
  return {
    baseUrl: providerUrl,
    apiKey: 'gatecrash-no-key',
    api,
    models: [{ id: 'chaos-model', contextWindow: 200_000, maxTokens: 8_192 }],
  }
}

/** The MCP server of the run, whose tools the model is offered by name, patient as a command is. */
function serverOf({ mcpServer = [], settings: { mcpTimeoutSeconds = 1_800 }, environment }: Place): object {
  const [command, ...args] = mcpServer
  return { command, args, env: environment, exposure: 'direct', timeout: mcpTimeoutSeconds }
}

const guard = `--import=${moduleUrl('../network-guard.ts', import.meta.url).href}`

/** How the process of one session is started: a new session, or the one that the state has by this name. */
export function programOf(node: string, file: string, place: Place, layout: Layout, session: string): Program {
  const model = ['--provider', 'chaos', '--model', 'chaos-model']
  return {
    file: place.machine.node(node),
    args: [file, '--mode', 'rpc', ...model, '--session-dir', layout.sessions, '--session-id', session],
    env: environmentOf(dirname(node), place, layout),
    cwd: layout.workspace,
    state: layout.state,
    piped: true,
  }
}

/** All that its process is told; nothing of our own environment, and nothing that has it call home (docs/environment-variables.md). */
function environmentOf(path: string, place: Place, { home, state, tmp }: Layout): Record<string, string> {
  return {
    PATH: `${path}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    TMPDIR: tmp,
    LANG: 'C.UTF-8',
    PI_CODING_AGENT_DIR: state,
    PI_OFFLINE: '1',
    PI_TELEMETRY: '0',
    PI_SKIP_VERSION_CHECK: '1',
    NODE_COMPILE_CACHE: compiledFolder('gateways'),
    NODE_OPTIONS: guard,
    ...place.environment,
    GATECRASH_BLOCKED: join(place.folder, 'blocked.jsonl'),
    GATECRASH_ALLOWED: place.machine.provider.name,
  }
}
