import type { Evidence } from '../expected/evidence.ts'

/** Three-valued: `inconclusive` says that the record is not enough to tell. */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/**
 * A failed claim: what is wrong in one sentence, what should have been seen and what was, the entries that show it, and the words of the
 * gateway or the provider.
 */
export type Finding = {
  readonly says: string
  readonly expected: string
  readonly actual: string
  readonly entries: readonly number[]
  readonly excerpt: readonly string[]
}

/** What an oracle says of a record. `why` explains an inconclusive verdict, or that a claim is not judged. */
export type Judgement = { readonly verdict: Verdict; readonly findings: readonly Finding[]; readonly why: string }

/** How bad it is when a claim fails: 1 is the worst. */
export type Tier = 1 | 2 | 3

/** What each tier means to the people whose work it is. */
export const tierWords: Readonly<Record<Tier, string>> = {
  1: 'work is lost or wrong',
  2: 'work is stuck, or runs on',
  3: 'people are shown something wrong',
}

/** One claim and its judge, a pure function of what a record shows. */
export type Oracle = {
  /** its id, which never changes: docs/claims.md has a section under this name */
  readonly claim: string
  readonly tier: Tier
  /** what must hold */
  readonly sentence: string
  /** what happened when it did not hold */
  readonly fails: string
  readonly judge: (evidence: Evidence) => Judgement
}

/** A judgement from findings: fail with any, pass with none. */
export function fromFindings(findings: readonly Finding[]): Judgement {
  return { verdict: findings.length > 0 ? 'fail' : 'pass', findings, why: '' }
}

/** A judgement of a claim about something of which there is nothing to see, which is known before the run. */
export function skipped(why: string): Judgement {
  return { verdict: 'pass', findings: [], why: `not judged: ${why}` }
}

/** A judgement that the record is not enough. */
export function inconclusive(why: string): Judgement {
  return { verdict: 'inconclusive', findings: [], why }
}
