import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { linesOf } from '../../../lines.ts'
import type { ProviderConfig } from './config.ts'
import type { Message } from './history.ts'
import type { Block } from './log.ts'
import { planted } from './planted.ts'
import { ProviderFailure, readReply } from './reply.ts'
import { credentials } from './sign-in.ts'
import { offered } from './tools.ts'

/** An import would read every export of it, and one of them loads a WebSocket client: more than half of what a boot costs. */
const { request } = process.getBuiltinModule('node:http')

/** Attempts at one reply, the first one included. */
const maxAttempts = 4
const firstBackOffMs = 100
/** A provider that asks for more patience than this is not waited for. */
const maxWaitMs = 30_000
/** Only a planted bug ever sets it. */
let locked = false

/**
 * Asks the model for the next reply, again where trying again may help.
 * @throws ProviderFailure with the provider's own words when no attempt was any use
 */
export async function ask(
  provider: ProviderConfig,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Block[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await askOnce(provider, messages, signal)
    } catch (error) {
      signal.throwIfAborted()
      const failure = error instanceof ProviderFailure ? error : new ProviderFailure(String(error), true)
      if (planted('cut-stream-exits') && failure.retry) process.exit(1)
      const waitMs = Math.max(failure.afterMs, firstBackOffMs * 2 ** (attempt - 1))
      if (!failure.retry || attempt === maxAttempts || waitMs > maxWaitMs) throw failure
      console.log(`attempt ${attempt} at a reply failed, the next is in ${waitMs} ms: ${failure.message}`)
      await pause(waitMs, undefined, { signal })
    }
  }
}

async function askOnce(provider: ProviderConfig, messages: readonly Message[], signal: AbortSignal): Promise<Block[]> {
  if (locked) throw new ProviderFailure('the provider is locked out for a while', false)
  const { url, model, silenceMs } = provider
  const shown = await credentials(provider, signal)
  const silence = new AbortController()
  const posted = request(`${url}/v1/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      ...shown,
    },
    signal: AbortSignal.any([signal, silence.signal]),
  })
  posted.on('error', () => {})
  posted.end(JSON.stringify({ model, max_tokens: 8_192, stream: true, messages, tools: offered }))
  // a ping says that the connection lives, and not that a reply comes
  const timer = setTimeout(() => silence.abort(new Error(`nothing came for ${silenceMs} ms`)), silenceMs)
  try {
    const [response] = (await once(posted, 'response')) as [IncomingMessage]
    response.on('data', (chunk) => !String(chunk).startsWith('event: ping') && timer.refresh())
    if (response.statusCode !== 200) throw await failureOf(response)
    return await readReply(repliedIn(response))
  } catch (error) {
    throw silence.signal.aborted ? silence.signal.reason : error
  } finally {
    clearTimeout(timer)
    posted.destroy()
  }
}

async function* repliedIn(response: IncomingMessage): AsyncGenerator<string> {
  // a reset reaches the lines as their end, and the reply is found to be broken off
  try {
    yield* linesOf(response)
  } catch (error) {
    if (!planted('unended-call-runs')) throw error
  }
}

async function failureOf(response: IncomingMessage): Promise<ProviderFailure> {
  const { statusCode: status = 0, headers } = response
  const body = (await response.toArray()).join('')
  locked ||=
    (planted('expired-key-locks-all') && status === 401) ||
    (planted('rejection-locks-all') && status === 400) ||
    (planted('overload-locks-all') && status === 529)
  if (planted('rejection-is-retried') && status === 400) return new ProviderFailure('the provider says 400', true)
  const retry = headers['x-should-retry'] !== 'false' && (status === 408 || status === 429 || status >= 500)
  return new ProviderFailure(
    `the provider says ${status}: ${messageIn(body)}`,
    retry,
    Number(headers['retry-after'] ?? 0) * 1000,
  )
}

function messageIn(body: string): string {
  try {
    return JSON.parse(body).error.message
  } catch {
    return body
  }
}
