import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Place } from '../../driver.ts'
import type { Program } from '../../machine.ts'
import { gateCommand } from '../../tools/gate-command.ts'

/** The folders of one codex, all inside its run's folder. */
export type Layout = {
  readonly home: string
  /** its configuration and its sessions */
  readonly state: string
  readonly workspace: string
  readonly tmp: string
}

/** Where everything of a codex lies. */
export function layoutOf({ folder }: Place): Layout {
  const at = (name: string) => join(folder, name)
  return { home: at('home'), state: at('state'), workspace: at('workspace'), tmp: at('tmp') }
}

/** Makes its folders and writes its configuration. */
export async function configure(place: Place, layout: Layout): Promise<void> {
  for (const folder of Object.values(layout)) await mkdir(folder, { recursive: true })
  await writeFile(join(layout.state, 'config.toml'), configOf(place), { mode: 0o600 })
  if (!place.settings.asksFirst) return
  await mkdir(join(layout.state, 'rules'))
  await writeFile(join(layout.state, 'rules', 'gate.rules'), ruleOf(place))
}

/** It asks about commands that begin with the program of our gated tools, whatever its sandbox is. */
function ruleOf({ machine }: Place): string {
  const [program] = gateCommand(machine, 0)
  return `prefix_rule(pattern = [${JSON.stringify(program)}], decision = "prompt")\n`
}

/** A model that it does not know, so that it offers plain tools; commands without questions unless it asks first; and few retries, since each doubles the wait. */
function configOf({ providerUrl, settings }: Place): string {
  return `
model = "chaos-model"
model_provider = "chaos"
approval_policy = "${settings.asksFirst ? 'on-request' : 'never'}"
sandbox_mode = "danger-full-access"
check_for_update_on_startup = false

[analytics]
enabled = false

[model_providers.chaos]
name = "chaos"
base_url = "${providerUrl}"
env_key = "GATECRASH_KEY"
wire_api = "responses"
supports_websockets = false
request_max_retries = 3
stream_max_retries = 3
stream_idle_timeout_ms = 5000
`
}

/** How its app server is started. */
export function programOf(file: string, place: Place, { home, state, workspace, tmp }: Layout): Program {
  return {
    file,
    args: ['app-server'],
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      TMPDIR: tmp,
      LANG: 'C.UTF-8',
      CODEX_HOME: state,
      GATECRASH_KEY: 'gatecrash-no-key',
      ...place.environment,
    },
    cwd: workspace,
    state,
    piped: true,
  }
}
