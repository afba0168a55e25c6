import type { Lexicon, Liberty, Profile } from '../../record/profile.ts'

const lexicon: Lexicon = {
  invented: ['^aborted$', 'aborted by user'],
  phrases: [{ phrase: 'Process exited with code 0\\b', means: 'has succeeded', from: 'codex 0.171.0, run' }],
  turnedAway: [],
}

/** Each was seen in the requests, the histories and the stores of whole runs of 0.171.0. */
const liberties: readonly Liberty[] = [
  {
    name: 'wraps-results',
    source: 'a result begins with "Chunk ID: … Wall time: … Process exited with code …": run',
  },
  { name: 'cuts-results', pattern: 'tokens truncated', source: 'max_output_tokens of exec_command: run' },
  {
    name: 'adds-texts',
    pattern: '^<(environment_context|turn_aborted|user_instructions|skills_instructions|permissions)',
    source: 'what it tells the model of its surroundings, and that a turn was interrupted: run',
  },
  {
    name: 'tells-before-storing',
    source: 'item/completed of a command comes before the line with its output, up to 150 ms: run',
  },
  {
    name: 'gives-up-answers',
    source:
      'turn/steer: a message that comes while the model answers ends that answer, also one that has just come whole: run',
  },
  { name: 'unflagged-errors', source: 'the API has no flag for a result that is an error' },
  {
    name: 'hides-tools',
    source: 'thread/items/list shows commands as they were run, and no arguments: its generated schema',
  },
  {
    name: 'asks-aside',
    pattern: '^You are performing a CONTEXT CHECKPOINT COMPACTION',
    source: 'the request for a summary ends so: run',
  },
  { name: 'summarizes', source: 'thread/compact/start: its generated schema' },
]

/** How codex speaks, and what it may do otherwise. */
export function profileOf(): Profile {
  return { liberties, lexicon }
}
