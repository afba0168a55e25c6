import type { Facts } from '../facts/facts.ts'
import { heldAtEnd, runOfCall, sessionOfCall } from '../facts/tools.ts'
import type { Entry } from '../record/entry.ts'
import { sameCall, short } from '../transcript/blocks.ts'
import type { Turn } from '../transcript/transcript.ts'
import { madeCalls } from './calls.ts'
import { toolOf } from './facts.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'
import { type Meaning, phrases } from './statements.ts'

/** A tool that was told to end takes no longer; after it, what is said to be over and runs on is a wrong statement. */
const graceMs = 10_000

/**
 * What the gateway says of its tools is not contradicted by the tools' own ledger: the result it gives for a call, the state it
 * names for a session, the end it tells a client of. Only statements that are certainly wrong count.
 */
export const statementsHonest: Oracle = {
  claim: 'statements-honest',
  sentence: 'no result, status or reply says what the tool ledger contradicts',
  judge: ({ facts }) => fromFindings([...wrongResults(facts), ...wrongEnds(facts), ...wrongIdle(facts)]),
}

/** What the result of a call says: which entry has it, when, and where. */
type Statement = {
  readonly call: string
  readonly n: number
  readonly at: number
  readonly where: string
  readonly text: string
  readonly means: Meaning
}

/** What was seen instead, in the words that end a sentence. */
type Fact = { readonly n: number; readonly words: string }

/** The first time that each wrong statement is made. */
function wrongResults(facts: Facts): Finding[] {
  const wrong = statementsIn(facts).flatMap((statement) => {
    const fact = contradictionOf(facts, statement)
    return fact === undefined ? [] : [{ ...statement, fact }]
  })
  const first = wrong.filter(({ call }, index) => index === wrong.findIndex((other) => sameCall(other.call, call)))
  return first.map(({ call, n, where, text, means, fact }) => ({
    says: `${where} says that tool ${facts.calls.toolOf(call)} ${means}, and ${fact.words}`,
    entries: [fact.n, n],
    excerpt: [`the result of call ${call}: "${short(text)}"`],
  }))
}

/** What results say of the calls whose id is one call's only. */
function statementsIn(facts: Facts): Statement[] {
  const ids = madeCalls(facts).map(({ id }) => id)
  return placesIn(facts).flatMap(({ turns, ...place }) =>
    turns.flatMap(({ blocks }) =>
      blocks.flatMap((block) => {
        if (block.type !== 'result' || ids.filter((id) => sameCall(id, block.id)).length !== 1) return []
        const said = phrases.find(({ phrase }) => phrase.test(block.text))
        return said === undefined ? [] : [{ ...place, call: block.id, text: block.text, means: said.means }]
      }),
    ),
  )
}

function placesIn(facts: Facts): (Pick<Statement, 'n' | 'at' | 'where'> & { turns: readonly Turn[] })[] {
  return facts.entries.flatMap((entry) => {
    const { n, at } = entry
    if (entry.kind === 'provider-asked') return [{ n, at, where: `request ${entry.request}`, turns: entry.turns }]
    if (entry.kind === 'history-seen') return [{ n, at, where: 'the history', turns: entry.turns }]
    return entry.kind === 'transcript-stored' ? [{ n, at, where: entry.source, turns: entry.turns }] : []
  })
}

/** What the ledger saw instead, if it saw otherwise. */
function contradictionOf(facts: Facts, { call, at, means }: Statement): Fact | undefined {
  const of = <E extends { call: string }>(found: readonly E[]) => found.filter((entry) => sameCall(entry.call, call))
  const start = of(facts.of('tool-started')).at(-1)
  const ended = of(facts.of('tool-ended')).at(-1)
  if (means === 'never ran') return start && { n: start.n, words: `it ran as pid ${start.pid}` }
  if (means === 'is over') return livedOn(facts, call, at)
  if (ended === undefined) return undefined
  if (means === 'has succeeded')
    return ended.end === 'finished' ? undefined : { n: ended.n, words: `it has ${endWords[ended.end]}` }
  const reported = of(facts.of('tool-reported')).find(({ phase }) => phase === 'ended')
  const ms = (reported?.at ?? 0) - ended.at
  return ms > graceMs ? { n: ended.n, words: `it had ended ${Math.round(ms / 1000)} s before` } : undefined
}

const endWords = { failed: 'failed', died: 'died', gone: 'been killed' } as const

/** A tool that was ordered to end, and did, long after it was said to be over; not one that has been told to end and resists. */
function livedOn(facts: Facts, call: string, since: number): Fact | undefined {
  if (facts.of('tool-resisted').some((one) => sameCall(one.call, call))) return undefined
  const order = facts.of('tool-ordered').find((one) => sameCall(one.call, call) && one.at > since + graceMs)
  const ended = facts.of('tool-ended').find((one) => sameCall(one.call, call) && one.end !== 'gone')
  if (order === undefined || ended === undefined || ended.n < order.n) return undefined
  return { n: ended.n, words: `it ran on and ${ended.end} ${Math.round((ended.at - since) / 1000)} s later` }
}

/** A client is told that a run was aborted, and a tool of the run goes on to do its work. */
function wrongEnds(facts: Facts): Finding[] {
  const aborted = facts.of('client-saw').filter(({ what, run }) => what === 'aborted' && run !== '')
  const first = aborted.filter(({ run }, index) => index === aborted.findIndex((other) => other.run === run))
  return first.flatMap((saw) =>
    facts.of('tool-started').flatMap(({ call, tool, n }) => {
      const fact = n < saw.n && runOfCall(facts, call) === saw.run ? livedOn(facts, call, saw.at) : undefined
      if (fact === undefined) return []
      return [
        {
          says: `the client was told that the run was aborted, and its tool ${tool} ${fact.words.replace(/^it /, '')}`,
          entries: [n, saw.n, fact.n],
          excerpt: [`session ${saw.session} saw: ${saw.what} "${short(saw.text)}" (run ${saw.run})`],
        },
      ]
    }),
  )
}

/** A session is said to have nothing under way, while a tool of a run that has not ended is at work. */
function wrongIdle(facts: Facts): Finding[] {
  const seen = facts.of('sessions-seen').at(-1)
  const alive = facts.of('tools-alive').at(-1)
  return heldAtEnd(facts).flatMap(({ call, tool }) => {
    const state = seen?.sessions.find(({ session }) => session === sessionOfCall(facts, call, tool))
    if (seen === undefined || alive === undefined || state === undefined) return []
    if (state.running || state.idle !== true) return []
    return [
      {
        says: `session ${state.session} is said to be idle, while tool ${tool} of its run is at work`,
        entries: [seen.n, alive.n],
        excerpt: [`status: ${state.status}`],
      },
    ]
  })
}
