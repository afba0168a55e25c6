import type { Need } from '../../need.ts'

/** What codex 0.171.0 does not have at its app server, by its generated schema. */
const lacking: Partial<Record<Need, string>> = {
  'vendor-hosts': 'asks the model at the address in its configuration',
  'sign-in': 'is given a key',
  agents: 'has one agent',
  'stop-after-tools': 'stops at once only',
  'one-run-stop': 'stops a whole session',
  clients: 'has one client, at its own pipe',
  'client-network': 'is spoken to by its own pipe',
  page: 'serves no page',
  devices: 'knows no devices',
  'device-token': 'knows no devices',
  'gateway-token': 'knows no devices',
  scopes: 'knows no devices',
  drain: 'ends what runs when it is told to exit',
  'early-port': 'listens at no port',
  'gentle-stop': 'kills tools at once',
  'own-tools': 'has no tools that call back into it',
  'event-loop': 'is not hooked',
  refusals: 'is not hooked',
  conditions: 'is not hooked',
  config: 'reads its configuration at its start only',
  'plugin-restart': 'has no plugins of that kind',
  cooldowns: 'has no cooldowns',
  'provider-key': 'reads its key at its start only',
  database: 'has no database',
  'transcript-files': 'has no lock files',
  another: 'has a process for each session',
  'shared-state': 'has a process for each session',
  'small-disk': 'is not tried with a small disk',
  reset: 'begins a new session beside the old one',
  'while-busy-collect': 'steers or queues',
  'while-busy-interrupt': 'steers or queues',
}

/** Why codex cannot do what a scenario needs; nothing when it can. */
export function lacks(need: Need): string | undefined {
  const why = lacking[need]
  return why === undefined ? undefined : `codex ${why}`
}
