import { lt, valid } from 'semver'
import type { Lexicon, Liberty, Profile } from '../../record/profile.ts'

/** What opencode says in the place of results, and of tools that it has ended. */
export const lexicon: Lexicon = {
  invented: ['^\\[Tool execution was interrupted\\]$', '^Tool execution aborted$'],
  phrases: [
    { phrase: '^Tool execution aborted$', means: 'is over', from: 'opencode 1.18.33, code' },
    { phrase: 'User aborted the command', means: 'is over', from: 'opencode 1.18.33, run' },
    {
      phrase: 'shell tool terminated command after exceeding timeout',
      means: 'is over',
      from: 'opencode 1.18.33, code',
    },
  ],
  turnedAway: [],
}

const liberties: readonly Liberty[] = [
  {
    name: 'wraps-results',
    source: 'a command that was stopped returns what it printed, and "<shell_metadata>" after it: 1.18.33, code',
  },
  { name: 'unflagged-errors', source: 'a command that fails is no error of the API: 1.18.33, run' },
  {
    name: 'catches-up-by-history',
    source:
      'the event stream tells what happens from now on, and a client that comes back reads the messages: 1.18.33, its API',
  },
]

const reminder: Liberty = {
  name: 'decorates-messages',
  source:
    '"The user sent the following message" around a message that comes while a run is under way: 1.2.1 to 1.17.0, run',
}

/** How a version of opencode speaks, and what it may do otherwise. */
export function profileOf(version: string): Profile {
  const reminds = valid(version) !== null && lt(version, '1.17.9')
  return { liberties: reminds ? [...liberties, reminder] : liberties, lexicon }
}
