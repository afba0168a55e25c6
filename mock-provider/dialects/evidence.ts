import type { Rejection, RuleEvidence } from '../../harness/record/entry.ts'
import type { Words } from './words.ts'

/** What is known of each rule of an API, by the rule's name. */
export type Evidence = Readonly<Record<string, RuleEvidence>>

/** The words were seen in public, at the latest on `date` (year and month, or the day). */
export const verbatim = (source: string, date?: string): RuleEvidence => known('verbatim', source, date)

/** The vendor writes it, in its docs or in its SDK. */
export const docs = (source: string, date?: string): RuleEvidence => known('docs', source, date)

/** Somebody asked the API and wrote down what it said. */
export const measured = (source: string, date?: string): RuleEvidence => known('measured', source, date)

/** Nobody measured it: it follows from other rules, or was reported in other words. */
export const inferred = (source: string, date?: string): RuleEvidence => known('inferred', source, date)

/** Sources differ, or there is only one and it is weak: the rule is applied only to those who ask for it. */
export const unsettled = (source: string, date?: string): RuleEvidence => known('unsettled', source, date)

function known(weight: RuleEvidence['weight'], source: string, date: string | undefined): RuleEvidence {
  return date === undefined ? { weight, source } : { weight, source, date }
}

/** What an API answers to a request: nothing when no rule is broken, else its usual answer in the words of the rule. */
export function rejectionIn(
  words: Words | undefined,
  evidence: Evidence,
  usual: Pick<Rejection, 'status' | 'type' | 'param' | 'code'>,
): Rejection | null {
  if (words === undefined) return null
  const of = evidence[words.rule]
  return { ...usual, ...words, ...(of === undefined ? {} : { evidence: of }) }
}
