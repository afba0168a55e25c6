import type { Call } from '../facts/calls.ts'
import type { Facts } from '../facts/facts.ts'
import { requestName } from '../facts/requests.ts'
import type { EntryOf } from '../record/entry.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

type Start = EntryOf<'tool-started'>

/**
 * A tool runs only with the arguments that were fully streamed: not from a reply that broke off, or ran out of tokens, inside
 * its call, and not with other arguments than the provider sent.
 */
export const argumentsWhole: Oracle = {
  claim: 'arguments-whole',
  tier: 1,
  fails: 'a tool ran with arguments that had not fully arrived',
  sentence: 'a tool runs only with the arguments that were fully streamed',
  judge: ({ facts }) => fromFindings(facts.of('tool-started').flatMap((start) => findingsOf(facts, start))),
}

function findingsOf(facts: Facts, start: Start): Finding[] {
  const own = facts.calls.deliveries(start.call, start.tool, start.n)
  const cut = own.at(-1)
  if (cut === undefined) return unknownArguments(facts, start)
  if (own.some(isWhole)) return []
  const { request } = cut
  return [
    {
      says: `tool ${start.tool} ran, though its call broke off in the provider's reply to ${requestName(request.number)}`,
      expected: `tool ${start.tool} does not run before its call is whole`,
      actual: ranWith(start),
      entries: [cut.n, start.n],
      excerpt: [lastWritten(request.marks), ranWith(start)],
    },
  ]
}

/** A gateway that hangs up in the middle has not read what was not written yet. */
function isWhole({ request: { marks, replied }, tool, cut }: Call): boolean {
  const isHalf = marks.includes(`${tool} start 1`) && !marks.includes(`${tool} end 1`)
  return cut !== true && !(replied?.end === 'client-gone' && isHalf)
}

function lastWritten(marks: readonly string[]): string {
  const mark = marks.at(-1)
  return `the last that the provider wrote of it: ${mark === undefined ? 'nothing' : `"${mark}"`}`
}

/** Arguments that no reply has: the beginning of some, or, in a stream that nothing had garbled, any others. */
function unknownArguments(facts: Facts, start: Start): Finding[] {
  const { all } = facts.calls
  const whole = start.call === '' ? undefined : all.find(({ id, n }) => n < start.n && id.startsWith(start.call))
  const isBefore = (entry: { readonly n: number } | undefined) => entry !== undefined && entry.n < start.n
  if (whole === undefined && (isBefore(facts.of('provider-broke')[0]) || !isBefore(all[0]))) return []
  const meant =
    whole === undefined ? 'no call of the provider has them' : `the whole call is ${whole.id}, tool ${whole.tool}`
  return [
    {
      says: 'a tool ran with arguments that the provider never sent',
      expected: 'the arguments of a call that the provider sent',
      actual: `${ranWith(start)}; ${meant}`,
      entries: [...(whole === undefined ? [] : [whole.n]), start.n],
      excerpt: [ranWith(start), meant],
    },
  ]
}

function ranWith({ args, pid }: Start): string {
  return `it ran as pid ${pid} with ${JSON.stringify(args)}`
}
