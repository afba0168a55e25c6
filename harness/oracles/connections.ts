import type { Facts } from '../facts/facts.ts'
import { anyBetween, between } from '../facts/ordered.ts'
import type { Entry, EntryOf } from '../record/entry.ts'

const kinds = [
  'client-connected',
  'client-disconnected',
  'line-cut',
  'line-stalled',
  'line-held',
  'gateway-exited',
] as const

/** The connections of clients: what is told anew after one has changed is no repetition. */
export class Connections {
  readonly #changes = new Map<string, Entry[]>()
  readonly #facts: Facts

  constructor(facts: Facts) {
    this.#facts = facts
  }

  /** What tells one connection of a client, in a session, from the next. */
  of({ n, session, client = 'main' }: EntryOf<'client-saw'>): string {
    return `${session} ${client} ${between(this.#changesOf(client), -1, n).length}`
  }

  /** Whether a client's connection has changed since entry `n`, or the gateway went down. */
  changedSince(client: string, n: number): boolean {
    return anyBetween(this.#changesOf(client), n, Number.POSITIVE_INFINITY)
  }

  #changesOf(client: string): Entry[] {
    const known = this.#changes.get(client)
    if (known !== undefined) return known
    const all = kinds.flatMap((kind) => [...this.#facts.of(kind)] as Entry[])
    const own = all.filter((entry) => entry.kind === 'gateway-exited' || clientOf(entry) === client)
    const changes = own.toSorted((a, b) => a.n - b.n)
    this.#changes.set(client, changes)
    return changes
  }
}

function clientOf(entry: Entry): string {
  return 'client' in entry ? (entry.client ?? 'main') : 'main'
}
