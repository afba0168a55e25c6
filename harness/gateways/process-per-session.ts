import type { Installed } from '../driver.ts'

/** A process that has one session, and can be started again after it has ended. */
export type SessionProcess = {
  readonly running: boolean
  start(as?: Installed): Promise<void>
  signal(signal: NodeJS.Signals): void
  exited(): Promise<void>
}

/** The processes of an agent that has one for each session. */
export class ProcessPerSession<P extends SessionProcess> {
  readonly #make: (session: string) => P
  readonly #processes = new Map<string, P>()

  /** `sessions` are there from the start; with none it is `main`. */
  constructor(sessions: readonly string[], make: (session: string) => P) {
    this.#make = make
    for (const session of sessions.length === 0 ? ['main'] : sessions) this.#process(session)
  }

  get all(): P[] {
    return [...this.#processes.values()]
  }

  get running(): boolean {
    return this.all.some(({ running }) => running)
  }

  /** One after another, so that the record tells which process became ready. */
  async start(as?: Installed): Promise<void> {
    for (const process of this.all) await process.start(as)
  }

  signal(signal: NodeJS.Signals): void {
    for (const process of this.all) process.signal(signal)
  }

  /** The process of a session, started now where the session is new; one that has ended is started by `start` alone. */
  async of(session: string): Promise<P> {
    const isNew = !this.#processes.has(session)
    const process = this.#process(session)
    if (isNew && this.running) await process.start()
    return process
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL')
    await Promise.all(this.all.map((process) => process.exited()))
  }

  #process(session: string): P {
    const known = this.#processes.get(session)
    if (known !== undefined) return known
    const made = this.#make(session)
    this.#processes.set(session, made)
    return made
  }
}
