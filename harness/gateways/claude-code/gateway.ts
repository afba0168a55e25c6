import { randomUUID } from 'node:crypto'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client, Gateway, Installed, Place, Store, Surroundings } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { SessionState } from '../../record/entry.ts'
import { leaveHalfLine } from '../../store/leave-half-line.ts'
import { ProcessPerSession } from '../process-per-session.ts'
import { Agent } from './agent.ts'
import { programIn } from './install.ts'
import { type Layout, programOf } from './program.ts'
import { checkStore, readStore } from './store.ts'

/** All processes of Claude Code on one state folder: each has one session, and is spoken to by its own pipe. */
export class ClaudeCode implements Gateway {
  readonly #place: Place
  readonly #layout: Layout
  readonly #installed: Installed
  readonly #agents: ProcessPerSession<Agent>
  /** the scenario's names of sessions, by their ids */
  readonly #names = new Map<string, string>()

  constructor(installed: Installed, place: Place, layout: Layout) {
    this.#installed = installed
    this.#place = place
    this.#layout = layout
    this.#agents = new ProcessPerSession(place.sessions, (session) => this.#agent(session))
  }

  get running(): boolean {
    return this.#agents.running
  }

  start(as?: Installed): Promise<void> {
    return this.#agents.start(as)
  }

  signal(signal: NodeJS.Signals): void {
    this.#agents.signal(signal)
  }

  client(): Client {
    return {
      send: async (session, text) => (await this.#agents.of(session)).send(text),
      stop: async (session) => (await this.#agents.of(session)).stop(),
      answer: async (session, permission, how) => (await this.#agents.of(session)).answer(permission, how),
    }
  }

  async sessions(): Promise<SessionState[]> {
    return this.#agents.all.filter(({ running }) => running).map(({ state }) => state)
  }

  get store(): Store {
    const { machine, kept } = this.#place
    const stored = () => machine.stored(this.#layout.state)
    const evidence = join(kept, 'store')
    return {
      transcripts: async () => readStore(await stored(), evidence, (id) => this.#names.get(id) ?? id),
      check: async () => checkStore(await stored(), evidence, this.running),
    }
  }

  /** Half a line can be left at the end of what it has stored; `lacks` says what else there is not. */
  get surroundings(): Partial<Surroundings> {
    return { damage: (session) => this.#breakOff(session) }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#agents[Symbol.asyncDispose]()
  }

  async #breakOff(session: string): Promise<readonly string[]> {
    const state = await this.#place.machine.stored(this.#layout.state)
    const [id] = [...this.#names].find(([, name]) => name === session) ?? []
    const [file] = await this.#filesOf(state, id ?? '')
    if (file === undefined) throw new HarnessError('LIMIT_REACHED', `the store has no file of ${session} yet`)
    await leaveHalfLine(join(state, file))
    return []
  }

  #filesOf(state: string, id: string): Promise<string[]> {
    return Array.fromAsync(glob(`projects/*/${id}.jsonl`, { cwd: state }))
  }

  #agent(session: string): Agent {
    const id = (session === 'main' ? this.#place.stored : undefined) ?? randomUUID()
    this.#names.set(id, session)
    const { machine, note, gate, whenAsked } = this.#place
    const program = async ({ folder } = this.#installed) => {
      const stored = await this.#filesOf(this.#layout.state, id)
      const gateUrl = await gate.url(session)
      return programOf(programIn(folder), this.#place, this.#layout, { id, isStored: stored.length > 0, gateUrl })
    }
    return new Agent(session, { machine, note, gate, whenAsked, program })
  }
}
