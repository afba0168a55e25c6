import { HarnessError } from '../errors.ts'
import type { Pipe } from '../machine.ts'
import { type LineMessage, lineClient } from './line-client.ts'

/** What a process says by itself. */
export type RpcListener = {
  readonly notified: (method: string, params: LineMessage) => void
  /** Answers a request of the process. @throws Error what it is refused with */
  readonly asked: (method: string, params: LineMessage) => LineMessage | Promise<LineMessage>
  readonly logged: (line: string) => void
}

/** How a request ended: with a result, with the process's error in its words, or without an answer when the process went. */
export type RpcAnswer =
  | { readonly ok: true; readonly result: LineMessage }
  | { readonly ok: false; readonly why: string; readonly lost: boolean }

type Waiting = { readonly method: string; readonly end: (answer: RpcAnswer) => void }

/** JSON-RPC 2.0 with a process over its pipe, one message a line. It has no time limits: they are the business of who asks. */
export class JsonRpcClient {
  readonly #listener: RpcListener
  readonly #write: (message: LineMessage) => void
  readonly #waiting = new Map<unknown, Waiting>()
  #ids = 0

  constructor(pipe: Pipe, listener: RpcListener) {
    this.#listener = listener
    this.#write = lineClient(pipe, (message) => this.#told(message), listener.logged)
    pipe.output.once('close', () => this.#lost())
  }

  request(method: string, params: LineMessage): Promise<RpcAnswer> {
    const id = ++this.#ids
    return new Promise((end) => {
      this.#waiting.set(id, { method, end })
      this.#write({ jsonrpc: '2.0', id, method, params })
    })
  }

  notify(method: string, params: LineMessage = {}): void {
    this.#write({ jsonrpc: '2.0', method, params })
  }

  /** The result of a request that must not fail. @throws HarnessError LIMIT_REACHED in the words of the process */
  async call(method: string, params: LineMessage): Promise<LineMessage> {
    const answer = await this.request(method, params)
    if (answer.ok) return answer.result
    throw new HarnessError('LIMIT_REACHED', `"${method}" was refused: ${answer.why}`)
  }

  #told(message: LineMessage): void {
    const { id, method, result, error } = message
    const params = (message.params ?? {}) as LineMessage
    if (typeof method !== 'string') this.#answered(id, result, error)
    else if (id === undefined) this.#listener.notified(method, params)
    else void this.#answerTo(method, params).then((answer) => this.#write({ jsonrpc: '2.0', id, ...answer }))
  }

  async #answerTo(method: string, params: LineMessage): Promise<LineMessage> {
    try {
      return { result: await this.#listener.asked(method, params) }
    } catch (error) {
      return { error: { code: -32601, message: error instanceof Error ? error.message : String(error) } }
    }
  }

  #answered(id: unknown, result: unknown, error: unknown): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    const why = typeof error === 'string' ? error : JSON.stringify(error)
    waiting?.end(
      error === undefined ? { ok: true, result: (result ?? {}) as LineMessage } : { ok: false, why, lost: false },
    )
  }

  #lost(): void {
    for (const { method, end } of this.#waiting.values())
      end({ ok: false, why: `the process went before it answered "${method}"`, lost: true })
    this.#waiting.clear()
  }
}
