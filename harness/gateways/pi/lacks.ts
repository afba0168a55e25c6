import type { Need } from '../../need.ts'

/** What pi 1.6.0 does not have in RPC mode, by its documents. */
const lacking: Partial<Record<Need, string>> = {
  'gives-up-silence': 'is not known to give up a silent reply within seconds',
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
  resumes: 'asks the model for nothing by itself after a start',
  'early-port': 'listens at no port',
  'gentle-stop': 'kills tools at once',
  'own-tools': 'has no tools that call back into it',
  'event-loop': 'has no hook of ours in its processes',
  refusals: 'has no hook of ours in its processes',
  conditions: 'has no hook of ours in its processes',
  'held-writes': 'has no hook of ours in its processes',
  config: 'reads its configuration at its start only',
  damage: 'has a store that nobody here damages',
  'plugin-restart': 'has no plugins of that kind',
  cooldowns: 'has no cooldowns',
  'provider-key': 'reads its key at its start only',
  database: 'has no database',
  'transcript-files': 'has no lock files',
  another: 'has a process for each session',
  'shared-state': 'has a process for each session',
  'small-disk': 'runs in no container yet',
  reset: 'begins a new session beside the old one',
  'while-busy-collect': 'steers or queues',
  'while-busy-interrupt': 'steers or queues',
}

/** Why pi cannot do what a scenario needs; nothing when it can. */
export function lacks(need: Need): string | undefined {
  const why = lacking[need]
  return why === undefined ? undefined : `pi ${why}`
}
