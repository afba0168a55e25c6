import type { Manners } from '../expected/manners.ts'
import type { Call } from '../facts/calls.ts'
import type { Facts } from '../facts/facts.ts'
import { requestName } from '../facts/requests.ts'
import { resultsIn, short } from '../transcript/blocks.ts'
import type { Finding } from './judgement.ts'

/**
 * Results that a request does not mark as errors though nothing came of their calls: the tool was killed, died or failed without a word, or there is
 * no such tool. Each call is looked at where its result first stands; what a tool returned is judged by `results-kept`.
 */
export function unmarkedResults(facts: Facts, manners: Manners): Finding[] {
  const hasMarks = facts.of('run-started')[0]?.api === 'anthropic-messages'
  if (!hasMarks || manners.takes('unflagged-errors')) return []
  const seen = new Set<Call>()
  return facts.requests.main.flatMap(({ asked, n, number }) =>
    resultsIn(asked.turns).flatMap(({ id, text, error }) => {
      const [call, another] = facts.calls.withId(id)
      if (call === undefined || another !== undefined || seen.has(call)) return []
      seen.add(call)
      const failure = error ? undefined : failureOf(call, n)
      if (failure === undefined) return []
      return [
        {
          says: `${requestName(number)} does not mark the result of call ${call.tool} as an error, and ${failure.words}`,
          expected: 'a result that is marked as an error',
          actual: `"${short(text)}", not marked`,
          entries: [failure.n, n],
          excerpt: [`the result of call ${id}: "${short(text)}"`],
        },
      ]
    }),
  )
}

/** Why nothing can have come of a call by entry `n`, if that is so. */
function failureOf({ request, name, tool, n: called, starts, ends }: Call, n: number) {
  const offered = request.asked.settings?.tools
  if (starts.length === 0 && name !== undefined && offered?.includes(name) === false)
    return { n: called, words: `there is no tool ${name}` }
  const [end] = ends
  const hasReturned = ends.some((one) => one.end === 'finished' || (one.end === 'failed' && one.text !== ''))
  if (end === undefined || end.n > n || hasReturned) return undefined
  return { n: end.n, words: `tool ${tool} ${end.end === 'gone' ? 'was killed' : end.end}` }
}
