import type { Installed } from '../../driver.ts'
import type { Need } from '../../need.ts'

const lacking: Partial<Record<Need, string>> = {
  'gives-up-silence': 'is not known to give up a silent reply within seconds',
  'vendor-hosts': 'asks the model at the address in its configuration only',
  'sign-in': 'is signed in by a key only, as we run it',
  agents: 'has one agent that a person talks to',
  'stop-after-tools': 'stops at once only',
  'one-run-stop': 'stops all that runs in a session',
  'model-summaries': 'cannot be told to summarize by Gatecrash yet',
  compaction: 'cannot be told to summarize by Gatecrash yet',
  reset: 'begins a new session instead of throwing a history away',
  page: 'serves no page without the network',
  devices: 'does not tell devices apart',
  drain: 'exits at once when it is told to',
  resumes: 'asks the model for nothing by itself after a start',
  'early-port': 'is ready when it listens',
  'own-tools': 'has no tools that call back into it',
  'event-loop': 'is no Node program that could be blocked from outside',
  refusals: 'does not tell of refused connections',
  config: 'reads its configuration at its start only',
  'plugin-restart': 'has no plugins that it brings along',
  cooldowns: 'leaves no sign-in alone',
  conditions: 'is no Node program whose disk and clock we could change',
  'held-writes': 'is no Node program that we could stop at a write',
  damage: 'has a store that we do not damage yet',
  'transcript-files': 'keeps its transcripts in a database',
  'gateway-token': 'is run without a password',
  'device-token': 'does not tell devices apart',
  'provider-key': 'reads its key at its start only',
  scopes: 'lets a client do all',
  container: 'is no Node program, which our containers are made for',
  'small-disk': 'is no Node program, which our containers are made for',
  another: 'does not notice a second one on its state',
  'shared-state': 'is started once at a time',
  'while-busy-followup': 'takes a message into the run that is under way',
  'while-busy-collect': 'takes a message into the run that is under way',
  'while-busy-interrupt': 'takes a message into the run that is under way',
}

/** Why opencode cannot do what a scenario needs, or we cannot do it to opencode; nothing when it can be done. */
export function lacks(need: Need, { version }: Installed): string | undefined {
  const why = lacking[need]
  return why === undefined ? undefined : `opencode ${version} ${why}`
}
