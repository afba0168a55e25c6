import { join } from 'node:path'
import type { Place } from '../../driver.ts'
import type { Program } from '../../machine.ts'

/** The folders of one Claude Code, all inside its run's folder. */
export type Layout = {
  readonly home: string
  /** its settings and its sessions */
  readonly state: string
  readonly workspace: string
  readonly tmp: string
}

/** Where everything of a Claude Code lies. */
export function layoutOf({ folder }: Place): Layout {
  const at = (name: string) => join(folder, name)
  return { home: at('home'), state: at('state'), workspace: at('workspace'), tmp: at('tmp') }
}

/** A model that the program knows by name. */
const model = 'claude-sonnet-4-5'

const asking = ['--permission-mode', 'default', '--permission-prompt-tool', 'stdio']

/** The one session of a process: its id, whether the store has it already, and where its gated tool is. */
export type Session = { readonly id: string; readonly isStored: boolean; readonly gateUrl: string }

/** How the process of one session is started: spoken to by JSON lines, asking its pipe for permission where it is to ask first. */
export function programOf(file: string, place: Place, layout: Layout, { id, isStored, gateUrl }: Session): Program {
  const mcp = { mcpServers: { gate: { type: 'http', url: gateUrl } } }
  const lines = ['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose']
  return {
    file,
    args: [
      '--print',
      ...lines,
      '--include-partial-messages',
      '--replay-user-messages',
      ...(place.settings.asksFirst ? asking : ['--permission-mode', 'bypassPermissions']),
      ...['--mcp-config', JSON.stringify(mcp), '--strict-mcp-config'],
      ...['--setting-sources', 'user'],
      ...[isStored ? '--resume' : '--session-id', id],
    ],
    env: environmentOf(place, layout),
    cwd: layout.workspace,
    state: layout.state,
    piped: true,
  }
}

/** All that its process is told; nothing of our own environment, and nothing that has it call home. */
function environmentOf(place: Place, { home, state, tmp }: Layout): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: home,
    TMPDIR: tmp,
    CLAUDE_CONFIG_DIR: state,
    ANTHROPIC_BASE_URL: place.providerUrl,
    ANTHROPIC_API_KEY: 'gatecrash-no-key',
    ANTHROPIC_MODEL: model,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    // who is root must say that this is a sandbox, or is not let in without questions
    IS_SANDBOX: '1',
    // a command that takes too long is ended, and not left to run in the background
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
    // the gated tool is offered by its name, and waited for
    ENABLE_TOOL_SEARCH: 'false',
    MCP_TOOL_TIMEOUT: String((place.settings.mcpTimeoutSeconds ?? 1_800) * 1_000),
    ...place.environment,
  }
}
