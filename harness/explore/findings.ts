import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scenario } from '../scenario/schema.ts'
import { kindOf } from '../steps/index.ts'
import { short } from '../transcript/blocks.ts'
import { besideAnother } from './beside-another.ts'
import { type Bench, judgeAll } from './judge-all.ts'
import type { Cause, CellState, MapFinding, SafeMap } from './map.ts'
import { causeIn, causeOf, keyOf, type Outcome, stateOf } from './outcome.ts'
import { scenarioSource } from './scenario-source.ts'
import { type Candidate, type Shows, type Small, shrink } from './shrink.ts'

/** A schedule that failed, alone on a fresh gateway or beside others, and where that was; `key` names the cell of the map that it is of. */
export type Accused = {
  readonly scenario: Scenario
  readonly seen: string
  readonly cause: Cause
  readonly alone: boolean
  readonly key?: string
}

/** Told of what became of a cell. */
type Told = (key: string, state: CellState) => void

/** A finding is looked for alone so many times. */
const timesAlone = 3

/** The schedule that is written down is run alone so many times. */
const timesWritten = 10

/** How often a cause is looked for alone, and in which schedule. */
const stages: readonly (readonly [times: number, change: typeof besideAnother])[] = [
  [1, asItIs],
  [1, besideAnother],
  [timesAlone - 1, asItIs],
]

/** What has the same cause, the smallest schedule first. */
type Group = { readonly key: string; readonly group: Accused[] }

/** The causes that were found, each once. What failed among others counts when the same comes again alone, on a fresh gateway. */
export class Findings {
  readonly all: MapFinding[]
  readonly unconfirmed: { key: string; seen: string }[]
  readonly #bench: Bench
  readonly #out: string
  readonly #builders: string
  readonly #scenarios = new Map<number, Scenario>()

  constructor(bench: Bench, out: string, builders: string, known: SafeMap | undefined) {
    // what was found is confirmed, however late it is
    this.#bench = { ...bench, isOver: () => false }
    this.#out = out
    this.#builders = builders
    // a map may be older than what is told alike today
    this.all = (known?.findings ?? []).map((finding) => ({ ...finding, key: keyOf(finding.claim, finding.says) }))
    this.unconfirmed = [...(known?.unconfirmed ?? [])]
  }

  /** Findings of an earlier time that were not written down then are, as soon as their schedules are known again. */
  remember(scenarioOf: (seen: string) => Scenario | undefined): void {
    for (const { number, seen, search } of this.all) {
      const scenario = search.length > 0 ? undefined : scenarioOf(seen)
      if (scenario !== undefined) this.#scenarios.set(number, scenario)
    }
  }

  /**
   * Takes what failed, groups it by its cause, and confirms each cause that is new. @param told of each cell as soon as it is known
   * @returns in how many runs
   */
  async add(accused: readonly Accused[], told: Told = () => {}): Promise<number> {
    const groups = [...Map.groupBy(accused, ({ cause }) => cause.key)].map(([key, group]) => ({
      key,
      group: group.toSorted((a, b) => a.scenario.steps.length - b.scenario.steps.length),
    }))
    const stillLeft = (some: readonly Group[]) => {
      for (const { key, group } of some) for (const one of group) this.#tellRed(one, key, told)
      return some.filter(({ key }) => !this.#isKnown(key))
    }
    let left = stillLeft(groups)
    let runs = 0
    // most come again at once; some need another session; the others are looked for some times more
    for (const [times, change] of stages) {
      runs += left.length * times
      await this.#confirm(left, times, change)
      left = stillLeft(left)
    }
    for (const { group } of left) this.#noteAlone(group)
    left = stillLeft(left)
    await this.#settleAlone(left, told)
    for (const { key, group } of left)
      if (!this.#isKnown(key)) this.unconfirmed.push({ key, seen: group[0]?.seen ?? '' })
    return runs + left.reduce((sum, { group }) => sum + group.length, 0)
  }

  /**
   * Makes the schedules of the findings small, and writes each as a scenario and a repro that showed it alone.
   * @param told when one is written: what is known is kept, also when the others are not waited for
   */
  async shrinkAll(isOver: () => boolean, told: () => void = () => {}): Promise<void> {
    const left = this.all.filter(({ number, search }) => this.#scenarios.has(number) && search.length === 0)
    const scenarios = left.map(({ number }) => this.#scenarios.get(number) as Scenario)
    const keyFor = (of: number) => left[of]?.key ?? ''
    const shows: Shows = (candidates) => this.#show(candidates, keyFor)
    const small = await shrink(scenarios, shows, isOver)
    const whole = scenarios.map((scenario) => ({ scenario, search: ['the smaller ones do not show it alone'] }))
    let unwritten = await this.#write(left, small, told)
    unwritten = await this.#write(
      unwritten,
      unwritten.map((finding) => whole[left.indexOf(finding)] as Small),
      told,
    )
    for (const finding of unwritten)
      this.#replace({ ...finding, search: ['it did not come again alone when it was to be written down'] })
  }

  /** What failed on a fresh gateway is a finding, also when it does not come again. */
  #noteAlone(group: readonly Accused[]): void {
    const first = group.find(({ alone }) => alone)
    if (first !== undefined) this.#note(first.cause, first, timesAlone + 1)
  }

  /** Tries the smallest schedule of each cause alone, so many times, as it is or changed. */
  async #confirm(groups: readonly Group[], times: number, change: typeof besideAnother): Promise<void> {
    const tries = groups.flatMap(({ key, group: [smallest] }) => {
      const scenario = smallest && change(smallest.scenario)
      const one = scenario && { ...smallest, key, scenario, alone: true }
      return one === undefined ? [] : Array.from({ length: times }, () => one)
    })
    await judgeAll(tries, this.#bench, (index, outcome) => {
      const one = tries[index] as (typeof tries)[number]
      const cause = causeIn(outcome, one.key)
      if (cause !== undefined && !this.#isKnown(one.key)) this.#note(cause, one, times)
    })
  }

  #isKnown(key: string): boolean {
    return this.all.some((finding) => finding.key === key)
  }

  #tellRed({ key }: Accused, cause: string, told: Told): void {
    const finding = this.all.find((one) => one.key === cause)?.number
    if (finding !== undefined && key !== undefined) told(key, { is: 'red', finding, failed: 1, runs: 1 })
  }

  /** Cells whose finding did not come again are tried alone, each by itself. */
  async #settleAlone(groups: readonly Group[], told: Told): Promise<void> {
    const tries = groups.flatMap(({ group }) => group)
    await judgeAll(
      tries.map(({ scenario }) => ({ scenario, alone: true })),
      this.#bench,
      (index, outcome) => {
        const one = tries[index] as Accused
        const state = this.#stateAlone(outcome, one)
        if (one.key !== undefined) told(one.key, state)
      },
    )
  }

  /** What fails alone is a finding, also one that comes seldom, or another than the one that was looked for. */
  #stateAlone(outcome: Outcome, accused: Accused): CellState {
    const again = causeIn(outcome, accused.cause.key)
    const cause = again ?? causeOf(outcome)
    if (cause === undefined) return stateOf(outcome)
    if (!this.#isKnown(cause.key)) this.#note(cause, accused, again === undefined ? 1 : timesAlone + 1)
    const { number } = this.all.find((one) => one.key === cause.key) as MapFinding
    return { is: 'red', finding: number, failed: 1, runs: 1 }
  }

  #note(cause: Cause, { scenario, seen }: Accused, runs: number): void {
    const number = 1 + Math.max(0, ...this.all.map((finding) => finding.number))
    this.all.push({ number, ...cause, failed: 1, runs, seen, steps: stepsOf(scenario), search: [] })
    this.#scenarios.set(number, scenario)
  }

  /** Which candidates show a cause: side by side where they can be. */
  async #show(candidates: readonly Candidate[], keyFor: (of: number) => string): Promise<boolean[]> {
    const shown = candidates.map(() => false)
    await judgeAll(candidates, this.#bench, (index, outcome) => {
      shown[index] = causeIn(outcome, keyFor((candidates[index] as Candidate).of)) !== undefined
    })
    return shown
  }

  /** Runs the schedule of each finding alone, ten times, and writes down those that showed it. @returns the other findings */
  async #write(findings: readonly MapFinding[], small: readonly Small[], told: () => void): Promise<MapFinding[]> {
    const tries = small.flatMap(({ scenario }, of) =>
      Array.from({ length: timesWritten }, () => ({ scenario, of, alone: true })),
    )
    const came: Outcome[][] = findings.map(() => [])
    const written = new Map<number, Promise<boolean>>()
    await judgeAll(tries, this.#bench, (index, outcome) => {
      const { of } = tries[index] as Candidate
      const outcomes = came[of] as Outcome[]
      if (outcomes.push(outcome) < timesWritten) return
      const one = this.#writeOne(findings[of] as MapFinding, small[of] as Small, outcomes)
      written.set(of, one.finally(told))
    })
    const isWritten = await Promise.all(findings.map((_, of) => written.get(of)))
    return findings.filter((_, of) => !isWritten[of])
  }

  async #writeOne(finding: MapFinding, { scenario, search }: Small, outcomes: readonly Outcome[]): Promise<boolean> {
    const failed = outcomes.filter((outcome) => causeIn(outcome, finding.key) !== undefined)
    const first = failed.find(({ alone }) => alone !== false && alone.repro !== undefined)
    if (first === undefined || first.alone === false || first.alone.repro === undefined) return false
    const name = `${finding.number}-${finding.claim}`
    const folder = join(this.#out, 'findings')
    await mkdir(folder, { recursive: true })
    const { says = finding.says } = causeIn(first, finding.key) ?? {}
    await writeFile(join(folder, `${name}.ts`), scenarioSource(scenario, says, this.#builders))
    await copyFile(first.alone.repro, join(folder, `${name}.json`))
    this.#replace({
      ...finding,
      ...{ failed: failed.length, runs: outcomes.length, steps: stepsOf(scenario), says, search },
      ...{ scenario: `findings/${name}.ts`, repro: `findings/${name}.json` },
    })
    return true
  }

  #replace(finding: MapFinding): void {
    this.all[this.all.findIndex(({ number }) => number === finding.number)] = finding
  }
}

function asItIs(scenario: Scenario): Scenario {
  return scenario
}

function stepsOf({ steps }: Scenario): string[] {
  return steps.map((step) => short(kindOf(step).summary(step)))
}
