import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scenario } from '../scenario/schema.ts'
import { kindOf } from '../steps/index.ts'
import { type Bench, judgeAll } from './judge-all.ts'
import type { CellState, MapFinding, SafeMap } from './map.ts'
import { causeOf, keysOf, type Outcome } from './outcome.ts'
import { scenarioSource } from './scenario-source.ts'
import { shrink } from './shrink.ts'

/** A schedule with a finding, and where it was seen; `key` names the cell of the map that it is of. */
export type Accused = {
  readonly scenario: Scenario
  readonly seen: string
  readonly outcome: Outcome
  readonly key?: string
}

/** What became of it: the state of its cell, and in how many runs more that was seen. */
type Settled = { readonly key: string | undefined; readonly state: CellState; readonly more: number }

/** A finding is looked for alone so many times. */
const timesAlone = 3

/** A cause is confirmed by the smallest schedules that have it: so many of them are tried before it is given up. */
const mostTried = 2

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
    this.all = [...(known?.findings ?? [])]
    this.unconfirmed = [...(known?.unconfirmed ?? [])]
  }

  /** Takes what failed, groups it by its cause, and confirms each cause that is new. */
  async add(accused: readonly Accused[]): Promise<Settled[]> {
    const groups = Map.groupBy(accused, ({ outcome }) => causeOf(outcome)?.key ?? '')
    const settled: Settled[] = []
    for (const [key, group] of groups) {
      const known = this.all.find((finding) => finding.key === key)
      settled.push(
        ...(known === undefined ? await this.#confirm(key, group) : group.map((one) => red(one, known.number))),
      )
    }
    return settled
  }

  /** Makes the schedule of each finding small, and writes it as a scenario and a repro. */
  async shrinkAll(isOver: () => boolean): Promise<void> {
    for (const [index, finding] of this.all.entries()) {
      const scenario = this.#scenarios.get(finding.number)
      if (scenario === undefined || finding.search.length > 0) continue
      const shows = (candidates: readonly Scenario[]) => this.#show(candidates, finding.key)
      const smallest = await shrink(scenario, shows, isOver)
      this.all[index] = await this.#write(finding, smallest.scenario, smallest.search)
    }
  }

  async #confirm(key: string, group: readonly Accused[]): Promise<Settled[]> {
    const smallestFirst = group.toSorted((a, b) => a.scenario.steps.length - b.scenario.steps.length)
    let runs = 0
    for (const one of smallestFirst.slice(0, mostTried)) {
      const outcomes = await this.#alone(one.scenario, timesAlone)
      runs += outcomes.length
      const failed = outcomes.filter((outcome) => keysOf(outcome).includes(key))
      const [first] = failed
      if (first === undefined) continue
      const finding = await this.#note(key, one, failed.length, outcomes.length)
      return group.map((each, index) => ({ ...red(each, finding.number), more: index === 0 ? runs : 0 }))
    }
    this.unconfirmed.push({ key, seen: smallestFirst[0]?.seen ?? '' })
    return this.#settleAlone(key, group, runs)
  }

  /** Cells whose finding did not come again are tried alone, each by itself. */
  async #settleAlone(key: string, group: readonly Accused[], runs: number): Promise<Settled[]> {
    const settled: Settled[] = []
    const tries = group.map(({ scenario }) => ({ scenario, alone: true }))
    await judgeAll(tries, this.#bench, (index, outcome) => {
      const state: CellState =
        outcome.verdict === 'pass'
          ? { is: 'green', runs: 1 }
          : { is: 'unknown', why: `alone ${causeOf(outcome)?.key ?? outcome.missed[0]}, and among others ${key}` }
      settled.push({ key: group[index]?.key, state, more: 1 + (index === 0 ? runs : 0) })
    })
    return settled
  }

  async #note(key: string, { scenario, seen, outcome }: Accused, failed: number, runs: number): Promise<MapFinding> {
    const { claim = '', says = '' } = causeOf(outcome) ?? {}
    const finding: MapFinding = {
      number: this.all.length + 1,
      ...{ claim, says, key, failed, runs, seen, steps: stepsOf(scenario), search: [] },
    }
    this.all.push(finding)
    this.#scenarios.set(finding.number, scenario)
    return finding
  }

  /** Which candidates show a cause: side by side where they can be. */
  async #show(candidates: readonly Scenario[], key: string): Promise<boolean[]> {
    const shown = candidates.map(() => false)
    await judgeAll(
      candidates.map((scenario) => ({ scenario })),
      this.#bench,
      (index, outcome) => {
        shown[index] = keysOf(outcome).includes(key)
      },
    )
    return shown
  }

  async #alone(scenario: Scenario, times: number): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    const tries = Array.from({ length: times }, () => ({ scenario, alone: true }))
    await judgeAll(tries, this.#bench, (_, outcome) => outcomes.push(outcome))
    return outcomes
  }

  /** Writes a finding's smallest schedule, which must show it alone as well; otherwise the one that did. */
  async #write(finding: MapFinding, smallest: Scenario, search: readonly string[]): Promise<MapFinding> {
    const candidates = [smallest, this.#scenarios.get(finding.number) as Scenario]
    for (const scenario of candidates) {
      const outcomes = await this.#alone(scenario, timesAlone)
      const failed = outcomes.filter((outcome) => keysOf(outcome).includes(finding.key))
      const [first] = failed
      if (first === undefined || first.alone === false || first.alone.repro === undefined) continue
      const name = `${finding.number}-${finding.claim}`
      const folder = join(this.#out, 'findings')
      await mkdir(folder, { recursive: true })
      const { says = finding.says } = first.claims.find(({ claim }) => claim === finding.claim)?.findings[0] ?? {}
      await writeFile(join(folder, `${name}.ts`), scenarioSource(scenario, says, this.#builders))
      await copyFile(first.alone.repro, join(folder, `${name}.json`))
      const files = { scenario: `findings/${name}.ts`, repro: `findings/${name}.json` }
      const isSmallest = scenario === smallest
      const counted = { failed: failed.length, runs: outcomes.length, steps: stepsOf(scenario) }
      return {
        ...finding,
        ...counted,
        ...files,
        says,
        search: isSmallest ? [...search] : ['the smaller ones do not show it alone'],
      }
    }
    return { ...finding, search: ['it did not come again alone when it was to be written down'] }
  }
}

function red({ key }: Accused, finding: number): Settled {
  return { key, state: { is: 'red', finding, failed: 1, runs: 1 }, more: 0 }
}

function stepsOf({ steps }: Scenario): string[] {
  return steps.map((step) => kindOf(step).summary(step))
}
