/** A named defect of the reference gateway that a claim must catch. */
export type PlantedBug = {
  /** what the gateway does wrong, in one sentence */
  readonly does: string
  /** the claim that must catch it */
  readonly claim: string
  /** the scenario that shows it, by the name of its file */
  readonly scenario: string
}

/** Every planted bug by its name: `npm run chaos -- --gateway reference@<name>` runs a gateway that has it. */
export const plantedBugs = {
  'stopped-call-without-result': {
    does: 'leaves a call that was stopped without a result',
    claim: 'requests-paired',
    scenario: 'stop-one-running',
  },
  'message-amid-batch': {
    does: 'puts a message that comes during a batch between its calls and their results',
    claim: 'requests-paired',
    scenario: 'message-during-batch',
  },
  'result-sent-twice': {
    does: 'sends every result twice',
    claim: 'requests-paired',
    scenario: 'abort-one-running',
  },
  'unknown-tool-without-result': {
    does: 'gives no result to a call of a tool that it does not have',
    claim: 'requests-paired',
    scenario: 'unknown-tool',
  },
  'healed-only-in-memory': {
    does: 'gives interrupted calls their results when it asks, and not on disk',
    claim: 'stored-transcript-paired',
    scenario: 'sigkill-one-running',
  },
  'calls-only-in-memory': {
    does: 'has the results of a batch on disk before the calls',
    claim: 'stored-transcript-paired',
    scenario: 'sigkill-one-running',
  },
  'rejection-is-retried': {
    does: 'sends a request that was rejected again and again',
    claim: 'no-400-loop',
    scenario: 'stop-one-running',
  },
  'restart-without-healing': {
    does: 'goes on after a restart with calls that have no results',
    claim: 'no-400-loop',
    scenario: 'sigkill-one-running',
  },
  'results-only-in-memory': {
    does: 'tells of results that are not on disk yet, and loses them when it is killed',
    claim: 'results-kept',
    scenario: 'sigkill-one-running',
  },
  'stop-hides-results': {
    does: 'invents results for a whole batch when it is stopped, over the real ones',
    claim: 'results-kept',
    scenario: 'stop-one-running',
  },
  'stop-drops-batch': {
    does: 'leaves a batch that was stopped out of every later request, with its results',
    claim: 'results-kept',
    scenario: 'abort-one-running',
  },
  'restart-forgets-results': {
    does: 'invents results for a whole batch after a restart, over the real ones',
    claim: 'results-kept',
    scenario: 'sigterm-one-running',
  },
  'failure-takes-batch': {
    does: 'takes a whole batch for failed when one call of it fails',
    claim: 'results-kept',
    scenario: 'tool-hangs-past-timeout',
  },
  'result-cut-short': {
    does: 'cuts results to 8 letters',
    claim: 'results-kept',
    scenario: 'message-during-batch',
  },
  'results-swapped': {
    does: 'gives the results of a batch to each other’s calls',
    claim: 'results-kept',
    scenario: 'one-fails-one-dies',
  },
  'compaction-drops-result': {
    does: 'leaves results that the model has not seen yet out of a history that is summarized',
    claim: 'results-kept',
    scenario: 'context/compact-in-batch',
  },
  'interrupted-call-runs-again': {
    does: 'runs a call again after a restart that had been started before it',
    claim: 'tool-runs-once',
    scenario: 'sigkill-one-running',
  },
  'batch-runs-again': {
    does: 'runs a whole batch again after a restart, with the calls that had finished',
    claim: 'tool-runs-once',
    scenario: 'sigkill-before-answer',
  },
  'stopped-tool-starts-again': {
    does: 'starts a tool again that a stop has ended',
    claim: 'tool-runs-once',
    scenario: 'stop-one-running',
  },
  'arguments-lose-a-letter': {
    does: 'runs a command without its last letter',
    claim: 'arguments-whole',
    scenario: 'one-fails-one-dies',
  },
  'unended-call-runs': {
    does: 'runs the calls that had come when a reply breaks off, whether they had ended or not',
    claim: 'arguments-whole',
    scenario: 'provider/cut-before-the-end-of-a-call',
  },
  'queued-message-dropped': {
    does: 'accepts a message during a batch and forgets it',
    claim: 'messages-answered',
    scenario: 'message-during-batch',
  },
  'failed-write-said-done': {
    does: 'accepts a message although it could not write it down',
    claim: 'messages-answered',
    scenario: 'sigkill-before-answer',
  },
  'restart-gives-up': {
    does: 'gives up the message that a restart has interrupted, without a word',
    claim: 'messages-answered',
    scenario: 'sigterm-one-running',
  },
  'failure-is-silent': {
    does: 'says nothing when the provider refuses a request',
    claim: 'messages-answered',
    scenario: 'key-expired',
  },
  'empty-reply-is-silent': {
    does: 'takes a reply that says nothing for an answer',
    claim: 'messages-answered',
    scenario: 'empty-reply',
  },
  'client-gone-ends-run': {
    does: 'gives a run up when a client loses its connection',
    claim: 'messages-answered',
    scenario: 'network/drop-and-reconnect',
  },
  'stop-reaches-all-sessions': {
    does: 'stops every session when one is to be stopped',
    claim: 'messages-answered',
    scenario: 'stop-beside-session',
  },
  'answered-twice': {
    does: 'asks the model for a second answer to the same message',
    claim: 'replies-once',
    scenario: 'message-during-batch',
  },
  'reply-told-twice': {
    does: 'tells the client of each reply twice',
    claim: 'replies-once',
    scenario: 'message-during-batch',
  },
  'reply-never-told': {
    does: 'keeps replies to itself until the client asks for the history',
    claim: 'replies-once',
    scenario: 'request-rejected-once',
  },
  'running-after-restart': {
    does: 'says for ever that a session runs which a restart has interrupted',
    claim: 'session-live',
    scenario: 'sigkill-one-running',
  },
  'stop-leaves-session-busy': {
    does: 'takes a session for busy after a stop, so that later messages wait for ever',
    claim: 'session-live',
    scenario: 'stop-one-running',
  },
  'stale-session-lock': {
    does: 'takes a session for locked by its own life before the restart',
    claim: 'session-live',
    scenario: 'sigkill-one-running',
  },
  'results-by-id-alone': {
    does: 'keeps results by the id of their call, also where two sessions have the same id',
    claim: 'sessions-apart',
    scenario: 'sessions/four-sessions-same-ids',
  },
  'news-under-wrong-session': {
    does: 'tells of all sessions under the name of the first',
    claim: 'sessions-apart',
    scenario: 'stop-beside-session',
  },
  'history-handed-on': {
    does: 'begins a new session with the history of the first one',
    claim: 'sessions-apart',
    scenario: 'key-expired',
  },
  'cut-line-is-kept': {
    does: 'writes on after a line of its store that a crash has cut',
    claim: 'store-sound',
    scenario: 'sigkill-one-running',
  },
  'entry-stored-twice': {
    does: 'stores the last entry again when it starts',
    claim: 'store-sound',
    scenario: 'sigkill-before-answer',
  },
  'lock-file-left': {
    does: 'leaves a lock file at a session whose run was stopped',
    claim: 'store-sound',
    scenario: 'stop-one-running',
  },
  'stopped-tool-lives-on': {
    does: 'does not end the tools of a run that is stopped',
    claim: 'processes-gone',
    scenario: 'stop-one-running',
  },
  'late-tool-lives-on': {
    does: 'does not end a tool whose time is up',
    claim: 'processes-gone',
    scenario: 'tool-hangs-past-timeout',
  },
  'stop-spares-children': {
    does: 'ends the shell of a tool whose run is stopped, and not what the shell has started',
    claim: 'processes-gone',
    scenario: 'tools/child-ignores-sigterm',
  },
  'shutdown-leaves-tools': {
    does: 'exits on SIGTERM without ending its tools',
    claim: 'processes-gone',
    scenario: 'sigterm-one-running',
  },
  'cut-stream-exits': {
    does: 'exits when the provider cuts a stream',
    claim: 'processes-gone',
    scenario: 'stream-cut-in-second-call',
  },
  'stop-is-ignored': {
    does: 'acknowledges a stop and stops nothing',
    claim: 'processes-gone',
    scenario: 'stop-one-running',
  },
  'expired-key-locks-all': {
    does: 'refuses every session after the provider has refused the key once',
    claim: 'auth-contained',
    scenario: 'key-expired',
  },
  'overload-locks-all': {
    does: 'refuses every session after the provider was overloaded once',
    claim: 'auth-contained',
    scenario: 'auth/overloaded-beside-batch',
  },
  'renewed-by-each-session': {
    does: 'has each session renew an OAuth sign-in by itself, with the same refresh token',
    claim: 'auth-contained',
    scenario: 'auth/oauth-refresh-for-three-sessions',
  },
  'old-token-still-opens': {
    does: 'lets in who shows the token that a device had before it was rotated',
    claim: 'auth-contained',
    scenario: 'auth/device-token-rotated-in-batch',
  },
  'new-token-forgotten': {
    does: 'gives a device another token, and does not know it when it comes',
    claim: 'auth-contained',
    scenario: 'auth/device-token-rotated-in-batch',
  },
  'revoked-token-still-opens': {
    does: 'lets a device in whose token was revoked',
    claim: 'auth-contained',
    scenario: 'auth/device-token-revoked-in-batch',
  },
  'rejection-locks-all': {
    does: 'takes a rejected history for a refused key, and refuses every session',
    claim: 'auth-contained',
    scenario: 'request-rejected-once',
  },
  'killed-tool-said-done': {
    does: 'says that a tool which it killed has ended well',
    claim: 'statements-honest',
    scenario: 'stop-one-running',
  },
  'failure-said-done': {
    does: 'says that a tool which failed has ended well',
    claim: 'statements-honest',
    scenario: 'one-fails-one-dies',
  },
} as const satisfies Record<string, PlantedBug>

/** The name of a planted bug. */
export type PlantedName = keyof typeof plantedBugs
