import { HarnessError } from '../errors.ts'
import { tool } from '../index.ts'
import { parseScenario, type Scenario } from '../scenario/schema.ts'
import type { Step } from '../steps/index.ts'
import type { Coverage } from './coverage.ts'
import { puts } from './fuzz-puts.ts'
import { type Phase, type Turn, turnsOf } from './fuzz-turns.ts'
import type { Random } from './random.ts'

/** A schedule drawn by chance, and what it puts where: `held × SIGKILL`. */
export type Drawn = { readonly scenario: Scenario; readonly pairs: readonly string[] }

/** A schedule of one or two sessions with a few turns each and up to two faults between them, besides those of replies and tools. */
export function draw(random: Random, coverage: Coverage, title: string): Drawn | undefined {
  const sessions = random.chance(0.5) ? ['main'] : ['main', 'side']
  const threads = sessions.map((session, index) => turnsOf(session, index, random))
  const draft = new Draft(threads, random)
  for (let left = 1 + random.below(2); left > 0; left--) draft.put(coverage)
  draft.finish()
  try {
    return {
      scenario: parseScenario({ title, ...draft.gateway, steps: draft.steps }, 'a schedule'),
      pairs: draft.pairs,
    }
  } catch (error) {
    // what was drawn together may say the same twice, or have a fault that can have no effect
    if (error instanceof HarnessError && error.code === 'BAD_SCENARIO') return undefined
    throw error
  }
}

/** A schedule in the making. */
class Draft {
  readonly steps: Step[] = []
  readonly pairs: string[] = []
  readonly #threads: { readonly session: string; readonly turns: Turn[]; phase: Phase; held: string[] }[]
  readonly #random: Random
  #number = 0
  #isAway = false

  constructor(threads: readonly (readonly Turn[])[], random: Random) {
    this.#random = random
    this.#threads = threads.map((turns) => ({
      session: turns[0]?.session ?? 'main',
      turns: turns.map((turn) => ({ ...turn, moves: [...turn.moves] })),
      phase: 'idle',
      held: [],
    }))
  }

  /** How the gateway is set up for what is put there. */
  get gateway(): Pick<Scenario, 'gateway'> {
    return this.steps.some((step) => step.do.startsWith('oauth.')) ? { gateway: { signIn: 'oauth' } } : {}
  }

  /** Goes on for a while, and puts something there; what was rarely put there is more likely. */
  put(coverage: Coverage): void {
    for (let moves = this.#random.below(10); moves > 0 && this.#move(); moves--);
    const thread = this.#random.one(this.#threads)
    const possible = puts.filter(
      (put) => put.phases.includes(thread.phase) && !(this.#isAway && put.client !== undefined),
    )
    const put = this.#random.weighted(possible, ({ name }) => 1 / (1 + coverage.times(`${thread.phase} × ${name}`)))
    this.pairs.push(`${thread.phase} × ${put.name}`)
    const meant = put.ends === 'all' ? this.#threads : [thread]
    for (const { held } of meant) this.steps.push(...held.map(tool.holds))
    this.steps.push(...put.steps({ session: thread.session, number: this.#number++ }, this.#random))
    this.#isAway ||= put.client === 'away'
    if (put.ends !== 'nothing') for (const one of meant) endTurn(one)
  }

  finish(): void {
    while (this.#move());
  }

  /** Takes the next move of one of the sessions that have any. */
  #move(): boolean {
    const left = this.#threads.filter(({ turns }) => turns.length > 0)
    if (left.length === 0) return false
    const thread = this.#random.one(left)
    const [turn] = thread.turns
    const move = turn?.moves.shift()
    if (turn?.moves.length === 0) thread.turns.shift()
    if (move === undefined) return true
    this.steps.push(...move.steps.filter(({ do: kind }) => !this.#isAway || kind !== 'client.seesReplyTo'))
    if (move.pair !== undefined) this.pairs.push(move.pair)
    thread.phase = move.phase
    thread.held = [...move.held]
    return true
  }
}

/** What a turn still was to do is over, where it has begun. */
function endTurn(thread: { turns: Turn[]; phase: Phase; held: string[] }): void {
  if (thread.phase !== 'idle') thread.turns.shift()
  thread.phase = 'idle'
  thread.held = []
}
