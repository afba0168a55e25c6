import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Entry, SessionLog } from './log.ts'
import { planted } from './planted.ts'
import { type Means, Session } from './session.ts'

/** What a client is told: a new entry of a session's log, and its line. */
export type News = { readonly session: string; readonly line: number; readonly entry: Entry }

/** All sessions, each with a log of its own in one folder, and those who want to know what is new. */
export class Hub {
  readonly #folder: string
  readonly #means: Means
  readonly #logs = new Map<string, SessionLog>()
  readonly #sessions = new Map<string, Session>()
  readonly #listeners = new Set<(news: News) => void>()

  /** Opens every session that is on disk, which heals them and goes on with what they owe. */
  constructor(state: string, means: Means) {
    this.#folder = join(state, 'sessions')
    this.#means = means
    mkdirSync(this.#folder, { recursive: true })
    for (const file of readdirSync(this.#folder)) this.session(file.slice(0, -'.jsonl'.length))
  }

  /** The session of that name, a new one where there is none. */
  session(name: string): Session {
    const [first = name] = this.#sessions.keys()
    const known = this.#sessions.get(name)
    if (known !== undefined) return known
    if (planted('history-handed-on') && name !== first)
      copyFileSync(join(this.#folder, `${first}.jsonl`), join(this.#folder, `${name}.jsonl`))
    const log = new SessionLog(join(this.#folder, `${name}.jsonl`), (line, entry) => {
      for (const tell of this.#listeners)
        tell({ session: planted('news-under-wrong-session') ? first : name, line, entry })
    })
    this.#logs.set(name, log)
    const session = new Session(log, this.#means)
    this.#sessions.set(name, session)
    return session
  }

  /** Every session and what it is doing. */
  get states(): { session: string; running: boolean; damage: string | undefined }[] {
    return [...this.#sessions].map(([session, { running, damage }]) => ({ session, running, damage }))
  }

  /** How many entries each session has. */
  get lines(): Record<string, number> {
    return Object.fromEntries([...this.#logs].map(([session, { entries }]) => [session, entries.length]))
  }

  /** The entries of a session after the first `seen` ones. */
  news(name: string, seen = 0): News[] {
    const entries = this.#logs.get(name)?.entries ?? []
    return entries.slice(seen).map((entry, index) => ({ session: name, line: seen + index + 1, entry }))
  }

  /** Tells of every entry from now on; the result stops it. */
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ends all that runs, to be gone on with in the next life. */
  async shutDown(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.shutDown()))
  }
}
