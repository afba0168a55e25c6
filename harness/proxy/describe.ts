import type { Rejection } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import type { Broken } from './guard.ts'
import type { Judged } from './request-judge.ts'

const maxWords = 300

/** A broken request in one line: what the provider will say, by which rule, and how well that rule is known. */
export function describeBroken(request: Broken): string {
  const { status, message } = request.rejection
  return `${nameOf(request)} is BROKEN: ${status} ${short(message, maxWords)} (${describeRule(request.rejection)})`
}

/** A request that nothing can be said of, in one line. */
export function describeUnjudged(request: Judged): string {
  return `${nameOf(request)} is not judged: ${request.unjudged}`
}

/** An answer that was not foreseen, in one line. */
export function describeSurprise(request: Judged, status: number, says: string): string {
  return request.rejection === null
    ? `${nameOf(request)} was refused with ${status}, by a rule that is not known here: ${short(says, maxWords)}`
    : `${nameOf(request)} was taken by the provider all the same (${describeRule(request.rejection)})`
}

/** What the user's own command is told of a broken request, as variables of its environment. */
export function factsOf({ number, api, path, rejection }: Broken): Readonly<Record<string, string>> {
  return {
    GATECRASH_REQUEST: String(number + 1),
    GATECRASH_API: api,
    GATECRASH_PATH: path,
    GATECRASH_STATUS: String(rejection.status),
    GATECRASH_SAYS: rejection.message,
    GATECRASH_RULE: rejection.rule ?? '',
    GATECRASH_EVIDENCE: rejection.evidence?.weight ?? '',
  }
}

/** The same break in the same words, wherever in a growing history it stands. */
export function breakOf({ api, rejection }: Broken): string {
  return `${api} ${rejection.rule} ${rejection.message.replace(/\[\d+\]|(?<=\.)\d+(?=\W)/g, '')}`
}

function nameOf({ number, api }: Judged): string {
  return `request ${number + 1} (${api})`
}

function describeRule({ rule, evidence }: Rejection): string {
  if (evidence === undefined) return `rule ${rule}`
  const { weight, source, date } = evidence
  return `rule ${rule}, ${weight}: ${source}${date === undefined ? '' : `, ${date}`}`
}
