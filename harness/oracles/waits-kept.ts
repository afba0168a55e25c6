import type { Facts } from '../facts/facts.ts'
import { firstAfter } from '../facts/ordered.ts'
import { type Request, requestName } from '../facts/requests.ts'
import { short } from '../transcript/blocks.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

/** What two clocks, and the way of the words, may come to. */
const toleranceMs = 50
/** More attempts at one reply are a storm: the agents that were measured give up after 2 to 12. */
const maxAttempts = 30

/** A wait that the provider asks for is kept by the run that it asked, and attempts at one reply come to an end. */
export const waitsKept: Oracle = {
  claim: 'waits-kept',
  tier: 2,
  fails: 'the gateway asked again too early, or without end',
  sentence: 'a wait that the provider asks for is kept, and attempts at a reply come to an end',
  judge({ facts }) {
    const conversations = facts.requests.conversations.map((conversation) => facts.requests.of(conversation))
    return fromFindings(conversations.flatMap((requests) => [...tooEarly(facts, requests), ...storms(requests)]))
  },
}

/** A restart knows nothing of what the process before it was told. */
function tooEarly({ lives }: Facts, requests: readonly Request[]): Finding[] {
  return requests.flatMap((request) => {
    const { replying, message } = request
    const seconds = replying?.failure?.retryAfter
    const next = replying === undefined ? undefined : firstAfter(requests, replying.n)
    if (replying === undefined || seconds === undefined || next === undefined || next.message !== message) return []
    const ms = next.at - replying.at
    if (ms >= seconds * 1000 - toleranceMs || lives.exitedBetween(replying.n, next.n)) return []
    return [
      {
        says: `${requestName(next.number)} came ${ms} ms after the provider had asked to wait ${seconds} s`,
        expected: `no request for ${seconds} s`,
        actual: `the next one after ${ms} ms`,
        entries: [replying.n, next.n],
        excerpt: [`provider: ${replying.status}: ${replying.failure?.message ?? ''}`],
      },
    ]
  })
}

/** Whether an attempt brought no reply: it failed, broke off, or said nothing. */
function isUseless({ replying, replied, calls }: Request): boolean {
  const saysNothing = replying?.text.trim() === '' && calls.length === 0
  return (replying?.status ?? 200) >= 400 || replied?.end === 'broken' || saysNothing
}

function storms(requests: readonly Request[]): Finding[] {
  const attempts = Map.groupBy(requests.filter(isUseless), ({ message, asked }) => `${message?.number} ${asked.reply}`)
  return [...attempts.values()].flatMap((failed) => {
    const [first] = failed
    if (first === undefined || failed.length <= maxAttempts) return []
    return [
      {
        says: `the model was asked ${failed.length} times for the same reply to "${short(first.message?.text ?? '')}"`,
        expected: `at most ${maxAttempts} attempts`,
        actual: `${failed.length} attempts`,
        entries: [first.n, failed.at(-1)?.n ?? first.n],
        excerpt: [],
      },
    ]
  })
}
