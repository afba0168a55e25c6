import { createHash } from 'node:crypto'
import type { Json } from '../../mock-provider/json.ts'

/** Numbers that look like chance and are the same for each seed. */
export class Dice {
  readonly #seed: string
  #thrown = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  /** A whole number from 0 up to `below`, which it never is. */
  below(below: number): number {
    const hash = createHash('sha256')
      .update(`${this.#seed}/${this.#thrown++}`)
      .digest()
    return hash.readUInt32BE(0) % Math.max(1, below)
  }

  /** One of some. @throws Error when there are none */
  of<T>(some: readonly T[]): T {
    const one = some[this.below(some.length)]
    if (one === undefined) throw new Error('there is nothing to choose from')
    return one
  }
}

/** A record of a session in the corpus: a tree of messages. */
export type Event = Json & { readonly id: string; readonly parentId?: string | null; readonly message?: Json }

/** A session as agents write it when nothing goes wrong. `fileName` is what its agent would call it. */
export type Whole = { readonly fileName: string; readonly events: readonly Event[] }

/** A sound session, made from a seed: some turns, each with a message, a batch of calls or none, and an answer. */
export function wholeSession(seed: string): Whole {
  const dice = new Dice(seed)
  const session = `00000000-0000-4000-8000-${hexOf(seed).slice(0, 12)}`
  const writer = new Writer(seed)
  writer.add({ type: 'session', version: 3, id: session, timestamp: timeOf(0), cwd: '/home/someone' })
  writer.next({ type: 'model_change', provider: 'p', modelId: 'm' })
  const turns = 3 + dice.below(4)
  for (let turn = 0; turn < turns; turn++) {
    writer.says('user', [text(`question ${turn} of ${seed}: ${filler(dice)}`)])
    for (let batch = dice.below(3); batch > 0; batch--) addBatch(writer, dice, `${turn}.${batch}`)
    writer.says('assistant', [text(`answer ${turn} of ${seed}: ${filler(dice)}`)])
  }
  return { fileName: `${session}.jsonl`, events: writer.events }
}

function addBatch(writer: Writer, dice: Dice, name: string): void {
  const calls = Array.from({ length: 1 + dice.below(3) }, (_, n) => ({
    type: 'toolCall',
    id: `call_${name.replace('.', '')}${n}`,
    name: dice.of(['exec', 'read', 'web_search']),
    arguments: { of: `${name}/${n}`, words: filler(dice) },
  }))
  const thinks = dice.below(2) === 0 ? [text(`step ${name} of the model: ${filler(dice)}`)] : []
  writer.says('assistant', [...thinks, ...calls])
  if (dice.below(4) === 0) writer.next({ type: 'custom', customType: 'note', data: {} })
  for (const { id, name: tool } of calls)
    writer.message({
      role: 'toolResult',
      toolCallId: id,
      toolName: tool,
      content: [text(`result of ${id}: ${filler(dice)}`)],
      isError: false,
    })
}

class Writer {
  readonly events: Event[] = []
  readonly #seed: string

  constructor(seed: string) {
    this.#seed = seed
  }

  add(event: Event): void {
    this.events.push(event)
  }

  next(event: Json): void {
    const before = this.events.at(-1)
    const parentId = before?.type === 'session' ? null : (before?.id ?? null)
    const { type, ...rest } = event
    const id = hexOf(`${this.#seed}#${this.events.length}`).slice(0, 8)
    this.add({ type, id, parentId, timestamp: timeOf(this.events.length), ...rest })
  }

  message(message: Json): void {
    this.next({ type: 'message', message: { ...message, timestamp: 1_790_000_000_000 + this.events.length } })
  }

  says(role: 'user' | 'assistant', content: readonly Json[]): void {
    const end = {
      api: 'anthropic-messages',
      provider: 'p',
      model: 'm',
      usage: {
        input: 1,
        output: 1,
        cacheRead: 0,
        cacheWrite: 0,
        totalTokens: 2,
        cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, total: 0 },
      },
      stopReason: content.some(({ type }) => type === 'toolCall') ? 'toolUse' : 'stop',
    }
    this.message({ role, content, ...(role === 'assistant' && end) })
  }
}

function text(words: string): Json {
  return { type: 'text', text: words }
}

function hexOf(word: string): string {
  return createHash('sha256').update(word).digest('hex')
}

function timeOf(n: number): string {
  return new Date(1_790_000_000_000 + n * 1_000).toISOString()
}

/** Texts hold what texts hold: quotes, line breaks, braces, signs of all sizes. */
function filler(dice: Dice): string {
  const some = [
    'plain words',
    'a "quote" and a \\ sign',
    'two\nlines',
    '{"json": [1, 2]}',
    'é 你好 🙂',
    'x'.repeat(200),
  ]
  return Array.from({ length: 1 + dice.below(3) }, () => dice.of(some)).join(' ')
}
