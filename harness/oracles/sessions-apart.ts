import { isSameJson } from '../expected/json-of.ts'
import type { Facts } from '../facts/facts.ts'
import { requestName } from '../facts/requests.ts'
import { sameCall, short } from '../transcript/blocks.ts'
import type { Block, Turn } from '../transcript/transcript.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'
import { type Mark, Marks } from './marks.ts'

/** Something that one session shows: in a request, in the store, or to a client. */
type Shown = { readonly session: string; readonly where: string; readonly text: string; readonly n: number }
type Leak = { readonly mark: Mark; readonly shown: Shown }

/**
 * Nothing of one session shows up in another: not in what the model is asked, not in what is stored, not in what a client is
 * shown. What two sessions have of their own, such as the same words, belongs to neither; and what a tool of the gateway itself says of
 * other sessions is what the model asked for.
 */
export const sessionsApart: Oracle = {
  claim: 'sessions-apart',
  tier: 1,
  fails: 'something of one session showed up in another',
  sentence: 'nothing of one session shows up in another',
  judge({ facts }) {
    const sessions = new Set(facts.of('client-sent').map(({ session }) => session))
    if (sessions.size < 2) return fromFindings([])
    const marks = new Marks(facts)
    const leaks = shownIn(facts).flatMap((shown) =>
      sessions.has(shown.session) ? marks.othersIn(shown.text, shown.session).map((mark) => ({ mark, shown })) : [],
    )
    const groups = Map.groupBy(leaks, ({ mark, shown }) => [mark.session, shown.session, shown.where].join(' '))
    return fromFindings([...[...groups.values()].flatMap(findingOf), ...strayEnds(facts), ...strayReports(facts)])
  },
}

function findingOf(leaks: readonly Leak[]): Finding[] {
  const [leak] = leaks
  if (leak === undefined) return []
  const { mark, shown } = leak
  const shows = leaks.map((one) => `${one.mark.what} "${short(one.mark.text, 60)}" in "${around(one)}"`)
  return [
    {
      says: `${shown.where} of session ${shown.session} shows what belongs to session ${mark.session}`,
      expected: `nothing of session ${mark.session}`,
      actual: `${mark.what}: "${short(mark.text, 60)}"`,
      entries: [...new Set(leaks.flatMap((one) => [one.mark.n, one.shown.n]))],
      excerpt: [...new Set(shows)],
    },
  ]
}

function around({ mark, shown }: Leak): string {
  const at = shown.text.indexOf(mark.text)
  return short(shown.text.slice(Math.max(0, at - 40), at + mark.text.length + 40))
}

/** Everything that is shown in a session, each text once: in requests, in the store, in histories, and as the ends of its own runs. */
function shownIn(facts: Facts): Shown[] {
  const told = new Map<string, Set<string>>()
  const before = new Map<string, readonly Turn[]>()
  const pieces = (session: string, turns: readonly Turn[], where: string, n: number): Shown[] => {
    const own = told.get(session) ?? new Set()
    told.set(session, own)
    const texts = turns
      .slice(countAlike(before.get(session) ?? [], turns))
      .flatMap(({ blocks }) => blocks.flatMap((block) => (isAskedFor(facts, block) ? [] : wordsIn(block))))
    before.set(session, turns)
    return texts.flatMap((text) => {
      if (own.has(text)) return []
      own.add(text)
      return [{ session, where, text, n }]
    })
  }
  return [
    ...facts.requests.main.flatMap(({ session, asked, number, n }) =>
      session === undefined ? [] : pieces(session, asked.turns, requestName(number), n),
    ),
    ...facts.of('transcript-stored').flatMap(({ session, turns, source, n }) => pieces(session, turns, source, n)),
    ...facts.of('history-seen').flatMap(({ session, turns, n }) => pieces(session, turns, 'the history', n)),
    ...facts
      .of('client-saw')
      .flatMap(({ session, run, what, text, n }) =>
        isOfOther(facts, session, run) ? [] : [{ session, where: `the end (${what})`, text, n }],
      ),
  ]
}

/** How many turns two conversations begin alike with: one that goes on is shown again whole each time. */
function countAlike(before: readonly Turn[], turns: readonly Turn[]): number {
  const differs = turns.findIndex(({ blocks }, at) => {
    const same = before[at]?.blocks
    return same?.length !== blocks.length || !blocks.every((block, index) => isAlike(block, same[index]))
  })
  return differs < 0 ? turns.length : differs
}

function isAlike(block: Block, other: Block | undefined): boolean {
  if (block.type === 'text') return other?.type === 'text' && other.text === block.text
  if (block.type === 'result') return other?.type === 'result' && other.id === block.id && other.text === block.text
  if (block.type === 'call')
    return other?.type === 'call' && other.id === block.id && isSameJson(block.input, other.input)
  return other?.type === block.type
}

/** The result of a call that no gated tool ran: the model had the gateway tell it, as of its sessions. */
function isAskedFor(facts: Facts, block: Block): boolean {
  if (block.type !== 'result') return false
  const made = facts.calls.withId(block.id)
  return (
    made.length > 0 &&
    made.every(({ starts, input, id }) => starts.length === 0 && !JSON.stringify(input ?? id).includes(id))
  )
}

function wordsIn(block: Block): string[] {
  if (block.type === 'text') return [block.text]
  if (block.type === 'result') return [block.id, block.text]
  return block.type === 'call' ? [block.id, JSON.stringify(block.input)] : []
}

/** Whether a run that is shown in a session was started by a message of another one; either may not be named. */
function isOfOther(facts: Facts, session: string, run: string): boolean {
  const asked = facts.messages.ofRun(run)
  return session !== '' && asked !== undefined && asked.session !== session
}

/** The end of a run that is shown in a session which never asked for it. */
function strayEnds(facts: Facts): Finding[] {
  return facts.of('client-saw').flatMap(({ n, session, run, what, text }) => {
    const asked = facts.messages.ofRun(run)
    if (asked === undefined || !isOfOther(facts, session, run)) return []
    return [
      {
        says: `the end of a run of session ${asked.session} was shown in session ${session}`,
        expected: `the end in session ${asked.session}`,
        actual: `${what} "${short(text)}" in session ${session}`,
        entries: [asked.n, n],
        excerpt: [`"${short(asked.text)}" was accepted as run ${run}`],
      },
    ]
  })
}

/** A call is reported in a session whose model never made it; sessions may share the ids of their calls, and a report may name none. */
function strayReports(facts: Facts): Finding[] {
  return facts.of('tool-reported').flatMap(({ n, call, session }) => {
    const own = facts.calls.withId(call).filter(({ id }) => sameCall(id, call))
    const homes = own.map(({ request }) => request.session)
    // a session that the model has had the gateway spawn is known to us by its task only
    if (session === '' || homes.length === 0 || homes.includes(undefined) || homes.includes(session)) return []
    return [
      {
        says: `tool ${own[0]?.tool} of session ${homes[0]} was reported in session ${session}`,
        expected: `a report in session ${homes[0]}`,
        actual: `a report in session ${session}`,
        entries: [...own.map((one) => one.n), n],
        excerpt: [],
      },
    ]
  })
}
