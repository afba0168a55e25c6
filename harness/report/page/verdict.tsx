import type { ComponentChildren } from 'preact'
import type { Standing } from '../standing.ts'
import { issueAddress, signs, words } from './words.ts'

/** How a scenario ended beside what is known, or that it did not run. */
export type Outcome = Standing | 'skipped' | 'crash'

/** An outcome in a word. */
export const outcomeWords: Readonly<Record<Outcome, string>> = { ...words, skipped: 'skipped', crash: 'CRASH' }

const outcomeSigns: Readonly<Record<Outcome, string>> = { ...signs, skipped: '–', crash: '✗' }

/** An outcome as its sign, with its word for those who do not see it. */
export function Sign({ of }: { of: Outcome }) {
  return (
    <span class={`sign ${of}`} role="img" aria-label={outcomeWords[of]} title={outcomeWords[of]}>
      {outcomeSigns[of]}
    </span>
  )
}

/** A small word in a frame. */
export function Chip({ tone = '', children }: { tone?: string; children: ComponentChildren }) {
  return <span class={`chip ${tone}`}>{children}</span>
}

/** An issue as a link; what is no address is only named. */
export function Issue({ issue }: { issue: string }) {
  const address = issueAddress(issue)
  return address === undefined ? <span>{issue}</span> : <a href={address}>{issue}</a>
}

/** By what a finding is known. */
export function Known({ listed }: { listed: { readonly issue: string | null; readonly note?: string | undefined } }) {
  return (
    <p class="by">
      <Chip tone="known">{words.known}</Chip>
      {listed.issue !== null && <Issue issue={listed.issue} />}
      {listed.issue !== null && listed.note !== undefined && ', '}
      {listed.note}
    </p>
  )
}
