import { randomUUID } from 'node:crypto'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client, Gateway, Place, Store, Surroundings } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { SessionState } from '../../record/entry.ts'
import { leaveHalfLine } from '../../store/leave-half-line.ts'
import { Agent } from './agent.ts'
import { type Layout, programOf } from './program.ts'
import { checkStore, readStore } from './store.ts'

/** All processes of Claude Code on one state folder: each has one session, and is spoken to by its own pipe. */
export class ClaudeCode implements Gateway {
  readonly #place: Place
  readonly #layout: Layout
  readonly #file: string
  readonly #agents = new Map<string, Agent>()
  /** the scenario's names of sessions, by their ids */
  readonly #names = new Map<string, string>()

  constructor(file: string, place: Place, layout: Layout) {
    this.#file = file
    this.#place = place
    this.#layout = layout
    for (const session of place.sessions.length === 0 ? ['main'] : place.sessions) this.#agent(session)
  }

  get running(): boolean {
    return this.#all.some(({ running }) => running)
  }

  /** One after another, so that the record tells which process became ready. */
  async start(): Promise<void> {
    for (const agent of this.#all) await agent.start()
  }

  signal(signal: NodeJS.Signals): void {
    for (const agent of this.#all) agent.signal(signal)
  }

  client(): Client {
    return {
      send: async (session, text) => (await this.#started(session)).send(text),
      stop: async (session) => (await this.#started(session)).stop(),
    }
  }

  async sessions(): Promise<SessionState[]> {
    return this.#all.filter(({ running }) => running).map(({ state }) => state)
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

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL')
    await Promise.all(this.#all.map((agent) => agent.exited()))
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

  get #all(): Agent[] {
    return [...this.#agents.values()]
  }

  #agent(session: string): Agent {
    const known = this.#agents.get(session)
    if (known !== undefined) return known
    const id = (session === 'main' ? this.#place.stored : undefined) ?? randomUUID()
    this.#names.set(id, session)
    const { machine, note, gate } = this.#place
    const program = async () => {
      const stored = await this.#filesOf(this.#layout.state, id)
      const gateUrl = await gate.url(session)
      return programOf(this.#file, this.#place, this.#layout, { id, isStored: stored.length > 0, gateUrl })
    }
    const agent = new Agent(session, { machine, note, gate, program })
    this.#agents.set(session, agent)
    return agent
  }

  /** The agent of a session, started now where the session is new; one that has ended is started by `start` alone. */
  async #started(session: string): Promise<Agent> {
    const isNew = !this.#agents.has(session)
    const agent = this.#agent(session)
    if (isNew && this.running) await agent.start()
    return agent
  }
}
