import type { Need } from '../../need.ts'

/** What codex 0.171.0 does not have at its app server, by the schema that it generates. */
const lacking: Partial<Record<Need, string>> = {
  'gives-up-silence': 'is not known to give up a silent reply within seconds',
  'vendor-hosts': 'asks the model at the address in its configuration',
  'sign-in': 'is given a key',
  agents: 'has one agent',
  'stop-after-tools': 'stops at once only',
  'one-run-stop': 'stops a whole turn',
  'tool-timeout': 'has no time-out for commands',
  clients: 'has one client, at its own pipe',
  'client-network': 'is spoken to by its own pipe',
  page: 'serves no page',
  devices: 'knows no devices',
  'device-token': 'knows no devices',
  'gateway-token': 'knows no devices',
  scopes: 'knows no devices',
  drain: 'ends what runs when it is told to exit',
  resumes: 'asks the model for nothing by itself after a start',
  'early-port': 'listens at no port',
  mcp: 'offers the tools of MCP servers in a namespace, which the mock provider does not read',
  'mcp-timeout': 'offers the tools of MCP servers in a namespace, which the mock provider does not read',
  'own-tools': 'has no tools that call back into it',
  'event-loop': 'is no Node',
  refusals: 'is no Node',
  conditions: 'is no Node',
  'held-writes': 'is no Node',
  config: 'reads its configuration at its start only',
  'plugin-restart': 'has no plugins of that kind',
  cooldowns: 'has no cooldowns',
  'provider-key': 'reads its key at its start only',
  damage: 'has a store that nobody here damages',
  database: 'keeps its transcripts in files',
  'transcript-files': 'has no lock files beside its transcripts',
  another: 'has a pipe, and no port, to be reached at',
  'shared-state': 'has a pipe, and no port, to be reached at',
  'small-disk': 'runs in no container yet',
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
