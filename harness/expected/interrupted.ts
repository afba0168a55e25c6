import type { Facts } from '../facts/facts.ts'
import { runEndsOf } from '../facts/run-ends.ts'
import type { Item } from './items.ts'
import { actsUpon } from './replies.ts'

/**
 * Whether something belongs to a turn of the model that was over before entry `n` without its answer, or was stopped before anybody was shown
 * that. What the person said does not.
 */
export function isInterrupted(facts: Facts, item: Item, n: number): boolean {
  if (item.type === 'message') return false
  const { message } = item.type === 'reply' ? item.request : item.call.request
  const last = message?.requests.at(-1)
  if (last === undefined || last.n >= n) return false
  const [end] = runEndsOf(facts, message?.run ?? '')
  if (end?.what === 'aborted' && end.n < n) return true
  const isWhole =
    last.replied?.end === 'complete' && last.asked.rejection === null && (last.replying?.status ?? 400) < 400
  return !isWhole || last.calls.length > 0
}

/** Whether something is a reply that never came to its end, and of which no call was acted upon. */
export function isCutReply(item: Item): boolean {
  if (item.type !== 'reply' || item.request.replied?.end === 'complete') return false
  return item.calls.every((call) => actsUpon(call).length === 0)
}

/** Whether something is a reply in which the model refused to go on. Such a reply is to be left out of what is sent later, says Anthropic. */
export function isRefusal(item: Item): boolean {
  return item.type === 'reply' && item.request.replying?.refuses === true
}

/** Whether something is such a reply, and nothing came of it: a gateway may tell the refusal in its place. */
export function isVainRefusal(item: Item): boolean {
  return isRefusal(item) && item.type === 'reply' && item.calls.every(({ starts }) => starts.length === 0)
}
