import type { ComponentChildren } from 'preact'

/** How a scenario ended, or that it did not run. */
export type Outcome = 'fail' | 'inconclusive' | 'pass' | 'skipped' | 'crash'

const signs: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✗', inconclusive: '?', skipped: '–', crash: '!' }

/** An outcome in a word. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: 'passed',
  fail: 'finding',
  inconclusive: 'inconclusive',
  skipped: 'skipped',
  crash: 'crash',
}

/** An outcome as its sign, with its word for those who do not see it. */
export function Sign({ of }: { of: Outcome }) {
  return (
    <span class={`sign ${of}`} role="img" aria-label={outcomeWords[of]} title={outcomeWords[of]}>
      {signs[of]}
    </span>
  )
}

/** A small word in a frame. */
export function Chip({ tone = '', children }: { tone?: string; children: ComponentChildren }) {
  return <span class={`chip ${tone}`}>{children}</span>
}
