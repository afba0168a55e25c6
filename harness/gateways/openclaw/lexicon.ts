import { lt, valid } from 'semver'
import type { Lexicon, Liberty, Profile } from '../../record/profile.ts'

/**
 * Only what is certain is a phrase: "No result provided", "missing tool result" and "interrupted" claim nothing of the tool, and that
 * a real result has been lost is another claim.
 */
const lexicon: Lexicon = {
  invented: ['No result provided', 'missing tool result'],
  phrases: [
    { phrase: '^Skipped due to queued user message', means: 'never ran', from: 'OpenClaw 2026.1.29, code' },
    { phrase: '^Skipped to process an incoming message', means: 'never ran', from: 'OpenClaw 2026.9.6, code' },
    { phrase: '^Tool execution was blocked before launch', means: 'never ran', from: 'OpenClaw 2026.9.6, code' },
    { phrase: '^This tool was not executed because', means: 'never ran', from: 'OpenClaw 2026.9.6, code' },
    { phrase: '^Command did not run', means: 'never ran', from: 'OpenClaw 2026.4.14 and 2026.9.6, code' },
    { phrase: 'Command aborted by signal', means: 'is over', from: 'OpenClaw 2026.4.14, run' },
    { phrase: 'Command timed out after', means: 'is over', from: 'OpenClaw 2026.1.29, 2026.4.14 and 2026.9.6, run' },
    { phrase: '(Command|Process) exited with code 0\\b', means: 'has succeeded', from: 'OpenClaw 2026.4.14, code' },
    {
      phrase: 'Command still running \\(session|Process still running\\.$',
      means: 'still runs',
      from: 'OpenClaw 2026.4.14, code',
    },
  ],
  // openclaw/openclaw#61455
  turnedAway: ['pairing required|gateway closed \\(1008\\)|missing scope|device identity required'],
}

const rewritesIds: Liberty = {
  name: 'rewrites-ids',
  source: 'a call "toolu_01x" is "toolu01x" in requests and in the store, with its result: 2026.1.29 to 2026.9.6, run',
}

const keepsBrokenAttempts: Liberty = {
  name: 'keeps-broken-attempts',
  source: 'up to 2026.7 an attempt that ended in an error stays in the store, and in no request: docs/track-record.md',
}

const joinsReplies: Liberty = {
  name: 'joins-replies',
  source: 'a client is shown what the model said beside its calls and its answer as one text: 2026.4.14, run',
}

const sendsNotices: Liberty = {
  name: 'marks-interrupted',
  pattern: '^⚙️ Compacted \\(',
  source: 'what came of /compact is sent to the model as its own words: 2026.4.14, run',
}

const showsFailures: Liberty = {
  name: 'shows-notices',
  pattern: '^⚠️ Agent failed before reply: ',
  source: 'the error of a run that failed comes to its client as a reply: 2026.4.14, run',
}

/** What every version that was run takes: each was seen in the requests, the histories and the stores of whole runs. */
const always: readonly Liberty[] = [
  rewritesIds,
  {
    name: 'decorates-messages',
    source:
      'a message begins with its time or its sender: "[Sun 2026-11-29 19:43 UTC] …" (2026.9.6), "Sender (untrusted metadata)" (2026.4.14), run',
  },
  { name: 'composes-letters', source: 'chat.send makes NFC of a message: 2026.4.14 and 2026.9.6, code and run' },
  { name: 'merges-messages', source: 'messages that were collected are one text: docs, queue mode "collect"' },
  {
    name: 'adds-texts',
    pattern:
      'OPENCLAW_INTERNAL_CONTEXT|\\[System\\]|^System(: | \\(untrusted\\): )\\[|\\[Queued|^Continue the OpenClaw runtime event|The previous attempt did not produce|^This turn ended before a reply|^Turn yielded\\.\\n\\n\\[Context: |Continue the current task from the existing transcript',
    source:
      'context, and what a restart, an empty reply or a yield makes it say to the model: 2026.4.14, 2026.7.1-2 and 2026.9.6, run',
  },
  {
    name: 'marks-interrupted',
    pattern:
      '^⚠️ |LLM request failed|^\\[assistant turn failed before producing content\\]$|^\\[This turn failed before it completed\\.|^The agent run failed before producing a reply|^Context overflow: |^The provider refused this request\\.',
    source: 'an error of a run stands in the history as an answer: 2026.9.6 and 2026.7.1-2, run',
  },
  {
    name: 'drops-cut-replies',
    source:
      'a reply that was stopped or failed is left out of later requests, or has a mark in its place: resolveFailedAssistantReplay, 2026.9.6, code and run',
  },
  {
    name: 'shows-notices',
    pattern: '^⚙️ Compact',
    source: 'what came of /compact stands in the history and in the store as an answer: 2026.9.6, run',
  },
  {
    name: 'catches-up-by-history',
    source: 'events go to who is connected, and a client that comes back reads chat.history: docs, gateway protocol',
  },
  {
    name: 'tells-before-storing',
    source: 'a tool event is sent as the tool ends, and the transcript is written after it: 2026.9.6, run',
  },
  {
    name: 'joins-answers',
    source:
      'a message that comes at the end of a run is answered in it, and its own run ends without a text: 2026.9.6, run',
  },
  { name: 'unflagged-errors', source: 'the result of a command that fails is no error of the API: 2026.9.6, run' },
  { name: 'wraps-results', source: 'a result ends with what became of its process: 2026.4.14 and 2026.9.6, run' },
  { name: 'summarizes', source: 'its documentation of /compact' },
  { name: 'forgets-after-reset', source: '/new and /reset begin a new session: docs/track-record.md, 7' },
]

/** How a version of OpenClaw speaks, and what it may do otherwise. */
export function profileOf(version: string): Profile {
  // a version of a stranger's record may be no version
  const isBefore = (first: string) => valid(version) !== null && lt(version, first)
  const earlier = [
    isBefore('2026.8.0') ? keepsBrokenAttempts : [],
    isBefore('2026.5.0') ? [joinsReplies, sendsNotices, showsFailures] : [],
  ].flat()
  return { liberties: [...always, ...earlier], lexicon }
}
