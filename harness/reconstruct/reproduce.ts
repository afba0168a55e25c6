import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../engine/run.ts'
import { faults } from '../explore/faults.ts'
import { type Accused, Findings } from '../explore/findings.ts'
import { instantsOf } from '../explore/instants.ts'
import { type Bench, judgeAll } from '../explore/judge-all.ts'
import type { MapFinding } from '../explore/map.ts'
import { causeOf } from '../explore/outcome.ts'
import { readRecord } from '../record/record.ts'
import { type Candidate, candidatesOf } from './candidates.ts'
import type { Failure } from './failure.ts'
import { type Rebuilt, rebuild } from './rebuild.ts'

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

/** What came of it: the finding that shows the failure again, if any, and the likeliest schedule of those that did not. */
export type Reproduced = {
  readonly finding: MapFinding | undefined
  readonly best: Candidate | undefined
  readonly tried: number
}

/**
 * Looks for a schedule that shows a failure again on a gateway: the conversation is rebuilt, and every fault is put at every instant of the
 * turn that broke, the likeliest first. What shows it is confirmed alone and made small. Where the batch alone does not show it, it is
 * tried with what was said before.
 */
export async function reproduce(search: Search): Promise<Reproduced> {
  const until = performance.now() + search.budgetMs
  const bench = { ...search, runs: join(search.out, 'runs'), isOver: () => performance.now() > until }
  await mkdir(bench.runs, { recursive: true })
  let [tried, best]: [number, Candidate | undefined] = [0, undefined]
  for (const earlier of [false, true]) {
    const known = await cleanRun(search.failure, earlier, bench)
    if (known === undefined || bench.isOver()) break
    const candidates = [known.clean, ...candidatesOf(known.instants, faults, known.rebuilt, bench)]
    best ??= candidates[1]
    const found = await firstThatShows(candidates, bench, search, until + search.budgetMs / 2)
    tried += found.tried
    if (found.finding !== undefined) return { finding: found.finding, best, tried }
  }
  return { finding: undefined, best, tried }
}

type Known = {
  readonly rebuilt: Rebuilt
  readonly clean: Candidate
  readonly instants: ReturnType<typeof instantsOf>
}

/** The rebuilt conversation as it runs with nothing that goes wrong, its tools at once where the gateway runs them so. */
async function cleanRun(
  { turns }: Failure,
  earlier: boolean,
  bench: Bench & Pick<Search, 'told'>,
): Promise<Known | undefined> {
  const { driver, installed, api, seed, runs, told } = bench
  if (earlier && isSame(turns)) return undefined
  for (const parallel of [true, false]) {
    const rebuilt = rebuild(turns, { parallel, earlier })
    const { scenario } = rebuilt
    const progress = (line: string) => told(`the conversation without faults: ${line}`)
    const came = await run({ scenario, driver, installed, api, seed, runs, progress })
    if (parallel && came.missed.length > 0) continue
    const instants = instantsOf(scenario, readRecord(join(came.folder, 'record.jsonl')))
    return { rebuilt, clean: { scenario, seen: 'nothing that goes wrong' }, instants }
  }
  return undefined
}

/** Whether nothing was said before the batch that broke. */
function isSame(turns: Failure['turns']): boolean {
  const [one, two] = [false, true].map((earlier) => rebuild(turns, { parallel: true, earlier }).scenario.steps.length)
  return one === two
}

async function firstThatShows(
  candidates: readonly Candidate[],
  bench: Bench,
  { failure, out, builders, told }: Search,
  until: number,
): Promise<{ finding: MapFinding | undefined; tried: number }> {
  const round = bench.lanes * bench.width
  let tried = 0
  const tell = () => told(`${tried} of ${candidates.length} schedules tried`)
  tell()
  for (let first = 0; first < candidates.length && !bench.isOver(); first += round) {
    const now = candidates.slice(first, first + round)
    const accused: Accused[] = []
    await judgeAll(now, bench, (index, outcome) => {
      tried++
      tell()
      const claims = wanted(outcome.claims, failure.claims)
      const cause = causeOf({ ...outcome, claims })
      if (cause?.claim === failure.claims[0])
        accused.push({ ...(now[index] as Candidate), cause, alone: outcome.alone !== false })
    })
    if (accused.length === 0) continue
    told(`it fails again: ${accused[0]?.seen}; it is tried alone and made small`)
    const findings = new Findings(bench, out, builders, undefined)
    await findings.add(accused)
    // what was found in time is made small in half as long again at most, as in a sweep
    await findings.shrinkAll(() => performance.now() > until)
    const finding = findings.all.find(({ claim, scenario }) => claim === failure.claims[0] && scenario !== undefined)
    if (finding !== undefined) return { finding, tried }
  }
  return { finding: undefined, tried }
}

/** The judgements of the claims that a failure is about, in its order. */
function wanted<T extends { readonly claim: string }>(judged: readonly T[], claims: readonly string[]): T[] {
  return claims.flatMap((claim) => judged.filter((one) => one.claim === claim))
}
