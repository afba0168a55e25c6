import type { Driver } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { acp } from './acp/command.ts'
import { presetDriver } from './acp/driver.ts'
import { presets } from './acp/presets.ts'
import { claudeCode } from './claude-code/driver.ts'
import { claudeCodeFiles } from './claude-code/session-store.ts'
import { codex } from './codex/driver.ts'
import { codexFiles } from './codex/session-store.ts'
import { copilotFiles } from './copilot/session-store.ts'
import { geminiFiles } from './gemini-cli/session-store.ts'
import { openclaw } from './openclaw/driver.ts'
import { openclawRows } from './openclaw/session-rows.ts'
import { openclawFiles } from './openclaw/session-store.ts'
import { opencode } from './opencode/driver.ts'
import { opencodeRows } from './opencode/session-rows.ts'
import { pi } from './pi/driver.ts'
import { piFiles } from './pi/session-store.ts'
import { qwenFiles } from './qwen/session-store.ts'
import { reference } from './reference/driver.ts'

/** Every kind of gateway we can run, by the name used in `--gateway <name>@<version>`. */
export const drivers: readonly Driver[] = [
  openclaw,
  opencode,
  claudeCode,
  reference,
  codex,
  pi,
  ...presets.map(presetDriver),
  acp,
]

/** Those that are there for tests, for any command, or once more by another protocol. */
const noAgents = ['reference', 'acp', 'opencode-acp', 'claude-agent-acp', 'codex-acp']

/** The agents that people use, each once. */
export const agents: readonly Driver[] = drivers.filter(({ name }) => !noAgents.includes(name))

/** Where each agent stores its sessions, and how. Of a file that several could have, the first that knows it has it. */
export const stores: readonly Store[] = [
  piFiles,
  codexFiles,
  geminiFiles,
  copilotFiles,
  qwenFiles,
  claudeCodeFiles,
  openclawFiles,
  openclawRows,
  opencodeRows,
]

/** The gateway that is meant where none is named. */
export const defaultGateway: Driver = openclaw

/** The driver of that name, of those that are plugged in (`own`) and of ours. @throws HarnessError UNKNOWN_GATEWAY */
export function gatewayNamed(name: string, own: readonly Driver[] = []): Driver {
  const all = [...own, ...drivers]
  const driver = all.find((candidate) => candidate.name === name)
  if (driver === undefined)
    throw new HarnessError(
      'UNKNOWN_GATEWAY',
      `there is no driver for a gateway "${name}"; there are: ${all.map((known) => known.name).join(', ')}`,
    )
  return driver
}
