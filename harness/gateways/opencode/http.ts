import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { HarnessError, messageOf } from '../../errors.ts'
import { limits } from '../../limits.ts'

/** What opencode answered to a request: the status, and its body as JSON where it is that. */
export type Answer = { readonly ok: boolean; readonly status: number; readonly body: unknown; readonly text: string }

/**
 * Asks opencode for something, over a connection of its own.
 * @throws HarnessError LIMIT_REACHED when no answer comes
 */
export async function ask(port: number, method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
  const late = AbortSignal.timeout(limits.accept)
  try {
    const response = await opened(port, method, path, body, late)
    const said = await text(response)
    const status = response.statusCode ?? 0
    return { ok: status < 300, status, text: said, body: parsed(said) }
  } catch (error) {
    const why = late.aborted ? `within ${limits.accept / 1000} s (limit "accept")` : `(${messageOf(error)})`
    throw new HarnessError('LIMIT_REACHED', `${method} ${path} got no answer ${why}`, { cause: error })
  }
}

/** The events of opencode as they come, until the connection ends. @throws Error when it cannot be opened */
export async function openEvents(port: number): Promise<IncomingMessage> {
  const response = await opened(port, 'GET', '/event', undefined, undefined)
  if (response.statusCode !== 200) throw new Error(`GET /event was answered with ${response.statusCode}`)
  return response
}

async function opened(
  port: number,
  method: string,
  path: string,
  body: object | undefined,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const options = { host: '127.0.0.1', port, method, path, headers, agent: false, ...(signal && { signal }) }
  const asked: ClientRequest = request(options)
  // once it is answered, what becomes of the connection is told by the response
  asked.on('error', () => {})
  asked.end(body === undefined ? undefined : JSON.stringify(body))
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return response
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    return undefined
  }
}
