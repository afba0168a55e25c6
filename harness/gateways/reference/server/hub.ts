import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry, SessionLog } from './log.ts'
import type { Means, Session } from './session.ts'

/** What a client is told: a new entry of a session's log, and its line. */
export type News = { readonly session: string; readonly line: number; readonly entry: Entry }

/** All sessions, each with its own log in one folder, and the listeners who want to know what is new. */
export class Hub {
  protected readonly folder: string
  protected readonly means: Means
  protected readonly logs = new Map<string, SessionLog>()
  protected readonly sessions = new Map<string, Session>()
  protected readonly listeners = new Set<(news: News) => void>()

  constructor(state: string, means: Means) {
    this.folder = join(state, 'sessions')
    this.means = means
  }

  /** Opens every session that is on disk, which heals it and goes on with what it owes. */
  open(): void {
    mkdirSync(this.folder, { recursive: true })
    for (const file of readdirSync(this.folder)) this.session(file.slice(0, -'.jsonl'.length))
  }

  /** The session of that name; a new one if there is none. */
  session(name: string): Session {
    return this.sessions.get(name) ?? this.openSession(name)
  }

  /** Every session and what it is doing. */
  get states(): { session: string; running: boolean; damage: string | undefined }[] {
    return [...this.sessions].map(([session, { running, damage }]) => ({ session, running, damage }))
  }

  /** How many entries each session has. */
  get lines(): Record<string, number> {
    return Object.fromEntries([...this.logs].map(([session, { entries }]) => [session, entries.length]))
  }

  /** The entries of a session after the first `seen` ones. */
  news(name: string, seen = 0): News[] {
    const entries = this.logs.get(name)?.entries ?? []
    return entries.slice(seen).map((entry, index) => ({ session: name, line: seen + index + 1, entry }))
  }

  /** Tells the listener of every entry from now on; the returned function stops it. */
  listen(listener: (news: News) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Ends all that runs; the next life of the gateway goes on with it. */
  async shutDown(): Promise<void> {
    await Promise.all([...this.sessions.values()].map((session) => session.shutDown()))
  }

  protected openSession(name: string): Session {
    const { parts } = this.means
    const tell = (line: number, entry: Entry) => this.tell({ session: name, line, entry })
    const log = new parts.SessionLog(join(this.folder, `${name}.jsonl`), tell)
    log.open()
    this.logs.set(name, log)
    const session = new parts.Session(log, this.means)
    this.sessions.set(name, session)
    session.resume()
    return session
  }

  protected tell(news: News): void {
    for (const listener of this.listeners) listener(news)
  }
}
