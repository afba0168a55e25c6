import { ProviderFailure } from './failure.ts'
import type { Block } from './log.ts'

type Event = {
  type: string
  index?: number
  content_block?: { type: string; id?: string; name?: string }
  delta?: { type: string; text?: string; partial_json?: string; stop_reason?: string }
  error?: { type: string; message: string }
}

/** A block of which more may come. */
export type Draft = { type: string; id: string; name: string; text: string; whole: boolean }

/** A passing trouble of the provider, by the type of its error. */
const passing = ['overloaded_error', 'api_error', 'rate_limit_error', 'timeout_error']

/**
 * One streamed reply, put together. It counts only when its last event has come: a reply that breaks off is as if it had never been
 * made. Thinking is left out, since we do not ask for it.
 */
export class Reply {
  protected readonly drafts = new Map<number, Draft>()
  protected stopReason = ''

  /** @throws ProviderFailure when the stream breaks off, errs, or ends inside a call */
  async read(lines: AsyncIterable<string>): Promise<Block[]> {
    for await (const line of lines) {
      if (!line.startsWith('data:')) continue
      const event = parse(line.slice(5), 'an event')
      if (event.type === 'error') throw failureOf(event.error)
      if (event.type === 'message_stop') return this.blocks()
      this.take(event)
    }
    return this.broken()
  }

  protected take({ type, index = -1, content_block: block, delta }: Event): void {
    this.stopReason = delta?.stop_reason ?? this.stopReason
    if (type === 'content_block_start' && block !== undefined) {
      if (this.drafts.has(index)) throw new ProviderFailure('a block of the reply began twice', true)
      this.drafts.set(index, { type: block.type, id: block.id ?? '', name: block.name ?? '', text: '', whole: false })
    }
    const draft = this.drafts.get(index)
    if (draft === undefined) return
    draft.text += delta?.text ?? delta?.partial_json ?? ''
    if (type === 'content_block_stop') draft.whole = true
  }

  protected blocks(): Block[] {
    const blocks = [...this.drafts.values()].flatMap((draft) => this.blockOf(draft))
    return blocks.length > 0 ? blocks : this.empty()
  }

  protected blockOf({ type, id, name, text, whole }: Draft): Block[] {
    if (!whole) throw new ProviderFailure('a block of the reply has no end', true)
    if (type === 'text') return text.trim() === '' ? [] : [{ type, text }]
    if (type !== 'tool_use') return []
    if (this.stopReason === 'max_tokens') throw new ProviderFailure('the model ran out of tokens inside a call', false)
    return [{ type, id, name, input: parse(text || '{}', 'the arguments of a call') }]
  }

  /** What a reply that says nothing is taken for. */
  protected empty(): Block[] {
    const why = this.stopReason === 'refusal' ? 'the model refused to answer' : 'the model answered with nothing'
    throw new ProviderFailure(why, false)
  }

  /** What a reply without its last event is taken for. */
  protected broken(): Block[] {
    throw new ProviderFailure('the reply broke off', true)
  }
}

function parse(text: string, what: string): Event {
  try {
    return JSON.parse(text)
  } catch {
    throw new ProviderFailure(`${what} came damaged`, true)
  }
}

function failureOf(error: Event['error']): ProviderFailure {
  return new ProviderFailure(`the provider says: ${error?.message}`, passing.includes(error?.type ?? ''))
}
