import type { Need } from '../../need.ts'
import { lacksAtAPipe } from '../lacks-at-a-pipe.ts'

/** What codex 0.171.0 does not have at its app server, by the schema that it generates. */
const lacking: Partial<Record<Need, string>> = {
  ...lacksAtAPipe,
  'one-run-stop': 'stops a whole turn',
  // openai/codex#42717
  'stop-ends-tools': 'lets a command go on whose turn was interrupted',
  'tool-timeout': 'has no time-out for commands',
  mcp: 'offers the tools of MCP servers in a namespace, which the mock provider does not read',
  'mcp-timeout': 'offers the tools of MCP servers in a namespace, which the mock provider does not read',
  'event-loop': 'is no Node',
  refusals: 'is no Node',
  conditions: 'is no Node',
  'held-writes': 'is no Node',
  damage: 'has a store in which nobody here breaks a pair',
  database: 'keeps its transcripts in files',
  'transcript-files': 'has no lock files beside its transcripts',
  another: 'has a pipe, and no port, to be reached at',
  'shared-state': 'has a pipe, and no port, to be reached at',
  reset: 'begins a new thread beside the old one',
  'while-busy-followup': 'puts every message into the turn that runs',
  'while-busy-collect': 'puts every message into the turn that runs',
  'while-busy-interrupt': 'puts every message into the turn that runs',
}

/** Why codex cannot do what a scenario needs; nothing when it can. */
export function lacks(need: Need): string | undefined {
  const why = lacking[need]
  return why === undefined ? undefined : `codex ${why}`
}
