import type { Facts } from '../facts/facts.ts'
import { anyBetween, firstAfter, lastBefore } from '../facts/ordered.ts'
import { type Request, requestName } from '../facts/requests.ts'
import { isCutReply, isInterrupted, isRefusal, isVainRefusal } from './interrupted.ts'
import type { Item } from './items.ts'
import type { Channel } from './looking.ts'
import type { Manners } from './manners.ts'

/** A channel of a conversation, what to call it, and the entry up to which it stands for the conversation. */
export type NamedChannel = Channel & { readonly where: string; readonly until: number }

/** Every channel through which a conversation is seen: each request, each history that a client was served, and the store at the end. */
export function channelsOf(facts: Facts, conversation: string, manners: Manners): NamedChannel[] {
  return [
    ...facts.requests.of(conversation).flatMap((request) => requestChannel(facts, request, manners)),
    ...historyChannels(facts, conversation, manners),
    ...storeChannel(facts, conversation, manners),
  ]
}

/** A rejected request is judged by what the provider says of it. */
function requestChannel(facts: Facts, request: Request, manners: Manners): NamedChannel[] {
  const { n, number, conversation, asked } = request
  if (asked.rejection !== null) return []
  const built = builtAfter(facts, request)
  const mayDrop = (item: Item) =>
    isRefusal(item) ||
    (manners.takes('drops-interrupted') && isInterrupted(facts, item, n)) ||
    (manners.takes('drops-cut-replies') && isCutReply(item)) ||
    (manners.takes('drops-failed-messages') && hasFailed(facts, item, n))
  const isDue = ({ type, due }: Item) =>
    due <= built || (type === 'result' && due < n) || (type === 'message' && due === n)
  const owes = (item: Item) => isDue(item) && n < item.void && !mayDrop(item)
  const flagsErrors = (facts.of('run-started')[0]?.api ?? '') === 'anthropic-messages'
  const where = `${requestName(number)} of ${nameOf(conversation)}`
  return [{ kind: 'request', turns: asked.turns, owes, flagsErrors, n, until: n, where }]
}

/** Whether an item is a message whose client was told before entry `n` that its turn has failed. */
function hasFailed(facts: Facts, item: Item, n: number): boolean {
  if (item.type !== 'message' || item.message.run === '') return false
  return facts.endsOf(item.message.run).some((end) => end.what === 'error' && end.n < n)
}

/**
 * The last entry that certainly came before a request was put together: a gateway may run two messages of a session at once, and what
 * one comes to while the request of the other is on its way is not in it.
 */
function builtAfter(facts: Facts, request: Request): number {
  const { n, message, session, conversation } = request
  const earlier = lastBefore(message?.requests ?? facts.requests.of(conversation ?? ''), n)
  const ofCalls = (earlier?.calls ?? []).flatMap(({ starts, ends, reports }) => [...starts, ...ends, ...reports])
  const entries = [
    message?.n,
    earlier?.replied?.n,
    lastBefore(facts.endsIn(session ?? ''), n)?.n,
    lastBefore(facts.of('gateway-ready'), n)?.n,
    ...ofCalls.map((entry) => entry.n),
  ]
  return Math.max(-1, ...entries.filter((entry): entry is number => entry !== undefined && entry < n))
}

/** A history is what a client is shown until there is another, since only changes are noted, and until the gateway goes down. */
function historyChannels(facts: Facts, session: string, manners: Manners): NamedChannel[] {
  const histories = facts.historiesOf(session)
  return histories.flatMap(({ n, turns, since }, index) => {
    const next = histories[index + 1]?.n ?? Number.POSITIVE_INFINITY
    const exit = firstAfter(facts.lives.exits, n)?.n ?? Number.POSITIVE_INFINITY
    const settled = lastBefore(facts.of('settled'), Math.min(next, exit))?.n ?? -1
    // what was noted when all had come to rest stands for what was there then
    const isAtRest =
      facts.of('settled').length > 0 && index === histories.length - 1 && exit === Number.POSITIVE_INFINITY
    const until = settled > n ? settled : isAtRest ? n : since
    if (until === undefined) return []
    const mayBeOnItsWay = (item: Item) => until === since && isOnItsWay(facts, item, until, manners)
    const owes = (item: Item) => item.due < until && until <= item.void && !mayBeOnItsWay(item) && !isVainRefusal(item)
    const where = `the history of ${nameOf(session)}`
    return [{ kind: 'history' as const, turns, owes, flagsErrors: false, n, until, where }]
  })
}

/**
 * Whether a reply that the provider has wholly written may not have come to the gateway by then, or whether a result waits for the rest of its
 * batch or is told and not stored yet: nothing shows it, neither an end nor another request.
 */
function isOnItsWay(facts: Facts, item: Item, until: number, manners: Manners): boolean {
  if (item.type === 'message') return false
  const { replied, session = '', conversation = '' } = item.type === 'reply' ? item.request : item.call.request
  const isLate = manners.takes('shows-batches-whole') || manners.takes('tells-before-storing')
  const isWaiting = item.type === 'reply' ? item.due === replied?.n : isLate
  return (
    isWaiting && ![facts.endsIn(session), facts.requests.of(conversation)].some((s) => anyBetween(s, item.due, until))
  )
}

/** A session may be stored in several files, as after a reset; together they hold what it must hold. */
function storeChannel(facts: Facts, session: string, manners: Manners): NamedChannel[] {
  const stored = facts.storedOf(session)
  const [first] = stored
  if (first === undefined) return []
  const until = facts.last('settled')?.n ?? first.n
  const mayDrop = (item: Item) =>
    isVainRefusal(item) || (manners.takes('drops-failed-messages') && hasFailed(facts, item, until))
  const owes = (item: Item) => item.due < until && until <= item.void && !mayDrop(item)
  const turns = stored.flatMap((transcript) => transcript.turns)
  const where = `the store of ${nameOf(session)}`
  return [{ kind: 'store', turns, owes, flagsErrors: true, n: first.n, until: first.n, where }]
}

function nameOf(conversation: string | undefined): string {
  return conversation === undefined || conversation.includes(' ')
    ? (conversation ?? 'nobody')
    : `session ${conversation}`
}
