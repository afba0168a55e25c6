import type { EntryOf } from '../record/entry.ts'
import { anyBetween, firstAfter, lastBefore } from './ordered.ts'

/** One process of the gateway, from its start to its exit. */
export type Life = {
  readonly started: EntryOf<'gateway-started'>
  readonly n: number
  ready: EntryOf<'gateway-ready'> | undefined
  readonly signals: EntryOf<'gateway-signalled'>[]
  exited: EntryOf<'gateway-exited'> | undefined
}

/** The processes of the gateway, one after another. */
export class Lives {
  readonly all: Life[] = []
  readonly exits: EntryOf<'gateway-exited'>[] = []

  get last(): Life | undefined {
    return this.all.at(-1)
  }

  /** Whether the gateway is down because it was told to go, and was not started again. */
  get isStopped(): boolean {
    const exited = this.exits.at(-1)
    return exited?.asked === true && (this.last?.n ?? -1) < exited.n
  }

  /** The process that ran at entry `n`. */
  at(n: number): Life | undefined {
    return lastBefore(this.all, n)
  }

  /** Whether what came at entry `n` may be of a process that had exited by then: none was there, or its successor was not ready yet. */
  mayBeLate(n: number): boolean {
    const life = this.at(n)
    if (life === undefined) return false
    if ((life.exited?.n ?? n) < n) return true
    return life !== this.all[0] && (life.ready?.n ?? Number.POSITIVE_INFINITY) > n
  }

  /** Whether the gateway exited between two entries. */
  exitedBetween(from: number, to: number): boolean {
    return anyBetween(this.exits, from, to)
  }

  /** Whether it got SIGKILL after entry `n`. */
  wasKilledAfter(n: number): boolean {
    for (let exit = firstAfter(this.exits, n); exit !== undefined; exit = firstAfter(this.exits, exit.n))
      if (exit.signal === 'SIGKILL') return true
    return false
  }

  started(started: EntryOf<'gateway-started'>): void {
    this.all.push({ started, n: started.n, ready: undefined, signals: [], exited: undefined })
  }

  ready(entry: EntryOf<'gateway-ready'>): void {
    if (this.last !== undefined) this.last.ready = entry
  }

  signalled(entry: EntryOf<'gateway-signalled'>): void {
    this.last?.signals.push(entry)
  }

  exited(entry: EntryOf<'gateway-exited'>): void {
    this.exits.push(entry)
    if (this.last !== undefined) this.last.exited = entry
  }
}
