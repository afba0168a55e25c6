import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Server as AnyServer } from 'node:net'
import { json } from 'node:stream/consumers'
import { HarnessError } from '../errors.ts'
import { inTime } from '../in-time.ts'
import { limits } from '../limits.ts'
import { answerTo } from './hold-tool.ts'
import type { Ledger, Taken } from './ledger.ts'
import { type Order, type Ordered, outputOf } from './order.ts'

type Id = number | string
type Message = { id?: Id; method?: string; params?: Record<string, unknown> }
type Params = NonNullable<Message['params']>

/** The header that tells the connections of clients apart, which may number their requests alike. */
const sessionHeader = 'mcp-session-id'

/** A client is told this often that a call goes on: some give up after a minute without news. */
const progressMs = 10_000

/**
 * A server of the Model Context Protocol over streamable HTTP, in our own process (modelcontextprotocol.io/specification, transports). Each
 * session has an address of its own. A call reports that it has started, holds, and does what the harness orders; to die cuts its
 * connection.
 */
export class HttpGateServer implements AsyncDisposable {
  readonly #ledger: Ledger
  readonly #listen: (server: AnyServer) => Promise<void>
  readonly #server: Server
  readonly #waiting = new Map<string, (() => void)[]>()
  /** what a cancellation does to a call that holds, by its client and its request */
  readonly #cancels = new Map<string, () => void>()
  #listening: Promise<void> | undefined

  constructor(ledger: Ledger, listen: (server: AnyServer) => Promise<void>) {
    this.#ledger = ledger
    this.#listen = listen
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  async url(session: string): Promise<string> {
    this.#listening ??= this.#listen(this.#server)
    await this.#listening
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${session}`
  }

  whenListed(session: string): Promise<void> {
    const why = `the tools were not asked for in session ${session} within ${limits.boot / 1000} s (limit "boot")`
    const listed = new Promise<void>((resolve) => {
      this.#waiting.set(session, [...(this.#waiting.get(session) ?? []), resolve])
    })
    return inTime(listed, limits.boot, () => new HarnessError('LIMIT_REACHED', why))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => response.destroy())
    // a stream of its own for what the server has to say, and a closed session, are nothing that it has
    if (request.method !== 'POST') return void response.writeHead(request.method === 'DELETE' ? 200 : 405).end()
    const message = (await json(request).catch(() => ({}))) as Message
    const client = String(request.headers[sessionHeader] ?? '')
    if (message.method === 'notifications/cancelled') this.#cancels.get(`${client} ${message.params?.requestId}`)?.()
    if (message.id === undefined) return void response.writeHead(202).end()
    if (message.method === 'tools/call') return this.#hold(message.id, client, message.params ?? {}, response)
    this.#answer(message.id, message, request.url ?? '', response)
  }

  #answer(id: Id, { method = '', params = {} }: Message, path: string, response: ServerResponse): void {
    const result = answerTo(method, params)
    const error = { code: -32601, message: `no method ${method}` }
    const header = method === 'initialize' ? { [sessionHeader]: randomUUID() } : {}
    response.writeHead(200, { 'content-type': 'application/json', ...header })
    response.end(JSON.stringify({ jsonrpc: '2.0', id, ...(result === undefined ? { error } : { result }) }), () => {
      if (method === 'tools/list') this.#listed(path.slice(1))
    })
  }

  #listed(session: string): void {
    for (const resolve of this.#waiting.get(session) ?? []) resolve()
    this.#waiting.delete(session)
  }

  /** Holds a call until it is told how to end, on a stream that says meanwhile that it goes on. */
  #hold(id: Id, client: string, params: Params, response: ServerResponse): void {
    const call = String((params.arguments as Params | undefined)?.call)
    const key = `${client} ${id}`
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }).flushHeaders()
    const stopTelling = tellProgress(params, response)
    let ordered: Partial<Ordered> = {}
    const taken: Taken = this.#ledger.take(call, ['mcp', call], (what) => {
      if (what.noted) return end(id, ordered, response)
      if (what.resist !== undefined) {
        this.#cancels.set(key, taken.resisted)
        return taken.resists()
      }
      ordered = what
      // as with a gate that is a process: it ends only after the harness has noted that it does
      taken.done()
    })
    // a cancelled call gets no answer; if its connection were cut, some agents would take the server for broken and drop its tools
    this.#cancels.set(key, () => response.end())
    response.on('close', () => {
      stopTelling()
      this.#cancels.delete(key)
      taken.gone()
    })
  }
}

/** Tells a client that asked for it that its call goes on, until it is stopped. */
function tellProgress(params: Params, response: ServerResponse): () => void {
  const { progressToken } = (params._meta ?? {}) as Params
  if (progressToken === undefined) return () => {}
  let progress = 0
  const timer = setInterval(() => {
    write(response, { method: 'notifications/progress', params: { progressToken, progress: ++progress } })
  }, progressMs)
  return () => clearInterval(timer)
}

function end(id: Id, { order = 'die', text = '' }: { order?: Order; text?: string }, response: ServerResponse): void {
  if (order === 'die') return void response.destroy()
  const content = [{ type: 'text', text: outputOf(order, text).toString() }]
  write(response, { id, result: { content, isError: order === 'fail' } })
  response.end()
}

function write(response: ServerResponse, message: object): void {
  response.write(`event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`)
}
