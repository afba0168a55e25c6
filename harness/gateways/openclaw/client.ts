import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client, Introduction, Place } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { limits } from '../../limits.ts'
import type { Order } from '../../record/entry.ts'
import { acknowledgement } from './acknowledgement.ts'
import { type Answer, Connection } from './connection.ts'
import { Device } from './device.ts'
import { entriesOfEvent } from './events.ts'

/** What a client needs of its gateway. */
export type Host = {
  readonly note: Place['note']
  /** the gateway's key of a session */
  readonly keyOf: (session: string) => string
  /** the token that clients share, and the one that they shared before it was rotated */
  readonly tokens: { readonly current: string; readonly old: string }
  readonly running: () => boolean
  /** the WebSocket's address for a client */
  readonly address: (client: string) => Promise<string>
  /** a method that is asked for after each connect; a client that has one connects again by itself whenever it is shut out */
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
  #becomingReady: Promise<Answer> | undefined
  #isLeaving = false

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

  /**
   * Has the gateway give its device another token, or none. A connection with the device's token asks for it, beside the one it has:
   * only such a one is told the new token (2026.9.6, `shouldReturnRotatedDeviceToken`).
   * @throws HarnessError LIMIT_REACHED with the gateway's refusal
   */
  async changeDeviceToken(how: 'rotate' | 'revoke'): Promise<void> {
    const hello = { device: this.#device, token: this.#deviceTokens.current, scopes: 'all' } as const
    const deaf = { onEvent: () => {}, onClose: () => {} }
    const { connection, answer } = await Connection.open(await this.#host.address(this.#name), deaf, hello)
    const params = { deviceId: this.#device.id, role: 'operator' }
    const done = answer.ok ? await connection.request(`device.token.${how}`, params) : answer
    connection.close()
    const isTold = how === 'revoke' || typeof done.payload.token === 'string'
    if (!done.ok || !isTold)
      throw new HarnessError('LIMIT_REACHED', `device.token.${how} gave no token: ${done.detail}`)
    if (how === 'rotate') this.#deviceTokenIs(String(done.payload.token))
  }

  #deviceTokenIs(token: string): void {
    if (token === this.#deviceTokens.current) return
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

  abort(session: string, run?: string): Promise<string> {
    return this.#ask(session, 'abort', 'chat.abort', 'chat.abort', run === undefined ? {} : { runId: run })
  }

  /** Connects until the gateway says that it is ready; its process or its patience ending is an error of its own. */
  whenReady(): Promise<Answer> {
    this.#becomingReady ??= this.#connectUntilReady().finally(() => {
      this.#becomingReady = undefined
    })
    return this.#becomingReady
  }

  async #connectUntilReady(): Promise<Answer> {
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
    this.#isLeaving = this.#host.greeting !== undefined
    this.#connection?.close()
  }

  async #attempt({ shows, scopes = 'all' }: Omit<Introduction, 'device'> = {}): Promise<Answer> {
    const { address, note, greeting } = this.#host
    const client = this.#name
    const listener = {
      onEvent: (event: string, payload: Record<string, unknown>) =>
        entriesOfEvent(event, payload, client).forEach(note),
      onClose: (detail: string, closed: Connection) => {
        if (closed !== this.#connection) return
        note({ kind: 'client-disconnected', client, detail })
        // a gateway that is gone for good is for its next user to find out
        if (greeting !== undefined && !this.#isLeaving) this.whenReady().catch(() => {})
      },
    }
    const hello = { device: this.#device, token: this.#tokenFor(shows), scopes }
    const { connection, answer } = await Connection.open(await address(client), listener, hello)
    if (!answer.ok) return answer
    this.#connection = connection
    const given = (answer.payload.auth as { deviceToken?: string } | undefined)?.deviceToken
    if (given !== undefined) this.#deviceTokenIs(given)
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
    const { note, keyOf } = this.#host
    const message = randomUUID()
    const only = what === 'abort' && params.runId !== undefined ? { run: String(params.runId) } : {}
    note({ kind: 'client-sent', client: this.#name, message, session, what, text, ...only })
    const answer = await this.request(method, { sessionKey: keyOf(session), ...params })
    if (answer.lost) throw new HarnessError('LIMIT_REACHED', `${method} got no answer: ${answer.detail}`)
    note(acknowledgement(message, what, answer))
    return message
  }
}
