import type { Facts } from '../facts/facts.ts'
import type { Entry } from '../record/entry.ts'
import { madeCalls } from './calls.ts'
import { sameCall, short } from '../transcript/blocks.ts'
import { sessionOf } from './facts.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'
import { askedElsewhere, type Mark, marksOf, type Shown, shownIn } from './session-texts.ts'

type Leak = { readonly mark: Mark; readonly shown: Shown }

/**
 * Nothing of one session shows up in another: not in what the model is asked, not in what is stored, not in what a client is
 * shown. What two sessions have of their own, such as the same words, belongs to neither.
 */
export const sessionsApart: Oracle = {
  claim: 'sessions-apart',
  sentence: 'nothing of one session shows up in another',
  judge({ facts }) {
    const sessions = new Set(facts.of('client-sent').map(({ session }) => session))
    if (sessions.size < 2) return fromFindings([])
    const marks = marksOf(facts)
    const leaks = shownIn(facts).flatMap((shown) => (sessions.has(shown.session) ? leaksIn(shown, marks) : []))
    const groups = Object.groupBy(leaks, ({ mark, shown }) => [mark.session, shown.session, shown.where].join(' '))
    return fromFindings([
      ...Object.values(groups).flatMap((group = []) => findingOf(group)),
      ...strayEnds(facts),
      ...strayReports(facts),
    ])
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

/** The end of a run that is shown in a session which never asked for it. */
function strayEnds(facts: Facts): Finding[] {
  return facts.of('client-saw').flatMap(({ n, session, run, what, text }) => {
    const asked = askedElsewhere(facts, session, run)
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

/** A call is told of in a session whose model never made it; sessions may share the ids of their calls, and a report may name none. */
function strayReports(facts: Facts): Finding[] {
  const made = madeCalls(facts)
  return facts.of('tool-reported').flatMap(({ n, call, session }) => {
    const own = made.filter(({ id }) => sameCall(id, call))
    const homes = own.map(({ turn }) => sessionOf(facts, { turn }))
    // a session that the model has had the gateway spawn is known to us by its task only
    if (session === '' || homes.length === 0 || homes.includes(undefined) || homes.includes(session)) return []
    return [
      {
        says: `tool ${own[0]?.tool} of session ${homes[0]} was told of in session ${session}`,
        entries: [...own.map((one) => one.n), n],
        excerpt: [],
      },
    ]
  })
}
