import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { type Host, loopback } from '../harness/connections.ts'
import type { EntryBody, ReplyEnd } from '../harness/record/entry.ts'
import { type Act, pingMs } from './act.ts'
import { type Asked, answer, judge, type Part } from './answer.ts'
import { dialectNamed, dialects } from './dialects/index.ts'
import type { FailureName } from './failure.ts'
import { parseJson } from './json.ts'
import { Keys } from './keys.ts'
import { notedPlace, type Served } from './place.ts'
import { isScripted, type Position, replyAt } from './script.ts'
import { TokenEndpoint } from './token-endpoint.ts'
import { splitVendorPath } from './vendors.ts'

/** What a provider needs to know, and where it notes what it sees. */
export type ProviderOptions = Part & {
  /** makes ids differ between runs and stay the same within one */
  readonly seed: number
  readonly note: (body: EntryBody) => void
  /** a free port when it is not given */
  readonly port?: number
  /** where it listens; on loopback when it is not given */
  readonly host?: Host
}

/** Listens on a free loopback port. A scripted reply is held until `release` lets it go; all others go at once. */
export async function startProvider(options: ProviderOptions): Promise<Provider> {
  const provider = new Provider(options)
  await provider.listen()
  return provider
}

/** A running mock provider. */
export class Provider implements AsyncDisposable {
  readonly #options: ProviderOptions
  readonly #server = createServer((request, response) => {
    // a client that goes away in the middle of its request; it must not end the process, nor look like an answer
    this.#serve(request, response).catch((error) => response.destroy(error))
  })
  readonly #released = new Set<string>()
  readonly #waiting = new Map<string, (() => void)[]>()
  readonly #broken = new Set<string>()
  readonly #issued = new Map<string, string>()
  readonly #served: Served[] = []
  #requests = 0
  #port: number

  /** the vendors' token endpoints */
  readonly tokens: TokenEndpoint
  /** the keys that gateways show */
  readonly keys = new Keys()

  constructor(options: ProviderOptions) {
    this.#options = options
    this.tokens = new TokenEndpoint(options.note)
    this.#port = options.port ?? 0
  }

  /** The port it listens on, or listened on before it refused connections. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? this.#port
  }

  /** The address without a path, such as `http://127.0.0.1:4010`. */
  get url(): string {
    return `http://${(this.#options.host ?? loopback).name}:${this.port}`
  }

  /** The address that a gateway is given for one API: the API's own paths come after it. */
  baseUrl(api: string): string {
    return this.url + dialectNamed(api).basePath
  }

  /** Connects to it as a gateway does; resolves when the connection stands. */
  async connect(): Promise<Socket> {
    const socket = await (this.#options.host ?? loopback).reach(this.port)()
    if (socket.connecting) await once(socket, 'connect')
    return socket
  }

  listen(): Promise<void> {
    return (this.#options.host ?? loopback).listen(this.#server, this.#port)
  }

  /** Lets a scripted reply go, now or when it is asked for. */
  release(position: Position): void {
    const key = keyOf(position)
    this.#released.add(key)
    for (const go of this.#waiting.get(key) ?? []) go()
    this.#waiting.delete(key)
  }

  /** Lets every reply and every OAuth refresh go: the schedule is over. */
  releaseAll(): void {
    this.tokens.releaseAll()
    this.#options.script.forEach(({ replies }, turn) => {
      replies.forEach((_, reply) => void this.release({ turn, reply }))
    })
  }

  /** Listens no more: connections are refused from now on, and those that stand are closed. */
  async refuse(): Promise<void> {
    this.#port = this.port
    await this[Symbol.asyncDispose]()
    this.#options.note({ kind: 'provider-closed' })
  }

  /** Listens again, where it did. */
  async accept(): Promise<void> {
    if (this.#server.listening) return
    await this.listen()
    this.#options.note({ kind: 'provider-opened' })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search: query } = new URL(request.url ?? '/', 'http://provider')
    const { host, path } = splitVendorPath(pathname)
    const isPost = request.method === 'POST'
    if (isPost && host?.tokenPath === path) return this.tokens.serve(host.vendor, await bodyOf(request), response)
    const dialect = isPost ? dialects.find(({ answers }) => answers(path)) : undefined
    if (dialect === undefined) {
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: `the mock provider has no ${request.method} ${path}` }))
      return
    }
    const number = this.#requests++
    const nonce = nonceOf(this.#options.seed, number)
    const body = parseJson(await bodyOf(request))
    const asked = { dialect, path, query, body, nonce, issued: this.#issued, served: this.#served }
    await this.#reply(asked, number, response, this.#unwelcome(request))
  }

  /** Why a request is refused before anybody reads it. */
  #unwelcome({ headers }: IncomingMessage): FailureName | undefined {
    if (this.keys.refuses(headers)) return 'bad-key'
    return this.tokens.refuses(headers) ? 'token-expired' : undefined
  }

  async #reply(asked: Asked, number: number, response: ServerResponse, unwelcome?: FailureName): Promise<void> {
    const { note } = this.#options
    const { turns, rejection: judged, position } = judge(this.#options, asked)
    const rejection = unwelcome === undefined ? judged : null
    const place = notedPlace(this.#options.script, position)
    note({ kind: 'provider-asked', request: number, ...place, turns, rejection, body: withoutTools(asked.body) })
    const finish = (end: ReplyEnd) => note({ kind: 'provider-replied', request: number, end })
    if (unwelcome !== undefined) {
      const acts = asked.dialect.reject(asked.dialect.failures[unwelcome], asked, `req_${asked.nonce}`)
      note({ kind: 'provider-replying', request: number, status: statusOf(acts), text: '', calls: [] })
      // nothing of the script was broken, and nobody was answered
      const end = await this.#perform(number, acts, response)
      return finish(end === 'complete' ? 'broken' : end)
    }
    if (rejection !== null) {
      const acts = asked.dialect.reject(rejection, asked, `req_${asked.nonce}`)
      return finish(await this.#perform(number, acts, response))
    }
    if (position !== null && (await this.#heldUntilGone(position, response))) return finish('client-gone')
    const { acts, broken, made, ...said } = answer(this.#options, asked, position, this.#breakNow(position))
    for (const { id, tool } of said.calls) this.#issued.set(tool, id)
    if (position !== null) this.#served.push({ ...position, text: said.text, calls: made })
    note({ kind: 'provider-replying', request: number, status: statusOf(acts), ...said })
    finish(await this.#perform(number, acts, response, broken))
  }

  /** A fault breaks the first delivery only: a gateway that tries again gets the whole reply. */
  #breakNow(position: Position | null): boolean {
    if (position === null || replyAt(this.#options.script, position).fault === undefined) return false
    const key = keyOf(position)
    const first = !this.#broken.has(key)
    this.#broken.add(key)
    return first
  }

  /** Holds a scripted reply until its step comes; true when the gateway hung up before. */
  #heldUntilGone(position: Position, response: ServerResponse): Promise<boolean> {
    const key = keyOf(position)
    if (this.#released.has(key) || !isScripted(this.#options.script, position)) return Promise.resolve(false)
    return new Promise((resolve) => {
      this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), () => resolve(response.destroyed)])
      response.once('close', () => resolve(true))
    })
  }

  /**
   * Performs acts in order. Writes are handed over without waiting, so that the system may send several at once; before a fault
   * or a pause all that was written has left.
   */
  async #perform(request: number, acts: readonly Act[], response: ServerResponse, broken = false): Promise<ReplyEnd> {
    const { note } = this.#options
    const noteBroken = () => broken && note({ kind: 'provider-broke', request })
    let sent: Promise<void> = Promise.resolve()
    for (const act of acts) {
      if (response.destroyed) return 'client-gone'
      if (act.do === 'cut' || act.do === 'stall') {
        await sent
        noteBroken()
        await (act.do === 'cut' ? cut(response, act.by) : stall(response, act.ping))
        return 'broken'
      }
      if (act.do === 'head') response.writeHead(act.status, act.headers)
      else if (act.do === 'end') response.end()
      else if (act.do === 'wait') {
        await sent
        if (response.headersSent) response.flushHeaders()
        await waitUnlessGone(response, act.ms)
      } else {
        const { mark } = act
        const written = write(response, act.bytes, act.encoding)
        sent = mark === undefined ? written : written.then(() => note({ kind: 'provider-wrote', request, mark }))
      }
    }
    await sent
    noteBroken()
    return broken ? 'broken' : 'complete'
  }
}

/** What is still in the socket's buffer is sent before an orderly end; a reset throws it away, as a crashed peer does. */
function cut(response: ServerResponse, by: 'fin' | 'rst'): void {
  if (by === 'rst') response.socket?.resetAndDestroy()
  else response.socket?.destroySoon()
}

async function stall(response: ServerResponse, ping: string | undefined): Promise<void> {
  const pinging = ping === undefined ? undefined : setInterval(() => response.write(ping), pingMs)
  await once(response, 'close')
  clearInterval(pinging)
}

async function waitUnlessGone(response: ServerResponse, ms: number): Promise<void> {
  const gone = new AbortController()
  const stop = () => gone.abort()
  response.once('close', stop)
  await pause(ms, undefined, { signal: gone.signal }).catch(() => {})
  response.off('close', stop)
}

function statusOf(acts: readonly Act[]): number {
  return acts.find((act) => act.do === 'head')?.status ?? 200
}

function write(response: ServerResponse, bytes: string, encoding: BufferEncoding = 'utf8'): Promise<void> {
  return new Promise((resolve) => response.write(bytes, encoding, () => resolve()))
}

/** How a client may have packed its body: OpenClaw sends zstd to the API of a ChatGPT plan, as Codex does. */
const unpack: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const decode = unpack[request.headers['content-encoding'] ?? '']
  return (decode === undefined ? bytes : decode(bytes)).toString()
}

function keyOf({ turn, reply }: Position): string {
  return `${turn}.${reply}`
}

/** 20 letters and digits, the same for the same seed and request. */
function nonceOf(seed: number, request: number): string {
  const tail = `${seed.toString(36)}r${request.toString(36)}`
  return tail.padStart(20, 'Q')
}

/** Tool schemas and system prompts are most of a request's bytes and none of its history. */
function withoutTools(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  const { tools, system, ...rest } = body as Record<string, unknown>
  return {
    ...rest,
    tools: Array.isArray(tools) ? tools.length : undefined,
    system: system === undefined ? undefined : 'left out',
  }
}
