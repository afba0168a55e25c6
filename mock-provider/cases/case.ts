import type { Rejection } from '../../harness/record/entry.ts'
import type { WireRequest } from '../dialect.ts'

/**
 * How well an answer is known: seen word for word in public, written by the vendor in docs or SDK, asked of the API by us or
 * others in a known order, or following from the rest.
 */
export const evidenceClasses = ['verbatim', 'docs', 'measured', 'inferred'] as const
type EvidenceClass = (typeof evidenceClasses)[number]

/** How well an answer is known, and from where, such as `verbatim: claude-code#3512`. */
export type Evidence = EvidenceClass | `${EvidenceClass}: ${string}`

/** One request and what the API answers to it. */
export type Case = {
  readonly name: string
  readonly request: WireRequest
  readonly answer: 'accepted' | Rejection
  readonly evidence: Evidence
} & (
  | { readonly replay?: true }
  /** the real API cannot be asked, and why */
  | { readonly replay: false; readonly why: string }
)

/** Cases in which rules are applied whose evidence is unsettled. */
export function strictly(cases: readonly Case[]): Case[] {
  const strict = cases.map((one) => ({ ...one, request: { ...one.request, strict: true } }))
  return unreplayable('it is not settled what the real API says', strict)
}

/** What a client sees of an answer: not which rule it rests on, nor how well that is known. */
export function seenOf(rejection: Rejection | null): Case['answer'] {
  if (rejection === null) return 'accepted'
  const { rule: _, evidence: __, ...seen } = rejection
  return seen
}

/** What is known of one API. */
export type Catalogue = {
  readonly api: string
  /** the model of every case that is not about another one; a cheap one for which all of them hold */
  readonly model: string
  readonly cases: readonly Case[]
  /** what no source settles, and what ours does; one sentence each */
  readonly unsettled: readonly string[]
}

/** Cases that the real API cannot be asked, with the reason. */
export function unreplayable(why: string, cases: readonly Case[]): Case[] {
  return cases.map((one) => ({ ...one, replay: false, why }))
}
