import { appendFileSync } from 'node:fs'
import { HarnessError } from '../errors.ts'
import { type LimitName, type Limits, limits } from '../limits.ts'
import type { Entry, EntryBody } from '../record/entry.ts'
import { Redactor } from '../record/redactor.ts'
import { attribute } from './attribute.ts'
import { Facts } from './facts.ts'

/**
 * The append-only log of a run that is under way: kept in memory with its index for those who wait on it, and on disk line by line, so
 * that an error of ours in a step keeps it.
 */
export class RunRecord {
  readonly facts = new Facts()
  /** how long its waits may last */
  readonly limits: Limits
  /** keeps secrets out of it: what it holds, in memory too, is what may be shown */
  readonly redactor: Redactor
  readonly #file: string
  readonly #began: number
  readonly #now: () => number
  readonly #watchers = new Set<(entry: Entry) => void>()

  /** Appends to `file`; `now` gives milliseconds; `own` limits are used instead of the common ones. */
  constructor(file: string, now: () => number, own: Partial<Limits> = {}, redactor = new Redactor()) {
    this.limits = { ...limits, ...own }
    this.redactor = redactor
    this.#file = file
    this.#now = now
    this.#began = now()
  }

  /** A record that begins with the entries before `n` of this one, and goes on by itself in a file of its own. */
  branch(file: string, n: number): RunRecord {
    const branch = new RunRecord(file, this.#now, this.limits, this.redactor)
    for (const entry of this.entries.slice(0, n)) branch.#add(entry)
    return branch
  }

  get entries(): readonly Entry[] {
    return this.facts.entries
  }

  /** Milliseconds since the run began. */
  now(): number {
    return Math.round(this.#now() - this.#began)
  }

  /** Appends what was seen, with what it belongs to, and wakes those who wait for it. */
  append(body: EntryBody): Entry {
    const seen: Entry = { n: this.entries.length, at: this.now(), ...attribute(this.facts, body) }
    const line = JSON.stringify(seen)
    const shown = this.redactor.text(line)
    const entry: Entry = shown === line ? seen : JSON.parse(shown)
    this.#add(entry)
    for (const watcher of [...this.#watchers]) watcher(entry)
    return entry
  }

  /** Calls `watcher` for each entry from now on; the result stops it. */
  watch(watcher: (entry: Entry) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /**
   * Waits until `look` finds what it looks for, asking again after each entry.
   * @throws HarnessError LIMIT_REACHED, saying what was awaited and what was seen last
   */
  waitFor<T>(
    what: string,
    limit: LimitName,
    look: (entries: readonly Entry[], facts: Facts) => T | undefined,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        const found = look(this.entries, this.facts)
        if (found === undefined) return false
        clearTimeout(timer)
        stop()
        resolve(found)
        return true
      }
      const timer = setTimeout(() => {
        stop()
        reject(new HarnessError('LIMIT_REACHED', this.missed(what, limit)))
      }, this.limits[limit])
      const stop = this.watch(settle)
      settle()
    })
  }

  /**
   * Waits until the model is asked about a message with these words, from now on.
   * @throws HarnessError LIMIT_REACHED (limit "accept")
   */
  whenAsked(text: string): Promise<Entry> {
    const from = this.entries.length
    return this.waitFor(`the model to be asked about "${text}"`, 'accept', (entries) =>
      entries.slice(from).find((entry) => entry.kind === 'provider-asked' && entry.says === text),
    )
  }

  #add(entry: Entry): void {
    this.facts.add(entry)
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`)
  }

  /** What a wait says that has reached its limit: what was awaited, and what was seen last. */
  missed(what: string, limit: LimitName): string {
    const seen = this.entries
      .filter((entry) => entry.kind !== 'gateway-logged')
      .slice(-3)
      .map((entry) => `${entry.kind} (entry ${entry.n})`)
    return `waited ${this.limits[limit] / 1000} s (limit "${limit}") for ${what}; last seen: ${seen.join(', ') || 'nothing'}`
  }
}
