import type { Manners } from '../expected/manners.ts'
import type { Facts } from '../facts/facts.ts'
import { between } from '../facts/ordered.ts'
import type { Entry, EntryOf } from '../record/entry.ts'

const kinds = [
  'client-connected',
  'client-disconnected',
  'line-cut',
  'line-stalled',
  'line-held',
  'gateway-exited',
] as const

/** The connections of clients: what is told anew after a restart, to another device, or where the gateway says so, is no repetition. */
export class Connections {
  readonly #changes = new Map<string, Entry[]>()
  readonly #facts: Facts

  readonly #manners: Manners

  constructor(facts: Facts, manners: Manners) {
    this.#facts = facts
    this.#manners = manners
  }

  /** What tells one connection of a client, in a session, from the next. */
  of({ n, session, client = 'main' }: EntryOf<'client-saw'>): string {
    const changes = between(this.#changesOf(client), -1, n)
    if (this.#manners.takes('repeats-after-reconnect')) return `${session} ${client} ${changes.length}`
    const devices = changes.flatMap((entry) => (entry.kind === 'client-connected' ? [entry.device] : []))
    const exits = changes.filter(({ kind }) => kind === 'gateway-exited')
    return `${session} ${client} ${devices.at(-1) ?? 0} ${exits.length}`
  }

  /**
   * Whether a client may have missed something between two entries for good: the gateway went down, or the client was away and is not told
   * anew.
   */
  mayMiss(client: string, n: number, until: number): boolean {
    const changes = between(this.#changesOf(client), n, until)
    if (changes.length === 0) return false
    const last = changes.at(-1)
    const isBack = last?.kind === 'client-connected' && last.ok
    const isSame = changes.every((entry) => entry.kind !== 'client-connected' || entry.device === 0)
    const wasDown = changes.some(({ kind }) => kind === 'gateway-exited')
    const isDown = wasDown && !this.#manners.takes('tells-missed-after-restart')
    return !isBack || !isSame || isDown || this.#manners.takes('catches-up-by-history')
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
