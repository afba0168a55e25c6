import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Gateway, Installed, Place, StoredTranscript } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { limits } from '../../limits.ts'
import type { SessionState, StoreProblem } from '../../record/entry.ts'
import type { Turn } from '../../transcript/transcript.ts'
import type { Layout } from './config.ts'
import { type Answer, Connection } from './connection.ts'
import { Device } from './device.ts'
import { entriesOfEvent, keyOf, nameOf } from './events.ts'
import { turnOf } from './messages.ts'
import { GatewayProcess } from './process.ts'
import { readStore } from './store.ts'
import { checkStore } from './store-check.ts'

/** What one OpenClaw is made of; all of it stays the same when it is started again. */
export type Parts = {
  readonly installed: Installed
  readonly place: Place
  readonly layout: Layout
  readonly port: number
  readonly token: string
}

/** A gateway that is still starting is asked again this often. */
const retryMs = 50

/** One OpenClaw on one state folder, with a chat client of our own connected to it. */
export class OpenClaw implements Gateway {
  readonly #parts: Parts
  readonly #device = new Device()
  #process: GatewayProcess | undefined
  #connection: Connection | undefined
  #lastLines: string[] = []

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get running(): boolean {
    return this.#process?.running === true
  }

  async start(): Promise<void> {
    const { installed, place, layout, port } = this.#parts
    const began = performance.now()
    this.#lastLines = []
    const note: Place['note'] = (body) => {
      if (body.kind === 'gateway-logged') this.#lastLines = [...this.#lastLines.slice(-4), body.line]
      place.note(body)
    }
    this.#process = new GatewayProcess(installed, { ...place, note }, layout, port)
    const { payload } = await this.#connect()
    place.note({ kind: 'gateway-ready', protocol: String(payload.protocol), ms: Math.round(performance.now() - began) })
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal)
  }

  async send(session: string, text: string): Promise<string> {
    return this.#ask(session, 'message', text, 'chat.send', { message: text, idempotencyKey: randomUUID() })
  }

  async stop(session: string): Promise<string> {
    return this.#ask(session, 'stop', '/stop', 'chat.send', { message: '/stop', idempotencyKey: randomUUID() })
  }

  async abort(session: string): Promise<string> {
    return this.#ask(session, 'abort', 'chat.abort', 'chat.abort', {})
  }

  async sessions(): Promise<SessionState[]> {
    const payload = await this.#query('sessions.list', {})
    const listed = Array.isArray(payload.sessions) ? payload.sessions : []
    return listed.map(({ key, status, hasActiveRun, abortedLastRun }) => ({
      session: nameOf(String(key)),
      running: hasActiveRun === true || status === 'running',
      status: JSON.stringify({ status, hasActiveRun, abortedLastRun }),
    }))
  }

  async history(session: string): Promise<Turn[]> {
    const payload = await this.#query('chat.history', { sessionKey: keyOf(session) })
    const messages = Array.isArray(payload.messages) ? payload.messages : []
    return messages.flatMap((message, index) => turnOf(message, `history ${index}`))
  }

  transcripts(): Promise<StoredTranscript[]> {
    return readStore(this.#parts.layout.state, join(this.#parts.place.kept, 'store'), nameOf)
  }

  checkStore(): Promise<readonly StoreProblem[]> {
    const { layout, place } = this.#parts
    return checkStore({ state: layout.state, evidence: join(place.kept, 'store'), running: this.running })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection?.close()
    if (this.running) this.signal('SIGKILL')
    await this.#process?.exited()
  }

  async #ask(
    session: string,
    what: 'message' | 'stop' | 'abort',
    text: string,
    method: string,
    params: Record<string, unknown>,
  ): Promise<string> {
    const { note } = this.#parts.place
    const message = randomUUID()
    note({ kind: 'client-sent', message, session, what, text })
    const { ok, detail, payload, lost } = await this.#request(method, { sessionKey: keyOf(session), ...params })
    if (lost) throw new HarnessError('LIMIT_REACHED', `${method} got no answer: ${detail}`)
    note({ kind: 'client-acknowledged', message, ok, detail: ok ? JSON.stringify(payload) : detail })
    return message
  }

  /**
   * Asks until the gateway answers: for some seconds after its start it is ready for chats and still refuses other methods.
   * @throws HarnessError LIMIT_REACHED with the gateway's last refusal
   */
  async #query(method: string, params: Record<string, unknown>): Promise<Answer['payload']> {
    const until = performance.now() + limits.accept
    let { ok, payload, detail } = await this.#request(method, params)
    while (!ok && performance.now() < until) {
      await pause(retryMs)
      ;({ ok, payload, detail } = await this.#request(method, params))
    }
    if (ok) return payload
    throw new HarnessError(
      'LIMIT_REACHED',
      `${method} was refused for ${limits.accept / 1000} s (limit "accept"): ${detail}`,
    )
  }

  async #request(method: string, params: Record<string, unknown>): Promise<Answer> {
    if (this.#connection?.isOpen !== true) await this.#connect()
    return (this.#connection as Connection).request(method, params)
  }

  /** Connects until the gateway says that it is ready; its process or its patience ending is an error of its own. */
  async #connect(): Promise<Answer> {
    const { port, token, place } = this.#parts
    const until = performance.now() + limits.boot
    const listener = {
      onEvent: (event: string, payload: Record<string, unknown>) => entriesOfEvent(event, payload).forEach(place.note),
      onClose: (detail: string, closed: Connection) => {
        if (closed === this.#connection) place.note({ kind: 'client-disconnected', detail })
      },
    }
    let said = 'nothing'
    while (this.running && performance.now() < until) {
      const { connection, answer } = await Connection.open(`ws://127.0.0.1:${port}`, listener, this.#device, token)
      if (answer.ok) {
        this.#connection = connection
        return answer
      }
      said = answer.detail
      await pause(retryMs)
    }
    const why = this.running
      ? `it was not ready within ${limits.boot / 1000} s (limit "boot"); it last said: ${said}`
      : 'it exited'
    const inUse = this.#lastLines.some((line) => /EADDRINUSE|already in use|already listening/.test(line))
    throw new HarnessError(
      inUse ? 'PORT_TAKEN' : 'GATEWAY_NOT_READY',
      `cannot reach the gateway on port ${port}: ${why}; its last lines:\n  ${this.#lastLines.join('\n  ')}`,
    )
  }
}
