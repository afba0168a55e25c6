import { existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../engine/run.ts'
import { whatLacks } from '../engine/what-lacks.ts'
import type { Entry } from '../record/entry.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import type { Scenario } from '../scenario/schema.ts'
import { cleanBatch } from './base.ts'
import { Coverage } from './coverage.ts'
import type { Fault } from './fault.ts'
import { type Accused, Findings } from './findings.ts'
import { draw } from './fuzz.ts'
import { type Instant, instantsOf } from './instants.ts'
import { type Bench, judgeAll, type Try } from './judge-all.ts'
import type { CellState, SafeMap } from './map.ts'
import { causeOf, type Outcome, stateOf } from './outcome.ts'
import { isShared } from './part.ts'
import { inChunks, inTurns, randomOf } from './random.ts'
import { isOfShard, type Shard } from './shard.ts'
import { type Cell, sweep } from './sweep.ts'

/** What to explore, and for how long. */
export type Exploration = Omit<Bench, 'runs' | 'isOver'> & {
  /** how many tools the batch has */
  readonly tools: number
  readonly faults: readonly Fault[]
  readonly budgetMs: number
  /** whether schedules are drawn by chance after the sweep, until the time is over */
  readonly draws: boolean
  /** whether it ends with the first finding that has come again alone */
  readonly untilFinding: boolean
  /** the folder of the map, the findings and the runs */
  readonly out: string
  /** where scenarios import their builders from */
  readonly builders: string
  /** what was known of the same map before */
  readonly known: SafeMap | undefined
  /** which part of the map is drawn here */
  readonly shard: Shard
  /** told of the map whenever there is more to know */
  readonly told: (map: SafeMap) => Promise<void>
}

/** The map is told of once in so many milliseconds, and when something is over. */
const tellMs = 3_000

/** Tries every instant × every fault of a batch, then schedules drawn by chance; every finding is confirmed alone and made small. */
export async function explore(exploration: Exploration): Promise<SafeMap> {
  return new Explorer(exploration).explore()
}

class Explorer {
  readonly #exploration: Exploration
  readonly #bench: Bench
  readonly #began = performance.now()
  readonly #findings: Findings
  readonly #states = new Map<string, CellState>()
  readonly #coverage: Coverage
  #instants: readonly Instant[] = []
  #cells: readonly Cell[] = []
  #title = ''
  #verdicts = 0
  #told = 0
  #late: NodeJS.Timeout | undefined
  #telling: Promise<void> = Promise.resolve()
  #drawn: number
  #passed: number

  constructor(exploration: Exploration) {
    const { known, out, builders } = exploration
    this.#exploration = exploration
    this.#bench = { ...exploration, runs: join(out, 'runs'), isOver: () => this.#isOver }
    this.#findings = new Findings(this.#bench, out, builders, known)
    this.#coverage = new Coverage(known?.drawn.pairs)
    this.#drawn = known?.drawn.schedules ?? 0
    this.#passed = known?.drawn.passed ?? 0
    for (const { instant, fault, state } of known?.cells ?? [])
      if (state.is !== 'untried') this.#states.set(keyOf(instant, fault), state)
  }

  async explore(): Promise<SafeMap> {
    const { faults, seed, lanes, width, batch, draws, untilFinding, shard } = this.#exploration
    await mkdir(this.#bench.runs, { recursive: true })
    this.#instants = await this.#cleanRun()
    this.#cells = sweep(this.#instants, faults, this.#exploration)
    const scenarios = new Map(
      this.#cells.flatMap((cell) => ('scenario' in cell ? [[keyOf(cell.instant, cell.fault), cell.scenario]] : [])),
    )
    this.#findings.remember((seen) => scenarios.get(seen))
    await this.#tell()
    const mine = this.#cells.filter((cell, index) => isTried(cell) && isOfShard(shard, index, faults.length))
    // what an earlier time has left open is looked into first
    await this.#try(mine.filter((cell) => this.#stateOf(cell).is === 'unknown'))
    const untried = mine.filter((cell) => this.#stateOf(cell).is === 'untried')
    const ofFault = ({ fault }: Cell) => fault
    // where one finding is enough, the sooner all faults are tried the better
    const left = untilFinding ? inTurns(untried, ofFault, seed) : inChunks(untried, ofFault, width, seed)
    const round = lanes * Math.max(width, batch)
    for (let first = 0; !this.#isOver && (first < left.length || draws); first += round) {
      await this.#try(left.slice(first, first + round))
      // where one finding is enough, the sweep and chance take turns
      if (draws && (untilFinding || first + round >= left.length)) await this.#draw(round)
    }
    if (!untilFinding) await this.#shrink()
    return this.#map()
  }

  /** Takes half as long again as was asked for at most. */
  async #shrink(): Promise<void> {
    const until = this.#began + 1.5 * this.#exploration.budgetMs
    await this.#findings.shrinkAll(
      () => performance.now() > until,
      () => this.#tellSoon(),
    )
    await this.#tell()
  }

  get #isOver(): boolean {
    const { budgetMs, untilFinding } = this.#exploration
    return performance.now() - this.#began > budgetMs || (untilFinding && this.#findings.all.length > 0)
  }

  /** A run with nothing that goes wrong, of tools at once where the gateway runs them so; what is found there is found before any fault. */
  async #cleanRun(): Promise<readonly Instant[]> {
    const { driver, installed, api, seed, tools, known, out } = this.#exploration
    const kept = join(out, 'clean-run.jsonl')
    const earlier = known !== undefined && existsSync(kept) ? readRecord(kept) : []
    for (const parallel of [true, false]) {
      const scenario = cleanBatch(tools, parallel)
      this.#title = `${scenario.title}${parallel ? '' : ', one after another'}`
      if (isRecordOf(earlier, scenario)) return instantsOf(scenario, earlier)
      const came = await run({ scenario, driver, installed, api, seed, runs: this.#bench.runs })
      this.#verdicts++
      if (parallel && came.missed.length > 0) continue
      const cause = causeOf(came)
      if (cause !== undefined)
        await this.#findings.add([{ scenario, seen: 'nothing that goes wrong', cause, alone: true }])
      const record = join(came.folder, 'record.jsonl')
      await copyFile(record, kept)
      return instantsOf(scenario, readRecord(record))
    }
    return []
  }

  async #try(cells: readonly Cell[]): Promise<void> {
    const tried = cells.filter(isTried)
    await this.#judgeCells(tried.filter((cell) => this.#stateOf(cell).is === 'untried').map(besideOthers))
    const doubtful = tried.filter((cell) => isDoubtful(this.#stateOf(cell)))
    await this.#settle(tried)
    // what told nothing beside others may do so alone
    await this.#judgeCells(doubtful.map((cell) => ({ ...cell, passing: false, alone: true })))
    await this.#settle(doubtful)
  }

  async #judgeCells(tries: readonly (Try & Tried)[]): Promise<void> {
    await this.#judge(tries, (index, outcome) => {
      const { instant, fault } = tries[index] as Tried
      this.#states.set(keyOf(instant, fault), stateOf(outcome))
    })
  }

  /** What failed is looked for alone. */
  async #settle(cells: readonly Tried[]): Promise<void> {
    const accused = cells.flatMap((cell) => {
      const state = this.#stateOf(cell)
      const key = keyOf(cell.instant, cell.fault)
      return state.is === 'unknown' && state.failed !== undefined
        ? [{ ...state.failed, scenario: cell.scenario, seen: key, key }]
        : []
    })
    this.#verdicts += await this.#findings.add(accused, (key, state) => {
      this.#states.set(key, state)
      this.#tellSoon()
    })
    await this.#tell()
  }

  async #judge(tries: readonly Try[], told: (index: number, outcome: Outcome) => void): Promise<void> {
    await judgeAll(tries, this.#bench, (index, outcome) => {
      this.#verdicts++
      told(index, outcome)
      this.#tellSoon()
    })
  }

  async #draw(count: number): Promise<void> {
    const { seed, shard, driver, installed, api } = this.#exploration
    const lacks = (scenario: Scenario) => whatLacks(scenario, '', driver, { installed, api, container: undefined })
    const drawn = Array.from({ length: count }, (_, n) => {
      // no two parts draw the same
      const number = (this.#drawn + n) * shard.of + shard.part
      return draw(randomOf(seed * 1_000_003 + number), this.#coverage, `drawn schedule ${number}`)
    })
      .filter((one) => one !== undefined)
      .filter(({ scenario }) => lacks(scenario) === '')
    this.#drawn += count
    for (const { pairs } of drawn) this.#coverage.reached(...pairs)
    const accused: Accused[] = []
    await this.#judge(drawn, (index, outcome) => {
      if (outcome.verdict === 'pass') this.#passed++
      const scenario = drawn[index]?.scenario
      const cause = causeOf(outcome)
      if (scenario !== undefined && cause !== undefined)
        accused.push({ scenario, seen: scenario.title, cause, alone: outcome.alone !== false })
    })
    this.#verdicts += await this.#findings.add(accused)
    await this.#tell()
  }

  /** Now, or when it is time again: verdicts come by the wave, and the last of them must not be lost. */
  #tellSoon(): void {
    this.#late ??= setTimeout(() => this.#tell(), Math.max(0, this.#told + tellMs - performance.now()))
  }

  /** One after another, as the map is written to one file. */
  #tell(): Promise<void> {
    clearTimeout(this.#late)
    this.#late = undefined
    this.#told = performance.now()
    const map = this.#map()
    this.#telling = this.#telling.then(() => this.#exploration.told(map))
    return this.#telling
  }

  #map(): SafeMap {
    const { installed, api, seed, faults, known } = this.#exploration
    return {
      gateway: `${installed.name}@${installed.version}`,
      ...{ api, seed, title: this.#title },
      instants: this.#instants.map(({ name }) => name),
      faults: faults.map(({ name }) => name),
      cells: this.#cells.map((cell) => ({ instant: cell.instant, fault: cell.fault, state: this.#stateOf(cell) })),
      findings: this.#findings.all,
      unconfirmed: this.#findings.unconfirmed,
      drawn: { schedules: this.#drawn, passed: this.#passed, pairs: this.#coverage.counts },
      ms: Math.round((known?.ms ?? 0) + performance.now() - this.#began),
      verdicts: (known?.verdicts ?? 0) + this.#verdicts,
    }
  }

  #stateOf(cell: Cell): CellState {
    if ('not' in cell) return { is: 'not', why: cell.not }
    if ('same' in cell) return { is: 'same', ...cell.same }
    return this.#states.get(keyOf(cell.instant, cell.fault)) ?? { is: 'untried' }
  }
}

/** Whether a run of the scenario left this record. */
function isRecordOf(entries: readonly Entry[], scenario: Scenario): boolean {
  const [started] = entriesOf(entries, 'run-started')
  return JSON.stringify(started?.scenario) === JSON.stringify(scenario)
}

type Tried = Extract<Cell, { scenario: unknown }>

function isTried(cell: Cell): cell is Tried {
  return 'scenario' in cell
}

/** At an instant that nothing keeps a gateway at, others must not be waited for. */
function besideOthers(cell: Tried): Try & Tried {
  return { ...cell, passing: cell.passing && cell.scenario.steps.some(isShared) }
}

/** Whether a cell was tried, and nothing failed or held. */
function isDoubtful(state: CellState): boolean {
  return state.is === 'unknown' && state.failed === undefined
}

function keyOf(instant: string, fault: string): string {
  return `${fault} at ${instant}`
}
