import { join } from 'node:path'
import type { Client, Damage, Gateway, Place, Store, StoredTranscript, Surroundings } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { Program } from '../../machine.ts'
import type { SessionState } from '../../record/entry.ts'
import type { Turn } from '../../transcript/transcript.ts'
import { damageLines } from '../session-tree/damage-lines.ts'
import { Agent, type Behavior } from './agent.ts'
import type { Layout } from './config.ts'
import { checkStore, readStore, sessionFile } from './store.ts'

/** All processes of pi on one state folder: each has one session, and is spoken to by its own pipe. */
export class Pi implements Gateway {
  readonly #place: Place
  readonly #layout: Layout
  readonly #programOf: (session: string) => Program
  readonly #agents = new Map<string, Agent>()

  constructor(place: Place, layout: Layout, programOf: (session: string) => Program) {
    this.#place = place
    this.#layout = layout
    this.#programOf = programOf
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
    const { whileBusy } = this.#place.settings
    const behavior: Behavior = whileBusy === 'followup' ? 'followUp' : 'steer'
    return {
      send: async (session, text) => (await this.#started(session)).send(text, behavior),
      stop: async (session) => (await this.#started(session)).stop(),
      compact: async (session) => (await this.#started(session)).compact(),
    }
  }

  async sessions(): Promise<SessionState[]> {
    return Promise.all(this.#all.filter(({ running }) => running).map((agent) => agent.state()))
  }

  async history(session: string): Promise<Turn[]> {
    return (await this.#started(session)).history()
  }

  get store(): Store {
    const { machine, kept } = this.#place
    const stored = () => machine.stored(this.#layout.state)
    const evidence = join(kept, 'store')
    return {
      transcripts: async (): Promise<StoredTranscript[]> => readStore(await stored(), evidence),
      check: async () => checkStore(await stored(), evidence, this.running),
    }
  }

  /** What it has stored can be damaged; `lacks` says what else there is not. */
  get surroundings(): Partial<Surroundings> {
    return { damage: (session, damage) => this.#damage(session, damage) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL')
    await Promise.all(this.#all.map((agent) => agent.exited()))
  }

  async #damage(session: string, damage: Damage): Promise<readonly string[]> {
    const file = await sessionFile(await this.#place.machine.stored(this.#layout.state), session)
    const calls = file === undefined ? undefined : await damageLines(file, damage)
    if (calls !== undefined) return calls
    throw new HarnessError('LIMIT_REACHED', `the stored history of ${session} has no place for "${damage}"`)
  }

  get #all(): Agent[] {
    return [...this.#agents.values()]
  }

  #agent(session: string): Agent {
    const known = this.#agents.get(session)
    if (known !== undefined) return known
    const agent = new Agent(session, this.#programOf(session), this.#place)
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
