import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type Dial, listenAt } from '../connections.ts'

/** Which bytes a stalled relay holds back: all, those to the client, or those to the gateway. */
export type Direction = 'both' | 'to-client' | 'to-gateway'

/** How a connection is cut: in order, as a program that closes its socket does, or by a reset, as one that has crashed. */
export type CutBy = 'fin' | 'rst'

/** What a relay tells of. */
export type Told = {
  /** a connection to the target stands, and the one tried before did not come about, or this is the first */
  readonly answered: () => void
  /** the first bytes of a connection that are held back, for each direction */
  readonly held: (direction: Exclude<Direction, 'both'>) => void
}

type Way = {
  readonly from: Socket
  readonly to: Socket
  readonly direction: Exclude<Direction, 'both'>
  /** its bytes are held back */
  holds: boolean
  /** how its sender has ended it */
  over?: CutBy
  /** the relay has told that it holds its bytes */
  told?: boolean
}
type Pair = { readonly client: Socket; readonly gateway: Socket; readonly ways: readonly Way[] }

/**
 * A TCP relay, on loopback unless told otherwise, between clients and a gateway: real sockets, which it can cut at both ends or stop feeding. What the two
 * do of themselves (bytes, FIN, RST) it passes on. A stalled one reads no more than one piece, so that both ends see a full pipe
 * and no close, as of a peer whose network is gone.
 */
export class Relay implements AsyncDisposable {
  /** where new connections go */
  target: Dial
  readonly #told: Told
  #answered = false
  readonly #server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client))
  readonly #pairs = new Set<Pair>()
  /** clients whose connection to the target does not stand yet */
  readonly #waiting = new Set<Socket>()

  constructor(target: Dial, told: Told) {
    this.target = target
    this.#told = told
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  listen(port?: number, host?: string): Promise<void> {
    return listenAt(this.#server, port, host)
  }

  /** Ends every connection at both ends; resolves when all of them are gone there. */
  async cut(by: CutBy): Promise<void> {
    const sockets = [...this.#waiting, ...[...this.#pairs].flatMap(({ client, gateway }) => [client, gateway])]
    const gone = sockets.map((socket) => socket.closed || once(socket, 'close'))
    for (const socket of sockets) {
      socket.removeAllListeners('data').resume()
      if (by === 'rst') reset(socket)
      else socket.end()
    }
    await Promise.all(gone)
  }

  /**
   * Passes no more bytes in a direction of the connections that stand, and no end of them either, until it goes on. A new
   * connection passes: it takes another way, as that of a phone which has left its network.
   */
  stall(direction: Direction): void {
    for (const { ways } of this.#pairs)
      for (const way of ways) way.holds ||= direction === 'both' || direction === way.direction
  }

  /** Passes on what it has held back, and all that comes. */
  goOn(): void {
    for (const { ways } of this.#pairs)
      for (const way of ways) {
        way.holds = false
        way.told = false
        if (way.over === undefined) way.from.resume()
        else passEnd(way)
      }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined
    this.#server.close()
    for (const client of this.#waiting) client.destroy()
    for (const { client, gateway } of this.#pairs) {
      client.destroy()
      gateway.destroy()
    }
    await closed
  }

  async #accept(client: Socket): Promise<void> {
    const dialled = this.target()
    if (!(dialled instanceof Promise)) return this.#join(client, dialled)
    this.#waiting.add(client)
    // it may hang up while it waits, and is looked at then
    client.on('error', () => {})
    const gateway = await dialled.catch(() => undefined)
    this.#waiting.delete(client)
    if (gateway !== undefined && !client.destroyed && !client.writableEnded) return this.#join(client, gateway)
    if (gateway === undefined) this.#answered = false
    reset(gateway ?? client)
  }

  #join(client: Socket, gateway: Socket): void {
    this.#watch(gateway)
    const ways: Way[] = [
      { from: client, to: gateway, direction: 'to-gateway', holds: false },
      { from: gateway, to: client, direction: 'to-client', holds: false },
    ]
    const pair: Pair = { client, gateway, ways }
    this.#pairs.add(pair)
    for (const way of ways) this.#forward(pair, way)
  }

  #watch(gateway: Socket): void {
    const answered = () => {
      gateway.off('error', unanswered)
      if (!this.#answered) this.#told.answered()
      this.#answered = true
    }
    const unanswered = () => {
      this.#answered = false
    }
    gateway.once('error', unanswered)
    if (gateway.connecting) gateway.once('connect', answered)
    else answered()
  }

  #forward(pair: Pair, way: Way): void {
    const { from, to, direction } = way
    from.on('data', (bytes) => {
      if (!way.holds) {
        if (!to.write(bytes)) from.pause()
        return
      }
      from.pause()
      from.unshift(bytes)
      if (!way.told) this.#told.held(direction)
      way.told = true
    })
    to.on('drain', () => from.resume())
    const over = (by: CutBy) => {
      way.over ??= by
      if (!way.holds) passEnd(way)
    }
    from.on('end', () => over('fin'))
    from.on('error', () => over('rst'))
    from.on('close', () => {
      over('rst')
      this.#close(pair)
    })
  }

  #close(pair: Pair): void {
    if (pair.client.destroyed && pair.gateway.destroyed) this.#pairs.delete(pair)
  }
}

function passEnd({ to, over }: Way): void {
  if (over === 'rst') reset(to)
  else to.end()
}

/** One that has sent its own end cannot be reset any more: libuv refuses (EINVAL), and it would never close. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}
