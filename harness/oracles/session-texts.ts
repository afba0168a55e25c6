import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import type { Block, Turn } from '../transcript/transcript.ts'
import { madeCalls } from './calls.ts'
import { type AcceptedMessage, acceptedMessages, bare, mainRequests, sessionOf, sessionOfCall } from './facts.ts'

/** Something that belongs to one session. */
export type Mark = { readonly session: string; readonly what: string; readonly text: string; readonly n: number }

/** Something that one session shows: in a request, in the store, or to a client. */
export type Shown = { readonly session: string; readonly where: string; readonly text: string; readonly n: number }

/** Shorter words, such as "go on", may stand in any text. */
const minLength = 10

/** What belongs to one session: ids of calls, what tools returned, and words, unless another session has them of its own. */
export function marksOf(entries: readonly Entry[]): Mark[] {
  const calls = madeCalls(entries).flatMap(({ id, n, turn }) => {
    const session = sessionOf(entries, { turn })
    return [id, bare(id)].map((text) => ({ session, what: 'the id of a call', text, n }))
  })
  const results = entriesOf(entries, 'tool-ended').map(({ call, tool, text, n }) => ({
    session: sessionOfCall(entries, call, tool),
    what: 'the result of a tool',
    text,
    n,
  }))
  const all = [...calls, ...results, ...wordsOf(entries)]
  const isShared = (mark: (typeof all)[number]) =>
    all.some((other) => other.session !== mark.session && other.text.includes(mark.text))
  return all.flatMap((mark) => {
    const { session, text } = mark
    return session === undefined || text.length < minLength || isShared(mark) ? [] : [{ ...mark, session }]
  })
}

/** What people and the model said in each session. */
function wordsOf(entries: readonly Entry[]): (Omit<Mark, 'session'> & { readonly session: string | undefined })[] {
  const turnOf = new Map(mainRequests(entries).map(({ request, turn }) => [request, turn]))
  const replies = entriesOf(entries, 'provider-replying').map(({ request, text, n }) => ({
    session: sessionOf(entries, { turn: turnOf.get(request) ?? null }),
    what: 'what the model said,',
    text,
    n,
  }))
  const messages = acceptedMessages(entries).map(({ session, text, n }) => ({
    session,
    what: 'what a person said,',
    text,
    n,
  }))
  return [...messages, ...replies]
}

/** Everything that is shown in a session: in requests, in the store, in histories, and as the ends of its own runs. */
export function shownIn(entries: readonly Entry[]): Shown[] {
  const asked = mainRequests(entries).map(({ n, turn, turns, request }) => ({
    session: sessionOf(entries, { turn }) ?? '',
    where: `request ${request}`,
    text: textIn(turns),
    n,
  }))
  const stored = entriesOf(entries, 'transcript-stored').map(({ n, session, turns, source }) => ({
    session,
    where: source,
    text: textIn(turns),
    n,
  }))
  const shown = entriesOf(entries, 'history-seen').map(({ n, session, turns }) => ({
    session,
    where: 'the history',
    text: textIn(turns),
    n,
  }))
  const seen = entriesOf(entries, 'client-saw').flatMap(({ n, session, text, what, run }) =>
    askedElsewhere(entries, session, run) === undefined ? [{ session, where: `the end (${what})`, text, n }] : [],
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
export function askedElsewhere(entries: readonly Entry[], session: string, run: string): AcceptedMessage | undefined {
  if (session === '' || run === '') return
  return acceptedMessages(entries).find((message) => message.run === run && message.session !== session)
}
