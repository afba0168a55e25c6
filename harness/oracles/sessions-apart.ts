import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import type { Block, Turn } from '../transcript/transcript.ts'
import { madeCalls } from './calls.ts'
import { type AcceptedMessage, acceptedMessages, bare, mainRequests, sessionOf, sessionOfCall, short } from './facts.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

/** Something that belongs to one session. */
type Mark = { readonly session: string; readonly what: string; readonly text: string; readonly n: number }

/** Something that one session shows: in a request, in the store, or to a client. */
type Shown = { readonly session: string; readonly where: string; readonly text: string; readonly n: number }

type Leak = { readonly mark: Mark; readonly shown: Shown }

/** Shorter words, such as "go on", may stand in any text. */
const minLength = 10

/**
 * Nothing of one session shows up in another: not in what the model is asked, not in what is stored, not in what a client is
 * shown. An id of a call and what a tool returned are unlike any other text; words count where only one session has said them.
 */
export const sessionsApart: Oracle = {
  claim: 'sessions-apart',
  sentence: 'nothing of one session shows up in another',
  judge(entries) {
    const sessions = new Set(entriesOf(entries, 'client-sent').map(({ session }) => session))
    if (sessions.size < 2) return fromFindings([])
    const marks = marksOf(entries)
    const leaks = shownIn(entries).flatMap((shown) => (sessions.has(shown.session) ? leaksIn(shown, marks) : []))
    const groups = Object.groupBy(leaks, ({ mark, shown }) => [mark.session, shown.session, shown.where].join(' '))
    return fromFindings([...Object.values(groups).flatMap((group = []) => findingOf(group)), ...strayEnds(entries)])
  },
}

function leaksIn(shown: Shown, marks: readonly Mark[]): Leak[] {
  const others = marks.filter(({ session }) => session !== shown.session)
  return others.filter(({ text }) => shown.text.includes(text)).map((mark) => ({ mark, shown }))
}

function findingOf(leaks: readonly Leak[]): Finding[] {
  const [leak] = leaks
  if (leak === undefined) return []
  const { mark, shown } = leak
  const shows = leaks.map((one) => `${one.mark.what} "${short(one.mark.text, 60)}" in "${around(one)}"`)
  return [
    {
      says: `${shown.where} of session ${shown.session} shows what belongs to session ${mark.session}`,
      entries: [...new Set(leaks.flatMap((one) => [one.mark.n, one.shown.n]))],
      excerpt: [...new Set(shows)],
    },
  ]
}

function around({ mark, shown }: Leak): string {
  const at = shown.text.indexOf(mark.text)
  return short(shown.text.slice(Math.max(0, at - 40), at + mark.text.length + 40))
}

function marksOf(entries: readonly Entry[]): Mark[] {
  const calls = madeCalls(entries).flatMap(({ id, n, turn }) => {
    const session = sessionOf(entries, { turn })
    return [id, bare(id)].map((text) => ({ session, what: 'the id of a call', text, n }))
  })
  const results = entriesOf(entries, 'tool-ended').map(({ call, text, n }) => ({
    session: sessionOfCall(entries, call),
    what: 'the result of a tool',
    text,
    n,
  }))
  const words = wordsOf(entries)
  const own = words.filter(
    ({ text, session }) => !words.some((other) => other.session !== session && other.text.includes(text)),
  )
  return [...calls, ...results, ...own].flatMap(({ session, ...mark }) =>
    session !== undefined && mark.text.length >= minLength ? [{ session, ...mark }] : [],
  )
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

function shownIn(entries: readonly Entry[]): Shown[] {
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

/** The end of a run that is shown in a session which never asked for it. */
function strayEnds(entries: readonly Entry[]): Finding[] {
  return entriesOf(entries, 'client-saw').flatMap(({ n, session, run, what, text }) => {
    const asked = askedElsewhere(entries, session, run)
    if (asked === undefined) return []
    return [
      {
        says: `the end of a run of session ${asked.session} was shown in session ${session}`,
        entries: [asked.n, n],
        excerpt: [
          `"${short(asked.text)}" was accepted as run ${run}`,
          `session ${session} saw: ${what} "${short(text)}"`,
        ],
      },
    ]
  })
}

function askedElsewhere(entries: readonly Entry[], session: string, run: string): AcceptedMessage | undefined {
  return acceptedMessages(entries).find((message) => run !== '' && message.run === run && message.session !== session)
}
