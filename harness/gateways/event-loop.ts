import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { listenAt } from '../connections.ts'
import type { NetworkFailure } from '../driver.ts'
import { eachMessage } from '../lines.ts'
import type { Machine } from '../machine.ts'
import type { EntryBody } from '../record/entry.ts'

/** What the hook tells. */
type Told = { blocked?: boolean; refused?: number; network?: NetworkFailure | null; failed?: NetworkFailure }

/** The harness's end of `event-loop-hook.ts`: what the gateway's process tells, and orders to its event loop and its network. */
export class EventLoop implements AsyncDisposable {
  readonly #note: (body: EntryBody) => void
  readonly #server = createServer((socket) => this.#accept(socket))
  #hooked: Socket | undefined

  constructor(note: (body: EntryBody) => void) {
    this.#note = note
  }

  /** The port for `GATECRASH_HOOK`. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async listen(listen: Machine['listen'] = listenAt): Promise<void> {
    await listen(this.#server)
  }

  /** Stops the event loop of the gateway for some milliseconds; noted when it stands still and when it goes on. */
  block(ms: number): void {
    this.#hooked?.write(`${JSON.stringify({ blockMs: ms })}\n`)
  }

  /** From now on connections to other hosts fail, or no longer; noted when the process has heard it. */
  failNetwork(how: NetworkFailure | null): void {
    this.#hooked?.write(`${JSON.stringify({ network: how })}\n`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined
    this.#server.close()
    this.#hooked?.destroy()
    await closed
  }

  #accept(socket: Socket): void {
    this.#hooked = socket
    socket.on('error', () => socket.destroy())
    eachMessage<Told>(socket, ({ blocked, refused, network, failed }) => {
      if (blocked !== undefined) this.#note({ kind: blocked ? 'gateway-blocked' : 'gateway-unblocked' })
      if (network !== undefined) this.#note({ kind: 'gateway-network', failing: network })
      if (failed !== undefined) this.#note({ kind: 'gateway-connection-failed', how: failed })
      if (refused !== undefined) this.#note({ kind: 'gateway-refused', port: refused })
    })
  }
}
