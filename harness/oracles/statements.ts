/** What a statement of a gateway says of a call: that its tool never ran, is over, has succeeded, or still runs. */
export type Meaning = 'never ran' | 'is over' | 'has succeeded' | 'still runs'

/** A phrase in the result of a call that the tool ledger can contradict, and where it stands: seen in a run, or read in the code. */
type Phrase = { readonly phrase: RegExp; readonly means: Meaning; readonly from: string }

/**
 * Only what is certain: "No result provided", "missing tool result" and "interrupted" claim nothing of the tool, and that a
 * real result has been lost is another claim.
 */
export const phrases: readonly Phrase[] = [
  { phrase: /^Skipped due to queued user message/, means: 'never ran', from: 'OpenClaw 2026.1.29, code' },
  { phrase: /^Skipped to process an incoming message/, means: 'never ran', from: 'OpenClaw 2026.9.6, code' },
  { phrase: /^Tool execution was blocked before launch/, means: 'never ran', from: 'OpenClaw 2026.9.6, code' },
  { phrase: /^This tool was not executed because/, means: 'never ran', from: 'OpenClaw 2026.9.6, code' },
  { phrase: /^Command did not run/, means: 'never ran', from: 'OpenClaw 2026.4.14 and 2026.9.6, code' },
  { phrase: /Command aborted by signal/, means: 'is over', from: 'OpenClaw 2026.4.14, run' },
  { phrase: /Command timed out after/, means: 'is over', from: 'OpenClaw 2026.1.29, 2026.4.14 and 2026.9.6, run' },
  { phrase: /(Command|Process) exited with code 0\b/, means: 'has succeeded', from: 'OpenClaw 2026.4.14, code' },
  {
    phrase: /Command still running \(session|Process still running\.$/,
    means: 'still runs',
    from: 'OpenClaw 2026.4.14, code',
  },
]
