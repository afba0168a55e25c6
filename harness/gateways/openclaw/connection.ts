import { randomUUID } from 'node:crypto'
import { limits } from '../../limits.ts'
import type { Claim, Device } from './device.ts'

/** A frame of OpenClaw's WebSocket protocol, versions 3 and 4 (docs, gateway/protocol). */
type Frame =
  | { type: 'res'; id: string; ok: boolean; payload?: unknown; error?: { code?: string; message?: string } }
  | { type: 'event'; event: string; payload?: Record<string, unknown> }

/** What the gateway answered to a request: its payload, or its own words for the refusal. */
export type Answer = {
  readonly ok: boolean
  readonly payload: Record<string, unknown>
  readonly detail: string
  /** no answer came: the connection closed, or the limit was reached */
  readonly lost: boolean
}

/** What a connection tells of. */
export type Listener = {
  readonly onEvent: (event: string, payload: Record<string, unknown>) => void
  readonly onClose: (detail: string, closed: Connection) => void
}

/** What a connection says of itself. */
export type Hello = { readonly device: Device; readonly token: string; readonly scopes: keyof typeof scopes }

const identity = { clientId: 'cli', clientMode: 'cli', role: 'operator' }

const few = ['operator.read', 'operator.write']
const scopes = { few, all: ['operator.admin', ...few, 'operator.approvals', 'operator.pairing'] }

/** How long a gateway that sends no challenge is waited for. Every version since 2026.1.29 sends one. */
const challengeMs = 20_000

/** One WebSocket connection to a gateway, after the handshake. */
export class Connection {
  readonly #socket: WebSocket
  readonly #pending = new Map<string, (answer: Answer) => void>()
  readonly #listener: Listener
  readonly #shaken = Promise.withResolvers<Answer>()

  private constructor(url: string, listener: Listener, { device, token, scopes: asked }: Hello) {
    this.#listener = listener
    this.#socket = new WebSocket(url)
    const claim = { ...identity, scopes: scopes[asked], token }
    const unchallenged = setTimeout(
      () => this.#shaken.resolve(refusal(`no challenge within ${challengeMs / 1000} s`, true)),
      challengeMs,
    )
    this.#socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as Frame
      if (frame.type === 'event' && frame.event === 'connect.challenge') {
        clearTimeout(unchallenged)
        const { nonce, ts } = frame.payload ?? {}
        // the gateway's clock is that of its machine and so its client's; a scenario may have moved it
        void this.#hello(device, { ...claim, nonce: String(nonce) }, typeof ts === 'number' ? ts : Date.now())
      } else this.#receive(frame)
    })
    this.#socket.addEventListener('error', () => {})
    this.#socket.addEventListener('close', ({ code, reason }) => {
      clearTimeout(unchallenged)
      this.#closed(`closed with ${code} ${reason}`.trim())
    })
  }

  /** Connects and shakes hands. The answer says whether the gateway is ready; the protocol's number is in its payload. */
  static async open(
    url: string,
    listener: Listener,
    hello: Hello,
  ): Promise<{ connection: Connection; answer: Answer }> {
    const connection = new Connection(url, listener, hello)
    const answer = await connection.#shaken.promise
    if (!answer.ok) connection.close()
    return { connection, answer }
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** Asks for a method; a connection that closes meanwhile, or no answer in time, is an answer that is not ok. */
  request(method: string, params: Record<string, unknown>): Promise<Answer> {
    const id = randomUUID()
    return new Promise((resolve) => {
      if (!this.isOpen) return resolve(refusal('the connection is closed', true))
      const late = setTimeout(
        () => resolve(refusal(`no answer to ${method} within ${limits.accept / 1000} s (limit "accept")`, true)),
        limits.accept,
      )
      this.#pending.set(id, (answer) => {
        clearTimeout(late)
        resolve(answer)
      })
      this.#socket.send(JSON.stringify({ type: 'req', id, method, params }))
    })
  }

  close(): void {
    this.#socket.close()
  }

  async #hello(device: Device, claim: Claim, at: number): Promise<void> {
    const { clientId, clientMode, role, scopes, token } = claim
    const client = { id: clientId, mode: clientMode, version: '1.0.0', platform: process.platform }
    const signed = device.sign(claim, at)
    const params = {
      minProtocol: 3,
      maxProtocol: 4,
      client,
      role,
      scopes,
      caps: ['tool-events'],
      auth: { token },
      device: signed,
    }
    this.#shaken.resolve(await this.request('connect', params))
  }

  #receive(frame: Frame): void {
    if (frame.type === 'event') {
      this.#listener.onEvent(frame.event, frame.payload ?? {})
      return
    }
    const resolve = this.#pending.get(frame.id)
    this.#pending.delete(frame.id)
    const payload = (frame.payload ?? {}) as Record<string, unknown>
    resolve?.(
      frame.ok
        ? { ok: true, payload, detail: '', lost: false }
        : refusal(`${frame.error?.code ?? 'error'}: ${frame.error?.message ?? 'no message'}`),
    )
  }

  #closed(detail: string): void {
    for (const resolve of this.#pending.values()) resolve(refusal(detail, true))
    this.#pending.clear()
    this.#shaken.resolve(refusal(detail))
    this.#listener.onClose(detail, this)
  }
}

function refusal(detail: string, lost = false): Answer {
  return { ok: false, payload: {}, detail, lost }
}
