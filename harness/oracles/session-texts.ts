import type { Facts } from '../facts/facts.ts'
import type { Entry } from '../record/entry.ts'
import type { Block, Turn } from '../transcript/transcript.ts'
import { madeCalls } from './calls.ts'
import { bare } from '../transcript/blocks.ts'
import { sessionOfCall } from '../facts/tools.ts'
import { type AcceptedMessage, acceptedMessages, mainRequests, sessionOf } from './facts.ts'

/** Something that belongs to one session. */
export type Mark = { readonly session: string; readonly what: string; readonly text: string; readonly n: number }

/** Something that one session shows: in a request, in the store, or to a client. */
export type Shown = { readonly session: string; readonly where: string; readonly text: string; readonly n: number }

/** Shorter words, such as "go on", may stand in any text. */
const minLength = 10

/** What belongs to one session: ids of calls, what tools returned, and words, unless another session has them of its own. */
export function marksOf(facts: Facts): Mark[] {
  const calls = madeCalls(facts).flatMap(({ id, n, turn }) => {
    const session = sessionOf(facts, { turn })
    return [id, bare(id)].map((text) => ({ session, what: 'the id of a call', text, n }))
  })
  const results = facts.of('tool-ended').map(({ call, tool, text, n }) => ({
    session: sessionOfCall(facts, call, tool),
    what: 'the result of a tool',
    text,
    n,
  }))
  const all = [...calls, ...results, ...wordsOf(facts)]
  const isShared = (mark: (typeof all)[number]) =>
    all.some((other) => other.session !== mark.session && other.text.includes(mark.text))
  return all.flatMap((mark) => {
    const { session, text } = mark
    return session === undefined || text.length < minLength || isShared(mark) ? [] : [{ ...mark, session }]
  })
}

/** What people and the model said in each session. */
function wordsOf(facts: Facts): (Omit<Mark, 'session'> & { readonly session: string | undefined })[] {
  const turnOf = new Map(mainRequests(facts).map(({ request, turn }) => [request, turn]))
  const replies = facts.of('provider-replying').map(({ request, text, n }) => ({
    session: sessionOf(facts, { turn: turnOf.get(request) ?? null }),
    what: 'what the model said,',
    text,
    n,
  }))
  const messages = facts.messages.accepted.map(({ session, text, n }) => ({
    session,
    what: 'what a person said,',
    text,
    n,
  }))
  return [...messages, ...replies]
}

/** Everything that is shown in a session: in requests, in the store, in histories, and as the ends of its own runs. */
export function shownIn(facts: Facts): Shown[] {
  const asked = mainRequests(facts).map(({ n, turn, turns, request }) => ({
    session: sessionOf(facts, { turn }) ?? '',
    where: `request ${request}`,
    text: textIn(turns),
    n,
  }))
  const stored = facts.of('transcript-stored').map(({ n, session, turns, source }) => ({
    session,
    where: source,
    text: textIn(turns),
    n,
  }))
  const shown = facts.of('history-seen').map(({ n, session, turns }) => ({
    session,
    where: 'the history',
    text: textIn(turns),
    n,
  }))
  const seen = facts.of('client-saw').flatMap(({ n, session, text, what, run }) =>
    askedElsewhere(facts, session, run) === undefined ? [{ session, where: `the end (${what})`, text, n }] : [],
  )
  return [...asked, ...stored, ...shown, ...seen]
}

function textIn(turns: readonly Turn[]): string {
  return turns.flatMap(({ blocks }) => blocks.map(wordsIn)).join('\n')
}

function wordsIn(block: Block): string {
  if (block.type === 'text') return block.text
  if (block.type === 'result') return `${block.id} ${block.text}`
  return block.type === 'call' ? `${block.id} ${JSON.stringify(block.input)}` : ''
}

/** The message that started a run which is shown in a session, when it belongs to another session; either may not be named. */
export function askedElsewhere(facts: Facts, session: string, run: string): AcceptedMessage | undefined {
  if (session === '' || run === '') return
  return facts.messages.accepted.find((message) => message.run === run && message.session !== session)
}
