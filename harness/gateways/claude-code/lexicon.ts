import type { Lexicon, Liberty, Profile } from '../../record/profile.ts'

const lexicon: Lexicon = {
  invented: [
    "^\\[Tool call interrupted: the session ended before this call's result was recorded",
    '^\\[Tool result missing due to internal error\\]',
    'transport dropped mid-call; response for tool "hold" was lost$',
  ],
  phrases: [
    { phrase: 'this call was stopped while running, not refused', means: 'is over', from: 'Claude Code 2.1.332, run' },
  ],
  turnedAway: [],
}

/** Each was seen in requests and stores of whole runs. */
const liberties: readonly Liberty[] = [
  {
    name: 'wraps-results',
    source: 'a result has a reminder behind it where a message came meanwhile: 2.1.332, run',
  },
  {
    name: 'tells-before-storing',
    source: 'a result comes out of its pipe, and is on disk up to a quarter of a second later: 2.1.332, run',
  },
  {
    name: 'folds-messages',
    source: 'a message that comes while tools run stands as a reminder in the text of the last result: 2.1.332, run',
  },
  {
    name: 'adds-texts',
    pattern: '^<system-reminder>|^\\[Request interrupted by user|^\\[Your previous response had no visible output',
    source: 'reminders, a note where a person has interrupted, and one after an empty answer: 2.1.332, run',
  },
  {
    name: 'marks-interrupted',
    pattern: '^No response requested\\.$|^\\[Request interrupted by user|^API Error',
    source: 'what stands where a turn was interrupted or has failed: 2.1.332, run',
  },
]

/** How Claude Code speaks, and what it may do otherwise. */
export function profileOf(): Profile {
  return { liberties, lexicon }
}
