import type { Manners } from '../expected/manners.ts'
import type { Call } from '../facts/calls.ts'
import type { Facts } from '../facts/facts.ts'
import { between } from '../facts/ordered.ts'
import { requestName } from '../facts/requests.ts'
import { atWorkUntil, sessionOfCall } from '../facts/tools.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Meaning } from '../record/profile.ts'
import { bare, resultsIn, short } from '../transcript/blocks.ts'
import type { Turn } from '../transcript/transcript.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'
import { stopsOfNothing } from './nothing-to-stop.ts'
import { unmarkedResults } from './unmarked-results.ts'

/** A tool that was told to end takes no longer; after it, what is said to be over and runs on is a wrong statement. */
const graceMs = 10_000

/**
 * What the gateway says of its tools is not contradicted by the tools' own ledger: the result it gives for a call and whether that is marked as an
 * error, the state it names for a session, the end it tells a client of. Only statements that are certainly wrong count.
 */
export const statementsHonest: Oracle = {
  claim: 'statements-honest',
  tier: 3,
  fails: 'the gateway said something that is not true',
  sentence: 'no result, status or reply says what the tool ledger contradicts',
  judge: ({ facts, manners }) =>
    fromFindings([
      ...wrongResults(facts, manners),
      ...unmarkedResults(facts, manners),
      ...wrongEnds(facts),
      ...wrongIdle(facts),
      ...stopsOfNothing(facts),
    ]),
}

/** What the result of a call says: which entry has it, when, and where. */
type Statement = {
  readonly call: Call
  readonly n: number
  readonly at: number
  readonly where: string
  readonly text: string
  readonly means: Meaning
}

/** What was seen instead, in the words that end a sentence about a tool. */
type Fact = { readonly n: number; readonly words: string }

/** The first time that each wrong statement is made. */
function wrongResults(facts: Facts, manners: Manners): Finding[] {
  const told = new Set<Call>()
  return statementsIn(facts, manners).flatMap((statement) => {
    const { call, n, where, text, means } = statement
    const fact = told.has(call) ? undefined : contradictionOf(facts, statement)
    if (fact === undefined) return []
    told.add(call)
    return [
      {
        says: `${where} says that tool ${call.tool} ${means}, and it ${fact.words}`,
        expected: `nothing else than that it ${fact.words}`,
        actual: `"${short(text)}"`,
        entries: [fact.n, n],
        excerpt: [`the result of call ${call.id}: "${short(text)}"`],
      },
    ]
  })
}

/** What results say of the calls whose id is one call's only; what is said again is as true as the first time. */
function statementsIn(facts: Facts, manners: Manners): Statement[] {
  if (manners.lexicon.phrases.length === 0) return []
  const seen = new Set<string>()
  return placesIn(facts).flatMap(({ turns, ...place }) =>
    resultsIn(turns).flatMap(({ id, text }) => {
      const [call, another] = facts.calls.withId(id)
      const key = `${bare(id)} ${text}`
      if (call === undefined || another !== undefined || seen.has(key)) return []
      seen.add(key)
      const means = manners.meaningOf(text)
      return means === undefined ? [] : [{ ...place, call, text, means }]
    }),
  )
}

function placesIn(facts: Facts): (Pick<Statement, 'n' | 'at' | 'where'> & { turns: readonly Turn[] })[] {
  return facts.entries.flatMap((entry) => {
    const { n, at } = entry
    if (entry.kind === 'provider-asked') return [{ n, at, where: requestName(entry.request), turns: entry.turns }]
    if (entry.kind === 'history-seen') return [{ n, at, where: 'the history', turns: entry.turns }]
    return entry.kind === 'transcript-stored' ? [{ n, at, where: entry.source, turns: entry.turns }] : []
  })
}

/** What the ledger saw instead, if it saw otherwise. */
function contradictionOf(facts: Facts, { call, at, means }: Statement): Fact | undefined {
  const start = call.starts.at(-1)
  const ended = call.ends.at(-1)
  if (means === 'never ran') return start && { n: start.n, words: `ran as pid ${start.pid}` }
  if (means === 'is over') return livedOn(facts, call, at)
  if (ended === undefined) return undefined
  if (means === 'has succeeded')
    return ended.end === 'finished' ? undefined : { n: ended.n, words: `has ${endWords[ended.end]}` }
  const reported = call.reports.find(({ phase }) => phase === 'ended')
  const ms = (reported?.at ?? 0) - ended.at
  return ms > graceMs ? { n: ended.n, words: `had ended ${Math.round(ms / 1000)} s before` } : undefined
}

const endWords = { failed: 'failed', died: 'died', gone: 'been killed' } as const

/** A tool that was ordered to end, and did, long after it was said to be over; not one that has been told to end and resists. */
function livedOn(facts: Facts, call: Call, since: number): Fact | undefined {
  const order = call.orders.find(({ at }) => at > since + graceMs)
  const ended = call.ends.find(({ end }) => end !== 'gone')
  if (order === undefined || ended === undefined || ended.n < order.n) return undefined
  if (facts.of('tool-resisted').some((one) => bare(one.call) === bare(call.id))) return undefined
  return { n: ended.n, words: `ran on and ${ended.end} ${Math.round((ended.at - since) / 1000)} s later` }
}

/** A client is told that a run was aborted, and a tool of the run goes on to do its work. */
function wrongEnds(facts: Facts): Finding[] {
  const aborted = facts.of('client-saw').filter(({ what, run }) => what === 'aborted' && run !== '')
  // the first end of each run
  const runs = new Map(aborted.toReversed().map((saw) => [saw.run, saw]))
  const calls = Map.groupBy(facts.calls.all, ({ request }) => request.message?.run ?? '')
  return [...runs.values()].flatMap((saw) =>
    (calls.get(saw.run) ?? []).flatMap((call) => {
      const start = call.starts[0]
      const fact = start !== undefined && start.n < saw.n ? livedOn(facts, call, saw.at) : undefined
      return start === undefined || fact === undefined ? [] : [wrongEnd(saw, call, start.n, fact)]
    }),
  )
}

function wrongEnd(saw: EntryOf<'client-saw'>, { tool }: Call, started: number, { n, words }: Fact): Finding {
  return {
    says: `the client was told that the run was aborted, and its tool ${tool} ${words}`,
    expected: `tool ${tool} ends with its run`,
    actual: `it ${words}`,
    entries: [started, saw.n, n],
    excerpt: [`session ${saw.session} saw: ${saw.what} "${short(saw.text)}" (run ${saw.run})`],
  }
}

/** A session is said to have nothing under way, while a tool of a run that has not ended is at work; each tool once. */
function wrongIdle(facts: Facts): Finding[] {
  return facts.of('tool-started').flatMap((started) => {
    const { n, call, tool, pid } = started
    const states = facts.statesOf(sessionOfCall(facts, call, tool) ?? '')
    if (states.length === 0) return []
    const looks = between(states, n, atWorkUntil(facts, started))
    // a look that began before the tool did may have come before it
    const wrong = looks.find(({ since, running, idle }) => n < since && !running && idle === true)
    if (wrong === undefined) return []
    return [
      {
        says: `session ${wrong.session} is said to be idle, while tool ${tool} of its run is at work`,
        expected: `session ${wrong.session} runs, since tool ${tool} does (pid ${pid})`,
        actual: `status: ${wrong.status}`,
        entries: [n, wrong.n],
        excerpt: [`status: ${wrong.status}`],
      },
    ]
  })
}
