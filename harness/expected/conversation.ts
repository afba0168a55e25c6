import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import { between } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import { saysText } from '../transcript/blocks.ts'
import { firstRequestOf } from './first-request.ts'
import type { Item, MessageItem, ReplyItem, ResultItem } from './items.ts'
import type { Manners } from './manners.ts'
import { mayBeGivenUp, owedReply } from './replies.ts'
import { owedResult } from './results.ts'
import { voidOf } from './voids.ts'

const never = Number.POSITIVE_INFINITY

/**
 * What a conversation must hold: a pure function of the facts. Messages stand where they were first put to the model, each reply after
 * the request that it answers, and results after their calls.
 */
export function expectedConversation(facts: Facts, conversation: string, manners: Manners): Item[] {
  const requests = facts.requests.of(conversation)
  const messages = facts.messages.in(conversation).filter(({ accepted }) => accepted)
  const items = [
    ...messages.map((message) => {
      const first = firstRequestOf(message, requests, messages, manners)
      return messageItem(facts, message, first, manners)
    }),
    ...requests.flatMap((request) => replyItems(facts, request, manners)),
  ]
  return items.toSorted((a, b) => a.n - b.n)
}

/** A message is owed since a request had it: until then it may wait, and whether it is answered is another claim. */
function messageItem(facts: Facts, message: Message, first: Request | undefined, manners: Manners): MessageItem {
  const { text, n } = message
  const due = first?.n ?? never
  const end = voidOf(facts, manners, message.session, due, due)
  return { type: 'message', n: first?.n ?? n, due, void: end, text, message }
}

function replyItems(facts: Facts, request: Request, manners: Manners): Item[] {
  const isGivenUp = manners.takes('gives-up-answers') && mayBeGivenUp(facts, request)
  const had = isGivenUp ? undefined : owedReply(facts, request, manners)
  const { replying, session, calls } = request
  if (had === undefined || replying === undefined) return []
  const isDamaged = calls.some(({ id }) => facts.isDamaged(id))
  const end = isDamaged ? 0 : voidOf(facts, manners, session, had.due, had.due)
  const reply: ReplyItem = { type: 'reply', n: replying.n, due: had.due, void: end, text: had.text, calls, request }
  return [reply, ...calls.flatMap((call) => resultItem(facts, call, manners))]
}

function resultItem(facts: Facts, call: ReplyItem['calls'][number], manners: Manners): ResultItem[] {
  const owed = owedResult(facts, call, manners)
  if (owed === undefined || facts.isDamaged(call.id)) return []
  const { ended, due } = owed
  const { request } = call
  // a request that broke off or was refused has shown the model nothing for certain
  const first = between(facts.requests.of(request.conversation ?? ''), due, never).find(
    ({ asked, replied }) => replied?.end === 'complete' && asked.rejection === null,
  )
  const seen = first?.replied?.n ?? never
  return [
    {
      ...{ type: 'result', n: call.n, due, text: ended.text, call },
      void: Math.min(voidOf(facts, manners, request.session, due, seen), summarizedAt(facts, manners, due, ended.text)),
      error: ended.end !== 'finished',
      seen,
    },
  ]
}

/** When the model has summarized a history that holds a result: since then the summary stands for it. */
function summarizedAt(facts: Facts, manners: Manners, due: number, text: string): number {
  if (!manners.takes('summarizes')) return never
  const summary = between(facts.requests.all, due, never).find(
    ({ isSide, asked, replied }) =>
      isSide && replied?.end === 'complete' && asked.turns.some((turn) => saysText(turn, text.trim())),
  )
  return summary?.replied?.n ?? never
}
