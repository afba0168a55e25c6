import { appendFileSync, readFileSync } from 'node:fs'
import { HarnessError, messageOf } from '../errors.ts'
import { type LimitName, type Limits, limits } from '../limits.ts'
import type { Entry, EntryBody, EntryKind, EntryOf } from './entry.ts'
import { Redactor } from './redactor.ts'

/** The entries of one kind, in order. */
export function entriesOf<K extends EntryKind>(entries: readonly Entry[], kind: K): EntryOf<K>[] {
  return entries.filter((entry): entry is EntryOf<K> => entry.kind === kind)
}

/** The append-only log of a run: kept in memory for those who wait on it, and on disk line by line, so that an error of ours in a step keeps it. */
export class RunRecord {
  readonly entries: Entry[] = []
  /** how long its waits may last */
  readonly limits: Limits
  /** keeps secrets out of it: what it holds, in memory too, is what may be shown */
  readonly redactor = new Redactor()
  readonly #file: string
  readonly #began: number
  readonly #now: () => number
  readonly #watchers = new Set<(entry: Entry) => void>()

  /** Appends to `file`; `now` gives milliseconds; `own` limits are used instead of the common ones. */
  constructor(file: string, now: () => number, own: Partial<Limits> = {}) {
    this.limits = { ...limits, ...own }
    this.#file = file
    this.#now = now
    this.#began = now()
  }

  /** Milliseconds since the run began. */
  now(): number {
    return Math.round(this.#now() - this.#began)
  }

  /** Appends what was seen and wakes those who wait for it. */
  append(body: EntryBody): Entry {
    const seen: Entry = { n: this.entries.length, at: this.now(), ...body }
    const line = JSON.stringify(seen)
    const shown = this.redactor.text(line)
    const entry: Entry = shown === line ? seen : JSON.parse(shown)
    this.entries.push(entry)
    appendFileSync(this.#file, `${shown}\n`)
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
  waitFor<T>(what: string, limit: LimitName, look: (entries: readonly Entry[]) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        const found = look(this.entries)
        if (found === undefined) return false
        clearTimeout(timer)
        stop()
        resolve(found)
        return true
      }
      const timer = setTimeout(() => {
        stop()
        reject(new HarnessError('LIMIT_REACHED', this.#missed(what, limit)))
      }, this.limits[limit])
      const stop = this.watch(settle)
      settle()
    })
  }

  #missed(what: string, limit: LimitName): string {
    const seen = this.entries
      .filter((entry) => entry.kind !== 'gateway-logged')
      .slice(-3)
      .map((entry) => `${entry.kind} (entry ${entry.n})`)
    return `waited ${this.limits[limit] / 1000} s (limit "${limit}") for ${what}; last seen: ${seen.join(', ') || 'nothing'}`
  }
}

/**
 * Reads a stored `record.jsonl`. A last line that was cut by a crash is left out.
 * @throws HarnessError BAD_RECORD when the file cannot be read or holds something else
 */
export function readRecord(file: string): Entry[] {
  const lines = readLines(file)
  return lines.flatMap((line, index) => {
    try {
      return [JSON.parse(line) as Entry]
    } catch (error) {
      if (index === lines.length - 1) return []
      throw new HarnessError(
        'BAD_RECORD',
        `${file}:${index + 1} is not JSON (${messageOf(error)}); is this a record of a run?`,
      )
    }
  })
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch (error) {
    throw new HarnessError('BAD_RECORD', `cannot read ${file}: ${messageOf(error)}; give the folder of a stored run`)
  }
}
