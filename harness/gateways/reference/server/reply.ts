import type { Block } from './log.ts'
import { planted } from './planted.ts'

/** An attempt that brought no whole reply. `retry` says whether another may; `afterMs` is what the provider asks to wait. */
export class ProviderFailure extends Error {
  readonly retry: boolean
  readonly afterMs: number

  constructor(message: string, retry: boolean, afterMs = 0) {
    super(message)
    this.retry = retry
    this.afterMs = afterMs
  }
}

type Event = {
  type: string
  index?: number
  content_block?: { type: string; id?: string; name?: string }
  delta?: { type: string; text?: string; partial_json?: string; stop_reason?: string }
  error?: { type: string; message: string }
}
type Part = { type: string; id: string; name: string; text: string; whole: boolean }

/**
 * Puts a streamed reply together. Nothing of it counts before its last event has come: a reply that breaks off is as if it had
 * never been made. Thinking is left out, since we do not ask for it.
 * @throws ProviderFailure when the stream breaks off, errs, or ends inside a call
 */
export async function readReply(lines: AsyncIterable<string>): Promise<Block[]> {
  const parts = new Map<number, Part>()
  let stopReason = ''
  for await (const line of lines) {
    if (!line.startsWith('data:')) continue
    const event = parse(line.slice(5), 'an event')
    if (event.type === 'error') throw failureOf(event.error)
    if (event.type === 'message_stop') return blocksOf(parts, stopReason)
    stopReason = event.delta?.stop_reason ?? stopReason
    take(parts, event)
  }
  if (planted('unended-call-runs')) return blocksOf(parts, 'tool_use')
  throw new ProviderFailure('the reply broke off', true)
}

function take(parts: Map<number, Part>, { type, index = -1, content_block: block, delta }: Event): void {
  if (type === 'content_block_start' && block !== undefined) {
    if (parts.has(index)) throw new ProviderFailure('a block of the reply began twice', true)
    parts.set(index, { type: block.type, id: block.id ?? '', name: block.name ?? '', text: '', whole: false })
  }
  const part = parts.get(index)
  if (part === undefined) return
  part.text += delta?.text ?? delta?.partial_json ?? ''
  if (type === 'content_block_stop') part.whole = true
}

function blocksOf(parts: Map<number, Part>, stopReason: string): Block[] {
  const blocks = [...parts.values()].flatMap((part) => blockOf(part, stopReason))
  if (blocks.length > 0 || planted('empty-reply-is-silent')) return blocks
  throw new ProviderFailure(
    stopReason === 'refusal' ? 'the model refused to answer' : 'the model answered with nothing',
    false,
  )
}

function blockOf({ type, id, name, text, whole }: Part, stopReason: string): Block[] {
  if (!whole && !planted('unended-call-runs')) throw new ProviderFailure('a block of the reply has no end', true)
  if (type === 'text') return text.trim() === '' ? [] : [{ type, text }]
  if (type !== 'tool_use') return []
  if (stopReason === 'max_tokens') throw new ProviderFailure('the model ran out of tokens inside a call', false)
  return [{ type, id, name, input: parse(text || '{}', 'the arguments of a call') }]
}

function parse(text: string, what: string): Event {
  try {
    return JSON.parse(text)
  } catch {
    throw new ProviderFailure(`${what} came damaged`, true)
  }
}

const passing = ['overloaded_error', 'api_error', 'rate_limit_error', 'timeout_error']

function failureOf(error: Event['error']): ProviderFailure {
  return new ProviderFailure(`the provider says: ${error?.message}`, passing.includes(error?.type ?? ''))
}
