import { once } from 'node:events'
import { createServer, Agent as HttpAgent, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { loopback } from '../connections.ts'
import type { ReplyEnd } from '../record/entry.ts'
import { passOn } from './pass-on.ts'

/** A request as it came, before it is sent on. */
export type Incoming = {
  readonly method: string
  /** without its query */
  readonly path: string
  /** with its `?`, or empty */
  readonly query: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Who is told of a request's answer: its head, each piece of its body, and how it ended. */
export type Hearing = {
  readonly began?: (answer: IncomingMessage) => void
  readonly piece?: (piece: Buffer) => void
  readonly ended: (end: ReplyEnd) => void
}

/** Where requests go, and who looks at them. */
export type ProxyOptions = {
  readonly upstream: URL
  /** a free one when it is not given */
  readonly port?: number
  /** whether a request is to be looked at: then its whole body is read before it is sent on */
  readonly wants?: (request: Pick<Incoming, 'method' | 'path'>) => boolean
  /** looks at a request before it is sent on; gives back who is told of its answer, if anybody is */
  readonly look?: (request: Incoming) => Hearing | undefined
  /** is told that the provider cannot be reached */
  readonly unreached?: (why: string) => void
}

/** A body that is larger is sent on as it comes, and nobody looks at it. */
const maxBodyBytes = 64_000_000

/** What belongs to one connection of a client: the one connection to the provider, and how many requests are under way. */
type Line = { readonly agent: HttpAgent; open: number }

/** Starts a proxy on loopback. */
export async function startProxy(options: ProxyOptions): Promise<LiveProxy> {
  const proxy = new LiveProxy(options)
  await proxy.listen()
  return proxy
}

/**
 * A reverse proxy in front of one provider. Each connection of a client has one to the provider, and both are closed together, so that a
 * client meets the provider's own time limits and no others.
 */
export class LiveProxy implements AsyncDisposable {
  readonly #options: ProxyOptions
  readonly #lines = new WeakMap<Socket, Line>()
  readonly #tied = new WeakSet<Socket>()
  readonly #server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (request, response) => {
    // a client that goes away in the middle of its request has nobody to be told
    this.#serve(request, response).catch((error) => response.destroy(error))
  })

  constructor(options: ProxyOptions) {
    this.#options = options
    this.#server.on('connection', (socket) => {
      const make = options.upstream.protocol === 'https:' ? HttpsAgent : HttpAgent
      const agent = new make({ keepAlive: true, maxSockets: 1 })
      this.#lines.set(socket, { agent, open: 0 })
      socket.once('close', () => agent.destroy())
    })
  }

  listen(): Promise<void> {
    return loopback.listen(this.#server, this.#options.port ?? 0)
  }

  /** Its address, such as `http://127.0.0.1:4010`: what a client is given in place of the provider's. */
  get url(): string {
    return `http://${loopback.name}:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { upstream, wants, look, unreached = () => {} } = this.#options
    const line = this.#lines.get(request.socket)
    if (line === undefined) return
    line.open++
    const [path = '/', query] = (request.url ?? '/').split(/(?=\?)/)
    const { method = 'GET', headers } = request
    const isWanted = wants?.({ method, path }) === true
    const { read, whole } = isWanted ? await readBody(request) : { read: Buffer.alloc(0), whole: false }
    const hearing = whole ? look?.({ method, path, query: query ?? '', headers, body: read }) : undefined
    const end = await passOn({
      ...{ upstream, agent: line.agent, request, response, read, unreached },
      answering: (answer) => {
        hearing?.began?.(answer)
        return hearing?.piece
      },
      connected: (socket) => this.#tie(socket, request.socket, line),
    })
    line.open--
    hearing?.ended(end)
  }

  /** An idle connection is closed when the other one is. */
  #tie(ours: Socket, client: Socket, line: Line): void {
    if (this.#tied.has(ours)) return
    this.#tied.add(ours)
    ours.once('close', () => line.open === 0 && client.destroySoon())
  }
}

/** Reads a body until its end, or until it is too large. */
function readBody(request: IncomingMessage): Promise<{ read: Buffer; whole: boolean }> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let size = 0
    const add = (piece: Buffer) => {
      pieces.push(piece)
      size += piece.length
      if (size > maxBodyBytes) stop(false)
    }
    const ended = () => stop(true)
    const stop = (whole: boolean) => {
      request.pause()
      request.off('data', add).off('end', ended)
      resolve({ read: Buffer.concat(pieces), whole })
    }
    request.on('data', add).on('end', ended)
  })
}
