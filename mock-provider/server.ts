import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Host, loopback } from '../harness/connections.ts'
import type { EntryBody, ReplyEnd } from '../harness/record/entry.ts'
import type { Act } from './act.ts'
import { type Asked, answer, judge, type Part } from './answer.ts'
import { besides } from './besides.ts'
import { deliver } from './delivery.ts'
import { dialectNamed, dialects } from './dialects/index.ts'
import type { FailureName } from './failure.ts'
import { parseJson } from './json.ts'
import { Keys, shownIn } from './keys.ts'
import { Memory } from './memory.ts'
import { notedPlace, type Served, servedCall } from './place.ts'
import { bodyOf } from './request-body.ts'
import { isScripted, type Position, replyAt } from './script.ts'
import { settingsOf } from './settings.ts'
import { TokenEndpoint } from './token-endpoint.ts'
import { splitVendorPath } from './vendors.ts'

/** A request as it came: of an API, with its number, or besides, with what it was answered with. */
export type Heard = {
  readonly method: string
  readonly path: string
  readonly api?: string
  readonly request?: number
  readonly status?: number
}

/** What a provider needs to know, and where it notes what it sees. */
export type ProviderOptions = Part & {
  /** makes ids differ between runs and stay the same within one */
  readonly seed: number
  readonly note: (body: EntryBody) => void
  /** is told of each request, whatever it asks for */
  readonly heard?: (request: Heard) => void
  /** a request without the headers that its API demands (a key, its version, the type of its body) is refused, as the APIs do */
  readonly needsHeaders?: boolean
  /** rules whose evidence is unsettled are applied, too */
  readonly strict?: boolean
  /** the time, in milliseconds since 1970; the machine's when it is not given */
  readonly clock?: () => number
  /** a free port when it is not given */
  readonly port?: number
  /** where it listens; on loopback when it is not given */
  readonly host?: Host
}

/** How many deliveries of one reply are remembered. */
const maxServed = 16

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
  readonly #broken = new Map<string, number>()
  readonly #issued = new Map<string, string>()
  readonly #memory = new Memory()
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

  /** Delivers a reply whole from now on, whatever was to break it; every reply that was broken so far, where none is named. */
  mend(position?: Position): void {
    for (const key of position === undefined ? this.#broken.keys() : [keyOf(position)])
      this.#broken.set(key, Number.POSITIVE_INFINITY)
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
    this.#options.note({ kind: 'provider-closed', port: this.#port })
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
    const { method = 'GET', headers } = request
    const { clock = Date.now } = this.#options
    const now = () => Math.floor(clock() / 1000)
    const text = await bodyOf(request)
    if (host?.tokenPath === path && method === 'POST')
      return this.tokens.serve(host.vendor, text, headers['content-type'], response)
    const dialect = method === 'POST' ? dialects.find(({ answers }) => answers(path)) : undefined
    if (dialect === undefined || path.startsWith('/vendor/')) {
      const asked = { method, path, headers, body: parseJson(text), size: text.length, at: now(), memory: this.#memory }
      const { status, body } = besides(asked)
      this.#options.heard?.({ method, path, status })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      return
    }
    const number = this.#requests++
    this.#options.heard?.({ method, path, api: dialect.api, request: number })
    const nonce = nonceOf(this.#options.seed, number)
    const known = { at: now(), size: text.length, nonce, issued: this.#issued, served: this.#served }
    const betas = String(headers['anthropic-beta'] ?? '')
    const { strict = false, needsHeaders = false } = this.#options
    const shown = needsHeaders ? { headers } : {}
    const asked = { dialect, path, query, body: parseJson(text), betas, strict, ...shown, ...known }
    await this.#reply(this.#memory.recall(asked, dialect.keeping), number, response, this.#unwelcome(request))
  }

  /** Why a request is refused before anybody reads it. */
  #unwelcome({ headers, url = '' }: IncomingMessage): FailureName | undefined {
    const keys = shownIn(headers)
    if (this.#options.needsHeaders && keys.length === 0 && !/[?&]key=[^&]/.test(url)) return 'no-key'
    if (this.keys.refuses(keys)) return 'bad-key'
    return this.tokens.refuses(keys) ? 'token-expired' : undefined
  }

  async #reply(asked: Asked, number: number, response: ServerResponse, unwelcome?: FailureName): Promise<void> {
    const { note } = this.#options
    const { turns, rejection: judged, position } = judge(this.#options, asked)
    const rejection = unwelcome === undefined ? judged : null
    const place = notedPlace(this.#options.script, position)
    const settings = settingsOf(asked.dialect, asked)
    note({
      kind: 'provider-asked',
      request: number,
      ...place,
      turns,
      rejection,
      settings,
      body: withoutTools(asked.body),
    })
    const finish = (end: ReplyEnd) => note({ kind: 'provider-replied', request: number, end })
    if (unwelcome !== undefined) {
      const acts = asked.dialect.reject(asked.dialect.failures[unwelcome], asked, `req_${asked.nonce}`)
      note({ kind: 'provider-replying', request: number, status: statusOf(acts), text: '', calls: [] })
      // nothing of the script was broken, and nobody was answered
      const end = await this.#deliver(number, acts, response)
      return finish(end === 'complete' ? 'broken' : end)
    }
    if (rejection !== null) {
      const acts = asked.dialect.reject(rejection, asked, `req_${asked.nonce}`)
      return finish(await this.#deliver(number, acts, response))
    }
    if (position !== null && (await this.#heldUntilGone(position, response))) return finish('client-gone')
    const { reply, acts, broken, ...said } = answer(this.#options, asked, position, this.#breakNow(position))
    for (const { id, tool } of said.calls) this.#issued.set(tool, id)
    if (position !== null) this.#serveAs({ ...position, text: said.text, calls: reply.calls.map(servedCall), broken })
    if (said.failure === undefined) this.#memory.keep(asked, reply)
    note({ kind: 'provider-replying', request: number, status: statusOf(acts), ...said })
    finish(await this.#deliver(number, acts, response, broken))
  }

  /** What a gateway that goes on asking for one reply has been served long ago is in no conversation any more. */
  #serveAs(reply: Served): void {
    const same = this.#served.filter(({ turn, reply: n }) => turn === reply.turn && n === reply.reply)
    const [oldest] = same
    if (oldest !== undefined && same.length >= maxServed) this.#served.splice(this.#served.indexOf(oldest), 1)
    this.#served.push(reply)
  }

  /** A fault breaks the first delivery only, or as many as it says: a gateway that tries again then gets the whole reply. */
  #breakNow(position: Position | null): boolean {
    const fault = position === null ? undefined : replyAt(this.#options.script, position).fault
    if (position === null || fault === undefined) return false
    const key = keyOf(position)
    const before = this.#broken.get(key) ?? 0
    this.#broken.set(key, before + 1)
    return before < (fault.times ?? 1)
  }

  #deliver(request: number, acts: readonly Act[], response: ServerResponse, broken = false): Promise<ReplyEnd> {
    return deliver(acts, response, {
      wrote: (mark) => this.#options.note({ kind: 'provider-wrote', request, mark }),
      broke: broken ? () => this.#options.note({ kind: 'provider-broke', request }) : undefined,
    })
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
}

function statusOf(acts: readonly Act[]): number {
  return acts.find((act) => act.do === 'head')?.status ?? 200
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
