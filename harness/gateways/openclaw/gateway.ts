import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Credentials, Gateway, Installed, NetworkFailure, Place, Store, Surroundings } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { limits } from '../../limits.ts'
import type { Machine, Running } from '../../machine.ts'
import { own } from '../../own.ts'
import type { SessionState } from '../../record/entry.ts'
import type { Turn } from '../../transcript/transcript.ts'
import type { Conditions } from '../conditions.ts'
import type { EventLoop } from '../event-loop.ts'
import { turnOf } from '../session-tree/messages.ts'
import { clientOfAnother, startAnother } from './another.ts'
import { ChatClient, type Host } from './client.ts'
import type { Layout } from './config.ts'
import { ConfigFile } from './config-change.ts'
import type { Answer } from './connection.ts'
import { Browsers } from './control-ui/browsers.ts'
import { PageClient } from './control-ui/page-client.ts'
import { keyOf, nameOf } from './events.ts'
import { programOf } from './process.ts'
import { readStore } from './store.ts'
import { checkStore } from './store-check.ts'
import { damageStore } from './store-damage.ts'
import { StoreHolder } from './store-holder.ts'

/** What one OpenClaw is made of; all of it stays the same when it is started again. */
export type Parts = {
  readonly installed: Installed
  readonly place: Place
  readonly layout: Layout
  readonly port: number
  readonly token: string
  readonly eventLoop: EventLoop
  readonly conditions: Conditions
}

/** A gateway that is still starting is asked again this often. */
const retryMs = 50

/** Another key than the one it starts with (`configOf`). */
const rotatedKey = { models: { providers: { chaos: { apiKey: 'gatecrash-no-key-either' } } } }

/** One OpenClaw on one state folder, with chat clients of our own connected to it. */
export class OpenClaw implements Gateway {
  readonly #parts: Parts
  readonly #clients = new Map<string, ChatClient | PageClient>()
  readonly #observer: ChatClient
  readonly #browsers: Browsers
  readonly #config: ConfigFile
  readonly #holder: StoreHolder
  #process: Running | undefined
  #another: Machine | undefined
  #lastLines: string[] = []
  readonly #tokens: { current: string; old: string }

  constructor(parts: Parts) {
    this.#parts = parts
    this.#tokens = { current: parts.token, old: parts.token }
    this.#config = new ConfigFile(parts.layout.config)
    this.#holder = new StoreHolder(parts.layout.state, parts.place.machine.living)
    this.#browsers = new Browsers(parts.place)
    this.#observer = new ChatClient('observer', this.#observing())
  }

  get running(): boolean {
    return this.#process?.running === true
  }

  async start(): Promise<void> {
    const { installed, place, layout, port, eventLoop, conditions } = this.#parts
    const began = performance.now()
    this.#lastLines = []
    const note: Place['note'] = (body) => {
      if (body.kind === 'gateway-logged') this.#lastLines = [...this.#lastLines.slice(-4), body.line]
      place.note(body)
    }
    const hooks = { hook: eventLoop.port, conditions: conditions.settings(layout.state) }
    this.#process = place.machine.run(programOf(installed, place, layout, port, hooks), note)
    const main = this.client('main')
    if (main instanceof ChatClient) await main.whenReady()
    const { payload } = await this.#observer.whenReady()
    place.note({ kind: 'gateway-ready', protocol: String(payload.protocol), ms: Math.round(performance.now() - began) })
    if (main instanceof PageClient) await main.whenReady()
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal)
  }

  block(ms: number): void {
    this.#parts.eventLoop.block(ms)
  }

  failNetwork(how: NetworkFailure | null): void {
    this.#parts.eventLoop.failNetwork(how)
  }

  client(name: string): ChatClient | PageClient {
    const client = this.#clients.get(name) ?? this.#newClient(name)
    this.#clients.set(name, client)
    return client
  }

  photograph(when: string): Promise<void> {
    return this.#browsers.photograph(when)
  }

  async sessions(): Promise<SessionState[]> {
    const payload = await this.#query('sessions.list', {})
    const listed = Array.isArray(payload.sessions) ? payload.sessions : []
    return listed.map(({ key, status, hasActiveRun, abortedLastRun }) => {
      const running = hasActiveRun === true || status === 'running'
      // 2026.1.29 does not say
      const isIdle = hasActiveRun === false || ['done', 'failed', 'killed', 'timeout'].includes(String(status))
      return {
        session: nameOf(String(key)),
        running,
        ...(isIdle && !running ? { idle: true } : {}),
        status: JSON.stringify({ status, hasActiveRun, abortedLastRun }),
      }
    })
  }

  async history(session: string): Promise<Turn[]> {
    const payload = await this.#query('chat.history', { sessionKey: this.#keyOf(session) })
    const messages = Array.isArray(payload.messages) ? payload.messages : []
    return messages.flatMap((message, index) => turnOf(message, `history ${index}`))
  }

  get store(): Store {
    const { layout, place } = this.#parts
    const evidence = join(place.kept, 'store')
    const stored = () => place.machine.stored(layout.state)
    const isAlive = (pid: number) => place.machine.isAlive(pid)
    return {
      transcripts: async () => readStore(await stored(), evidence, nameOf),
      check: async () => checkStore({ state: await stored(), evidence, running: this.running, isAlive }),
    }
  }

  get surroundings(): Surroundings {
    const { layout, conditions, place } = this.#parts
    const { state } = layout
    return {
      set: (change) => conditions.set(change),
      startAnother: async () => {
        if (place.machine.beside !== undefined) this.#another = await startAnother(this.#parts, place.machine.beside())
      },
      holdStore: () => this.#holder.hold(),
      leaveLock: (session, owner) => this.#holder.leaveLock(this.#keyOf(session), owner),
      releaseStore: () => this.#holder.release(),
      changeConfig: (change) => this.#config.change(change),
      mendConfig: () => this.#config.mend(),
      damage: (session, damage) => damageStore(state, this.#keyOf(session), damage),
    }
  }

  get credentials(): Credentials {
    return {
      rotateGatewayToken: () => {
        const token = randomBytes(24).toString('base64url')
        Object.assign(this.#tokens, { current: token, old: this.#tokens.current })
        return this.#config.set({ gateway: { auth: { token } } }, 'gateway.auth')
      },
      rotateProviderKey: () => this.#config.set(rotatedKey, 'models.providers'),
      changeDeviceToken: async (name, how) => {
        const client = this.client(name)
        if (client instanceof PageClient) throw new HarnessError('BAD_SCENARIO', `client "${name}" is a page`)
        await client.changeDeviceToken(how)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browsers[Symbol.asyncDispose]()
    for (const client of [...this.#clients.values(), this.#observer]) await client.close()
    if (this.running) this.signal('SIGKILL')
    await this.#process?.exited()
    this.#holder.release()
    await this.#parts.conditions[Symbol.asyncDispose]()
    await this.#parts.eventLoop[Symbol.asyncDispose]()
  }

  #newClient(name: string): ChatClient | PageClient {
    const { place, port, installed } = this.#parts
    const kind = own(place.pages ?? {}, name)
    return kind === undefined
      ? new ChatClient(name, this.#host())
      : this.#browsers.client(name, kind, port, installed.version, this.#tokens)
  }

  #keyOf(session: string): string {
    return keyOf(session, this.#parts.place.settings)
  }

  #host(): Host {
    const { place, port } = this.#parts
    return {
      keyOf: (session) => this.#keyOf(session),
      note: place.note,
      tokens: this.#tokens,
      running: () => this.running,
      address: async (client) => {
        const other = client === clientOfAnother ? this.#another : undefined
        return `ws://127.0.0.1:${await (other?.view(port) ?? place.route(client, port))}`
      },
      unreachable: (why) => this.#unreachable(why),
    }
  }

  /** Our own view of the gateway, which no fault in the network of a client shuts: queries, and what it says of tools. */
  #observing(): Host {
    const { place, port } = this.#parts
    return {
      ...this.#host(),
      note: (body) => body.kind === 'tool-reported' && place.note(body),
      address: async () => `ws://127.0.0.1:${await place.machine.view(port)}`,
      greeting: 'sessions.subscribe',
    }
  }

  #unreachable(why: string): HarnessError {
    const inUse = this.#lastLines.some((line) => /EADDRINUSE|already in use|already listening/.test(line))
    return new HarnessError(
      inUse ? 'PORT_TAKEN' : 'GATEWAY_NOT_READY',
      `cannot reach the gateway on port ${this.#parts.port}: ${why}; its last lines:\n  ${this.#lastLines.join('\n  ')}`,
    )
  }

  /**
   * Asks until the gateway answers: for some seconds after its start it is ready for chats and still refuses other methods.
   * @throws HarnessError LIMIT_REACHED with the gateway's last refusal
   */
  async #query(method: string, params: Record<string, unknown>): Promise<Answer['payload']> {
    const until = performance.now() + limits.accept
    let { ok, payload, detail } = await this.#observer.request(method, params)
    while (!ok && performance.now() < until) {
      await pause(retryMs)
      ;({ ok, payload, detail } = await this.#observer.request(method, params))
    }
    if (ok) return payload
    throw new HarnessError(
      'LIMIT_REACHED',
      `${method} was refused for ${limits.accept / 1000} s (limit "accept"): ${detail}`,
    )
  }
}
