import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client, Introduction, Place } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { limits } from '../../limits.ts'
import type { Order } from '../../record/entry.ts'
import { type Answer, Connection } from './connection.ts'
import { Device } from './device.ts'
import { entriesOfEvent, keyOf } from './events.ts'

/** What a client needs of its gateway. */
export type Host = {
  readonly note: Place['note']
  /** the token that clients share, and the one that they shared before it was rotated */
  readonly tokens: { readonly current: string; readonly old: string }
  readonly running: () => boolean
  /** the WebSocket's address for a client */
  readonly address: (client: string) => Promise<string>
  /** a method that is asked for after each connect */
  readonly greeting?: string
  /** explains why the gateway cannot be reached */
  readonly unreachable: (why: string) => HarnessError
}

/** A gateway that is still starting is asked again this often. */
const retryMs = 50

/** One chat client of our own, with a device of its own. */
export class ChatClient implements Client {
  readonly #name: string
  readonly #host: Host
  #device = new Device()
  #devices = 0
  /** what the gateway has given the device: its token, and the one before */
  #deviceTokens = { current: '', old: '' }
  #connection: Connection | undefined

  constructor(name: string, host: Host) {
    this.#name = name
    this.#host = host
  }

  async connect(as: Introduction): Promise<void> {
    if (as.device === 'new') {
      this.#device = new Device()
      this.#devices++
      this.#deviceTokens = { current: '', old: '' }
    }
    this.close()
    this.#noteAttempt(await this.#attempt(as), as)
  }

  /** The id of its device. */
  get deviceId(): string {
    return this.#device.id
  }

  /** The device has been given another token; nothing is known of it where the gateway keeps it to itself. */
  deviceTokenChanged(token: string): void {
    this.#deviceTokens = { current: token, old: this.#deviceTokens.current }
  }

  send(session: string, text: string): Promise<string> {
    return this.#say(session, 'message', text)
  }

  stop(session: string, when = 'now'): Promise<string> {
    return this.#say(session, 'stop', when === 'now' ? '/stop' : '/stop --after-tools')
  }

  reset(session: string, how: 'reset' | 'new'): Promise<string> {
    return this.#say(session, 'reset', `/${how}`)
  }

  compact(session: string): Promise<string> {
    return this.#say(session, 'compact', '/compact')
  }

  abort(session: string): Promise<string> {
    return this.#ask(session, 'abort', 'chat.abort', 'chat.abort', {})
  }

  /** Connects until the gateway says that it is ready; its process or its patience ending is an error of its own. */
  async whenReady(): Promise<Answer> {
    const until = performance.now() + limits.boot
    let said = 'nothing'
    while (this.#host.running() && performance.now() < until) {
      const answer = await this.#attempt()
      if (answer.ok) {
        this.#noteAttempt(answer)
        return answer
      }
      said = answer.detail
      await pause(retryMs)
    }
    const late = `it was not ready within ${limits.boot / 1000} s (limit "boot"); it last said: ${said}`
    throw this.#host.unreachable(this.#host.running() ? late : 'it exited')
  }

  /** Asks for a method, over a new connection when there is none. */
  async request(method: string, params: Record<string, unknown>): Promise<Answer> {
    if (this.#connection?.isOpen !== true) await this.whenReady()
    return (this.#connection as Connection).request(method, params)
  }

  close(): void {
    this.#connection?.close()
  }

  async #attempt({ shows, scopes = 'all' }: Omit<Introduction, 'device'> = {}): Promise<Answer> {
    const { address, note, greeting } = this.#host
    const client = this.#name
    const listener = {
      onEvent: (event: string, payload: Record<string, unknown>) =>
        entriesOfEvent(event, payload, client).forEach(note),
      onClose: (detail: string, closed: Connection) => {
        if (closed === this.#connection) note({ kind: 'client-disconnected', client, detail })
      },
    }
    const hello = { device: this.#device, token: this.#tokenFor(shows), scopes }
    const { connection, answer } = await Connection.open(await address(client), listener, hello)
    if (!answer.ok) return answer
    this.#connection = connection
    const given = (answer.payload.auth as { deviceToken?: string } | undefined)?.deviceToken
    if (given !== undefined && given !== this.#deviceTokens.current) this.deviceTokenChanged(given)
    if (greeting !== undefined) await connection.request(greeting, {})
    return answer
  }

  #tokenFor(shows: Introduction['shows']): string {
    const tokens = shows?.endsWith('device-token') ? this.#deviceTokens : this.#host.tokens
    return tokens[shows?.startsWith('old') ? 'old' : 'current']
  }

  #noteAttempt({ ok, detail }: Answer, { shows }: Partial<Introduction> = {}): void {
    const attempt = { client: this.#name, device: this.#devices, ok, detail }
    this.#host.note({ kind: 'client-connected', ...attempt, ...(shows === undefined ? {} : { shows }) })
  }

  #say(session: string, what: Order, text: string): Promise<string> {
    return this.#ask(session, what, text, 'chat.send', { message: text, idempotencyKey: randomUUID() })
  }

  async #ask(
    session: string,
    what: Order,
    text: string,
    method: string,
    params: Record<string, unknown>,
  ): Promise<string> {
    const { note } = this.#host
    const message = randomUUID()
    note({ kind: 'client-sent', client: this.#name, message, session, what, text })
    const { ok, detail, payload, lost } = await this.request(method, { sessionKey: keyOf(session), ...params })
    if (lost) throw new HarnessError('LIMIT_REACHED', `${method} got no answer: ${detail}`)
    note({ kind: 'client-acknowledged', message, ok, detail: ok ? JSON.stringify(payload) : detail })
    return message
  }
}
