import type { Lexicon, Liberty, Profile } from '../../record/profile.ts'

const lexicon: Lexicon = {
  invented: ['^No result provided$'],
  phrases: [
    { phrase: 'Command aborted$', means: 'is over', from: 'pi 1.6.0, run' },
    { phrase: 'Command timed out after', means: 'is over', from: 'pi 1.6.0, code' },
    { phrase: 'was not executed: the response hit', means: 'never ran', from: 'pi 1.6.0, code' },
  ],
  turnedAway: [],
}

/** Each was seen in requests, histories and stores, or stands in its documents. */
const liberties: readonly Liberty[] = [
  { name: 'rewrites-ids', source: 'the API’s own ids stand in requests, joined ones in the store: 1.6.0, run' },
  {
    name: 'wraps-results',
    source:
      'a result ends with what became of its command, and an empty one is "(no output)": 1.6.0, code of its bash tool',
  },
  {
    name: 'cuts-results',
    pattern: '\\[Showing (last|lines) .*Full output: ',
    source: 'at most 2000 lines or 50 KB: its description of the bash tool',
  },
  {
    name: 'keeps-the-queue',
    source: 'docs/rpc-commands.md: "abort continues queued messages when they remain in the session"',
  },
  {
    name: 'keeps-broken-attempts',
    source: 'a reply with stopReason error or aborted stays in the file: docs/session-format.md, run',
  },
  { name: 'drops-interrupted', source: 'such a reply is in no later request: 1.6.0, code, transform-messages' },
  {
    name: 'shows-batches-whole',
    source: 'get_messages has the results of a batch once all of its tools have ended: 1.6.0, run',
  },
  { name: 'summarizes', source: 'docs/compaction.md' },
  { name: 'splits-turns', source: 'docs/compaction.md, "Split user-message spans"' },
]

/** How pi speaks, and what it may do otherwise. */
export function profileOf(): Profile {
  return { liberties, lexicon }
}
