import type { Facts } from '../facts/facts.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { type MadeCall, madeCalls, madeFor } from './calls.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

type Start = EntryOf<'tool-started'>

/**
 * A tool runs only with the arguments that were fully streamed: not from a reply that broke off, or ran out of tokens, inside
 * its call, and not with other arguments than the provider sent.
 */
export const argumentsWhole: Oracle = {
  claim: 'arguments-whole',
  sentence: 'a tool runs only with the arguments that were fully streamed',
  judge({ facts }) {
    const made = madeCalls(facts)
    return fromFindings(facts.of('tool-started').flatMap((start) => findingsOf(facts, start, made)))
  },
}

function findingsOf(facts: Facts, start: Start, made: readonly MadeCall[]): Finding[] {
  const own = madeFor(made, start)
  if (own.length === 0) return unknownArguments(facts, start, made)
  const cut = own.at(-1)
  if (cut === undefined || own.some((call) => isWhole(facts, call))) return []
  return [
    {
      says: `tool ${start.tool} ran, though its call broke off in the provider's reply to request ${cut.request}`,
      entries: [cut.n, start.n],
      excerpt: [lastWritten(facts, cut.request), ranWith(start)],
    },
  ]
}

/** A gateway that hangs up in the middle has not read what was not written yet. */
function isWhole(facts: Facts, { request, tool, cut }: MadeCall): boolean {
  const marks = marksOf(facts, request)
  const isGone = facts
    .of('provider-replied')
    .some((replied) => replied.request === request && replied.end === 'client-gone')
  return cut !== true && !(isGone && marks.includes(`${tool} start 1`) && !marks.includes(`${tool} end 1`))
}

function marksOf(facts: Facts, request: number): string[] {
  return facts.of('provider-wrote').flatMap((wrote) => (wrote.request === request ? [wrote.mark] : []))
}

function lastWritten(facts: Facts, request: number): string {
  const mark = marksOf(facts, request).at(-1)
  return `the last that the provider wrote of it: ${mark === undefined ? 'nothing' : `"${mark}"`}`
}

/** Arguments that no reply has: the beginning of some, or, in a stream that nothing had garbled, any others. */
function unknownArguments(facts: Facts, start: Start, made: readonly MadeCall[]): Finding[] {
  const earlier = made.filter(({ n }) => n < start.n)
  const whole = earlier.find(({ id }) => start.call !== '' && id.startsWith(start.call))
  const isGarbled = facts.of('provider-broke').some(({ n }) => n < start.n)
  if (whole === undefined && (isGarbled || earlier.length === 0)) return []
  const meant =
    whole === undefined ? 'no call of the provider has them' : `the whole call is ${whole.id}, tool ${whole.tool}`
  return [
    {
      says: 'a tool ran with arguments that the provider never sent',
      entries: [...(whole === undefined ? [] : [whole.n]), start.n],
      excerpt: [ranWith(start), meant],
    },
  ]
}

function ranWith({ args, pid }: Start): string {
  return `it ran as pid ${pid} with ${JSON.stringify(args)}`
}
