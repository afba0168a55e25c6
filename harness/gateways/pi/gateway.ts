import { join } from 'node:path'
import type { Damage } from '../../damage.ts'
import type { Client, Gateway, Installed, Place, Store, StoredTranscript, Surroundings } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { Program } from '../../machine.ts'
import type { SessionState } from '../../record/entry.ts'
import type { Turn } from '../../transcript/transcript.ts'
import { ProcessPerSession } from '../process-per-session.ts'
import { damageLines } from '../session-tree/damage-lines.ts'
import { Agent, type Behavior } from './agent.ts'
import type { Layout } from './config.ts'
import { checkStore, readStore, sessionFile } from './store.ts'

/** All processes of pi on one state folder: each has one session, and is spoken to by its own pipe. */
export class Pi implements Gateway {
  readonly #place: Place
  readonly #layout: Layout
  readonly #agents: ProcessPerSession<Agent>

  constructor(place: Place, layout: Layout, programOf: (session: string, version?: Installed) => Promise<Program>) {
    this.#place = place
    this.#layout = layout
    this.#agents = new ProcessPerSession(
      place.sessions,
      (session) => new Agent(session, (as) => programOf(session, as), place),
    )
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
    const { whileBusy } = this.#place.settings
    const behavior: Behavior = whileBusy === 'followup' ? 'followUp' : 'steer'
    return {
      send: async (session, text) => (await this.#agents.of(session)).send(text, behavior),
      stop: async (session) => (await this.#agents.of(session)).stop(),
      compact: async (session) => (await this.#agents.of(session)).compact(),
    }
  }

  async sessions(): Promise<SessionState[]> {
    return Promise.all(this.#agents.all.filter(({ running }) => running).map((agent) => agent.state()))
  }

  async history(session: string): Promise<Turn[]> {
    return (await this.#agents.of(session)).history()
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

  [Symbol.asyncDispose](): Promise<void> {
    return this.#agents[Symbol.asyncDispose]()
  }

  async #damage(session: string, damage: Damage): Promise<readonly string[]> {
    const file = await sessionFile(await this.#place.machine.stored(this.#layout.state), session)
    const calls = file === undefined ? undefined : await damageLines(file, damage)
    if (calls !== undefined) return calls
    throw new HarnessError('LIMIT_REACHED', `the stored history of ${session} has no place for "${damage}"`)
  }
}
