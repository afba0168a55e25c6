import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { linesOf } from '../../../lines.ts'
import type { ProviderConfig } from './config.ts'
import type { Credentials } from './credentials.ts'
import { ProviderFailure } from './failure.ts'
import type { Message } from './history.ts'
import type { Block } from './log.ts'
import type { Parts } from './parts.ts'

/** An import would read every export of it, and one of them loads a WebSocket client: more than half of what a boot costs. */
const { request } = process.getBuiltinModule('node:http')

/** Attempts at one reply, the first one included. */
const maxAttempts = 4
const firstBackOffMs = 100
/** A provider that asks for more patience than this is not waited for. */
const maxWaitMs = 30_000

/** What the model is asked: the conversation, and the tools it may call. */
export type Question = { readonly messages: readonly Message[]; readonly tools: readonly object[] }

/** The model, behind the Messages API. */
export class Provider {
  protected readonly config: ProviderConfig
  protected readonly parts: Parts
  protected readonly credentials: Credentials

  constructor(config: ProviderConfig, parts: Parts) {
    this.config = config
    this.parts = parts
    this.credentials = new parts.Credentials(config)
  }

  /**
   * Asks for the next reply, again where another attempt may help.
   * @throws ProviderFailure with the provider's own words when every attempt failed
   */
  async ask(question: Question, signal: AbortSignal): Promise<Block[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.askOnce(question, signal)
      } catch (error) {
        signal.throwIfAborted()
        const failure = error instanceof ProviderFailure ? error : new ProviderFailure(String(error), true)
        const waitMs = this.waitMs(failure, attempt)
        if (waitMs === undefined) throw failure
        console.log(`attempt ${attempt} at a reply failed, the next is in ${waitMs} ms: ${failure.message}`)
        await pause(waitMs, undefined, { signal })
      }
    }
  }

  /** How long to wait before the next attempt; `undefined` when there shall be none. */
  protected waitMs({ retry, afterMs }: ProviderFailure, attempt: number): number | undefined {
    const waitMs = Math.max(afterMs, firstBackOffMs * 2 ** (attempt - 1))
    return !retry || attempt === maxAttempts || waitMs > maxWaitMs ? undefined : waitMs
  }

  protected async askOnce(question: Question, signal: AbortSignal): Promise<Block[]> {
    const { url, silenceMs } = this.config
    const shown = await this.credentials.headers(signal)
    const silence = new AbortController()
    const posted = request(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...shown },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    posted.on('error', () => {})
    posted.end(JSON.stringify(this.body(question)))
    const timer = setTimeout(() => silence.abort(new Error(`nothing came for ${silenceMs} ms`)), silenceMs)
    try {
      const [response] = (await once(posted, 'response')) as [IncomingMessage]
      // a ping says that the connection lives, and not that a reply comes
      response.on('data', (chunk) => !String(chunk).startsWith('event: ping') && timer.refresh())
      return await this.replyIn(response)
    } catch (error) {
      throw silence.signal.aborted ? silence.signal.reason : error
    } finally {
      clearTimeout(timer)
      posted.destroy()
    }
  }

  protected body({ messages, tools }: Question): object {
    return { model: this.config.model, max_tokens: 8_192, stream: true, messages, tools }
  }

  protected async replyIn(response: IncomingMessage): Promise<Block[]> {
    if (response.statusCode !== 200) throw await this.failureOf(response)
    return new this.parts.Reply().read(this.linesOf(response))
  }

  protected async *linesOf(response: IncomingMessage): AsyncGenerator<string> {
    // a reset reaches the lines as their end, and the reply is found to be broken off
    yield* linesOf(response)
  }

  protected async failureOf(response: IncomingMessage): Promise<ProviderFailure> {
    const { statusCode: status = 0, headers } = response
    const body = (await response.toArray()).join('')
    const retry = headers['x-should-retry'] !== 'false' && (status === 408 || status === 429 || status >= 500)
    const afterMs = Number(headers['retry-after'] ?? 0) * 1000
    return new ProviderFailure(`the provider says ${status}: ${messageIn(body)}`, retry, afterMs)
  }
}

function messageIn(body: string): string {
  try {
    return JSON.parse(body).error.message
  } catch {
    return body
  }
}
