import type { Need } from '../../need.ts'
import { lacksAtAPipe } from '../lacks-at-a-pipe.ts'

/** What pi 1.6.0 does not have in RPC mode, by its documents. */
const lacking: Partial<Record<Need, string>> = {
  ...lacksAtAPipe,
  'one-run-stop': 'stops a whole session',
  'gentle-stop': 'kills tools at once',
  'event-loop': 'has no hook of ours in its processes',
  refusals: 'has no hook of ours in its processes',
  conditions: 'has no hook of ours in its processes',
  'held-writes': 'has no hook of ours in its processes',
  database: 'has no database',
  'transcript-files': 'has no lock files',
  another: 'has a process for each session',
  'shared-state': 'has a process for each session',
  reset: 'begins a new session beside the old one',
  'while-busy-collect': 'steers or queues',
  'while-busy-interrupt': 'steers or queues',
}

/** Why pi cannot do what a scenario needs; nothing when it can. */
export function lacks(need: Need): string | undefined {
  const why = lacking[need]
  return why === undefined ? undefined : `pi ${why}`
}
