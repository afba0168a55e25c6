import type { Dial } from '../connections.ts'
import type { EntryBody } from '../record/entry.ts'
import { type CutBy, type Direction, Relay } from './relay.ts'

/** The network between the clients and the gateway: each client has a line of its own, by its name. */
export class Network implements AsyncDisposable {
  readonly #note: (body: EntryBody) => void
  readonly #relays = new Map<string, Relay>()

  constructor(note: (body: EntryBody) => void) {
    this.#note = note
  }

  /** The loopback port at which a client reaches what `dial` does. */
  async route(client: string, dial: Dial): Promise<number> {
    const known = this.#relays.get(client)
    if (known !== undefined) {
      known.target = dial
      return known.port
    }
    const note = this.#note
    const relay = new Relay(dial, {
      answered: () => note({ kind: 'line-answered', client }),
      held: (direction) => note({ kind: 'line-held', client, direction }),
    })
    this.#relays.set(client, relay)
    await relay.listen()
    return relay.port
  }

  /** Cuts the connections of a client, and notes when they are gone at both ends. */
  async cut(client: string, by: CutBy): Promise<void> {
    await this.#relays.get(client)?.cut(by)
    this.#note({ kind: 'line-cut', client })
  }

  /** Lets no more bytes of a client through. */
  stall(client: string, direction: Direction): void {
    this.#relays.get(client)?.stall(direction)
    this.#note({ kind: 'line-stalled', client, direction })
  }

  /** Lets all through again, with what was held back. */
  goOn(client: string): void {
    this.#relays.get(client)?.goOn()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const relay of this.#relays.values()) await relay[Symbol.asyncDispose]()
  }
}
