import { join } from 'node:path'
import { run } from '../engine/run.ts'
import { HarnessError, messageOf } from '../errors.ts'
import { faults } from '../explore/faults.ts'
import { type Accused, Findings } from '../explore/findings.ts'
import { instantsOf } from '../explore/instants.ts'
import { type Bench, judgeAll } from '../explore/judge-all.ts'
import type { MapFinding } from '../explore/map.ts'
import { causeOf, type Outcome } from '../explore/outcome.ts'
import { makeFolder } from '../make-folder.ts'
import { readRecord } from '../record/record.ts'
import { type Candidate, candidatesOf } from './candidates.ts'
import type { Failure } from './failure.ts'
import { likelyInstants } from './likely-instants.ts'
import { rebuild } from './rebuild.ts'

/** Where a failure is looked for, and for how long. */
export type Search = Omit<Bench, 'runs' | 'isOver'> & {
  readonly failure: Failure
  readonly budgetMs: number
  /** the folder of what is found and of the runs */
  readonly out: string
  /** where scenarios import their builders from */
  readonly builders: string
  /** is told what is being done, in words */
  readonly told: (words: string) => void
}

/** How many of the schedules of one kind were tried, and how many of these did not come about. */
export type Tried = { readonly what: string; readonly of: number; readonly tried: number; readonly missed: number }

/** What came of it: the finding that shows the failure again, if any, and the likeliest schedule of those that did not. */
export type Reproduced = {
  readonly finding: MapFinding | undefined
  readonly best: Candidate | undefined
  readonly tried: readonly Tried[]
}

type Told = Bench & Pick<Search, 'told'>
type Source = { readonly what: string; readonly candidates: (failure: Failure, bench: Told) => Promise<Candidate[]> }

/** Where schedules come from: the first need no run without faults, which takes a slow agent minutes. */
const sources: readonly Source[] = [
  { what: 'likely schedules', candidates: likeliest },
  { what: 'schedules of the batch', candidates: (failure, bench) => everywhere(failure, false, bench) },
  { what: 'schedules with what was said before', candidates: (failure, bench) => everywhere(failure, true, bench) },
]

/**
 * Looks for a schedule that shows a failure again on a gateway: the conversation is rebuilt, and every fault is put where it most likely
 * broke, then at every instant of the turn that broke, the likeliest first. What shows it is confirmed alone and made small. Where the
 * batch alone does not show it, it is tried with what was said before.
 * @throws HarnessError UNWRITABLE when nothing can be written where it is to go
 */
export async function reproduce(search: Search): Promise<Reproduced> {
  const until = performance.now() + search.budgetMs
  const bench = {
    ...search,
    driver: hurried(search),
    runs: join(search.out, 'runs'),
    isOver: () => performance.now() > until,
  }
  await makeFolder(bench.runs).catch((error) => {
    throw new HarnessError('UNWRITABLE', `--out: ${messageOf(error)}`)
  })
  const tried: Tried[] = []
  const known = new Set<string>()
  let best: Candidate | undefined
  for (const { what, candidates } of sources) {
    if (bench.isOver()) break
    const all = await candidates(search.failure, bench)
    const left = all.filter(({ scenario: { steps } }) => !known.has(JSON.stringify(steps)))
    for (const { scenario } of left) known.add(JSON.stringify(scenario.steps))
    best ??= left[1] ?? left[0]
    const found = await firstThatShows(left, what, bench, search, until + search.budgetMs / 2)
    tried.push(found.tried)
    if (found.finding !== undefined) return { finding: found.finding, best, tried }
  }
  return { finding: undefined, best, tried }
}

/** A refused request is seen at once, and an agent that was refused may leave the next message without an answer for as long as anybody waits. */
const settleWhenRefusedMs = 15_000

function hurried({ driver, failure: { claims } }: Search): Search['driver'] {
  if (claims[0] !== 'requests-paired') return driver
  return { ...driver, limits: { ...driver.limits, settle: settleWhenRefusedMs } }
}

const nothingWrong = 'nothing that goes wrong'

/** Every fault where the conversation most likely broke. */
async function likeliest({ turns }: Failure, bench: Told): Promise<Candidate[]> {
  const rebuilt = rebuild(turns, { parallel: false, earlier: false })
  const clean = { scenario: rebuilt.scenario, seen: nothingWrong }
  return [clean, ...candidatesOf(likelyInstants(rebuilt), faults, rebuilt, bench)]
}

/** The tools of one reply start together or not at all: a gateway that starts no second one in this time runs them one after another. */
const startTogetherMs = 10_000

/** Every fault at every instant of the conversation, as it runs with nothing that goes wrong, its tools at once where the gateway runs them so. */
async function everywhere({ turns }: Failure, earlier: boolean, bench: Told): Promise<Candidate[]> {
  const { installed, api, seed, runs, told } = bench
  if (earlier && isSame(turns)) return []
  for (const parallel of [true, false]) {
    const rebuilt = rebuild(turns, { parallel, earlier })
    const { scenario } = rebuilt
    const progress = (line: string) => told(`the conversation without faults: ${line}`)
    const limits = { ...bench.driver.limits, ...(parallel && { step: startTogetherMs }) }
    const came = await run({ scenario, driver: { ...bench.driver, limits }, installed, api, seed, runs, progress })
    if (parallel && came.missed.length > 0) continue
    const instants = instantsOf(scenario, readRecord(join(came.folder, 'record.jsonl')))
    return [{ scenario, seen: nothingWrong }, ...candidatesOf(instants, faults, rebuilt, bench)]
  }
  return []
}

/** Whether nothing was said before the batch that broke. */
function isSame(turns: Failure['turns']): boolean {
  const [one, two] = [false, true].map((earlier) => rebuild(turns, { parallel: true, earlier }).scenario.steps.length)
  return one === two
}

/** Of schedules that fail for the same cause, so many are tried alone: the smallest first, and the others where it does not come again. */
const maxOfOneCause = 3

async function firstThatShows(
  candidates: readonly Candidate[],
  what: string,
  bench: Bench,
  { failure, out, builders, told }: Search,
  until: number,
): Promise<{ finding: MapFinding | undefined; tried: Tried }> {
  const heard = new Map<Candidate, Outcome>()
  const tell = () => told(`${heard.size} of ${candidates.length} ${what} tried`)
  const tried = () => ({
    ...{ what, of: candidates.length, tried: heard.size },
    missed: [...heard.values()].filter(({ missed }) => missed.length > 0).length,
  })
  if (candidates.length > 0) tell()
  for (let left = candidates; left.length > 0 && !bench.isOver(); left = left.filter((one) => !heard.has(one))) {
    const now = left.slice(0, bench.lanes * bench.width)
    const accused: Accused[] = []
    // where one has failed, the others can wait
    const isOver = () => bench.isOver() || accused.length > 0
    await judgeAll(now, { ...bench, isOver }, (index, outcome) => {
      const candidate = now[index] as Candidate
      heard.set(candidate, outcome)
      tell()
      const cause = causeOf({ ...outcome, claims: wanted(outcome.claims, failure.claims) })
      if (cause?.claim === failure.claims[0]) accused.push({ ...candidate, cause, alone: outcome.alone !== false })
    })
    if (accused.length === 0) continue
    told(`it fails again: ${accused[0]?.seen}; it is tried alone and made small`)
    for (const same of Map.groupBy(accused, ({ cause }) => cause.key).values()) {
      const findings = new Findings(bench, out, builders, undefined)
      await findings.add(same.slice(0, maxOfOneCause))
      // what was found in time is made small in half as long again at most, as in a sweep
      await findings.shrinkAll(() => performance.now() > until)
      const finding = findings.all.find(({ claim, scenario }) => claim === failure.claims[0] && scenario !== undefined)
      if (finding !== undefined) return { finding, tried: tried() }
    }
  }
  return { finding: undefined, tried: tried() }
}

/** The judgements of the claims that a failure is about, in its order. */
function wanted<T extends { readonly claim: string }>(judged: readonly T[], claims: readonly string[]): T[] {
  return claims.flatMap((claim) => judged.filter((one) => one.claim === claim))
}
