import type { RunJudgement } from '../oracles/judge.ts'
import type { Cause, CellState } from './map.ts'

/**
 * What one play of a schedule came to; `alone`: on a fresh gateway that played nothing else, which folder that run has left, and how long
 * it took, in milliseconds. There is no folder where the gateway did not come up.
 */
export type Outcome = RunJudgement & {
  readonly alone:
    | false
    | { readonly folder: string | undefined; readonly repro: string | undefined; readonly ms: number }
}

/** The first claim that failed. */
export function causeOf(judgement: RunJudgement): Cause | undefined {
  return causesOf(judgement)[0]
}

/** Every claim that failed, with its first finding. */
export function causesOf({ claims }: RunJudgement): Cause[] {
  return claims.flatMap(({ claim, findings: [first] }) =>
    first === undefined ? [] : [{ claim, says: first.says, key: keyOf(claim, first.says) }],
  )
}

/** What findings of the same cause have in common. */
export function keyOf(claim: string, says: string): string {
  return `${claim}: ${alike(says)}`
}

/** What a judgement says of a cause; nothing where it does not have it. */
export function causeIn(judgement: RunJudgement, key: string): Cause | undefined {
  return causesOf(judgement).find((cause) => cause.key === key)
}

/** Why a schedule tells nothing: a step that did not land, or what a claim lacks. */
export function doubtsOf({ missed, claims }: RunJudgement): string[] {
  return [...missed, ...claims.flatMap(({ claim, why }) => (why === '' ? [] : [`${claim}: ${why}`]))]
}

/** What a cell is before its finding is confirmed. */
export function stateOf(outcome: Outcome): CellState {
  if (outcome.verdict === 'pass') return { is: 'green', runs: 1 }
  const [why = ''] = doubtsOf(outcome)
  const cause = causeOf(outcome)
  if (cause !== undefined)
    return { is: 'unknown', why: 'it is being looked into', failed: { cause, alone: outcome.alone !== false } }
  if (outcome.alone === false) return { is: 'unknown', why: `beside other schedules: ${why}` }
  return outcome.missed.length > 0
    ? { is: 'not', why: `it did not come about: ${outcome.missed[0]}` }
    : { is: 'unknown', why }
}

/** A finding without what differs from one instant to the next: what is quoted, names, how many there are, numbers. */
export function alike(says: string): string {
  return (
    says
      .replace(/"[^"]*"/g, '"…"')
      // a file may be called by an id that is made anew
      .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, '#')
      // beside other schedules a name has the number of its own
      .replace(/\b([a-z]\w*)-\d+\b/g, '$1')
      .replace(
        /\b(tool|call|session|client)s? [a-z][\w-]*(?:, (?:call )?[\w-]+)*(?:,? and (?:call )?[\w-]+)?('s)?/g,
        '$1 …',
      )
      .replace(/\b(results?) of [a-z][\w-]*(?:, [\w-]+)*(?:,? and [\w-]+)?/g, '$1 of …')
      .replace(/\b(?:has|have)\b/g, 'have')
      .replace(/\b(result|request|time)s\b/g, '$1')
      .replace(/\d+/g, '#')
  )
}
