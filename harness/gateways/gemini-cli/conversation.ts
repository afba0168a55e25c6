import { isObject, type Json, listOf } from '../../../mock-provider/json.ts'

/** What the agent has of a session when it reads its file, as `loadConversationRecord` of 0.61.0 does: later records replace earlier ones. */
export class Conversation {
  /** what is told of the session itself */
  head: Json = {}
  readonly #messages = new Map<string, Json | string>()
  readonly #forgotten: (Json | string)[] = []

  /** Takes the next record of the file. */
  add(record: Json): void {
    const { $rewindTo: to, $set: set, id } = record
    if (typeof to === 'string') this.#rewind(to)
    else if (typeof id === 'string') this.#messages.set(id, record)
    else if (isObject(set)) {
      const { messages, ...told } = set
      if (Array.isArray(messages)) this.#replace(messages.filter(isObject))
      this.head = { ...this.head, ...told }
    } else if (typeof record.sessionId === 'string') {
      const { messages: _, type, content, ...told } = record
      this.head = { ...this.head, ...told }
      // a message that has lost its id and run into the head
      if (type !== undefined) this.unread(JSON.stringify({ type, content }))
      for (const message of listOf(record, 'messages').filter(isObject)) this.#messages.set(String(message.id), message)
    }
  }

  /** Takes a line that is no record: the agent skips it without a word. */
  unread(line: string): void {
    this.#messages.set(`line ${this.#messages.size}: ${line}`, line)
  }

  /** The messages in order, and unread lines; where the agent has forgotten some without anybody's wish, a mark stands behind them. */
  get messages(): (Json | string)[] {
    const gone = this.#forgotten.filter((one) => typeof one === 'string' || !this.#messages.has(String(one.id)))
    const said = gone.filter((one) => typeof one !== 'string' && isSaid(one)).length
    return [...gone, ...(said > 0 ? [{ $forgets: said }] : []), ...this.#messages.values()]
  }

  #isForgotten({ id }: Json): boolean {
    return this.#forgotten.some((one) => typeof one !== 'string' && one.id === id)
  }

  #rewind(to: string): void {
    const ids = [...this.#messages.keys()]
    const at = ids.indexOf(to)
    for (const id of ids.slice(at < 0 ? 0 : at)) this.#messages.delete(id)
  }

  /**
   * All messages are replaced, as after a summary. A list with nothing that anybody has said is none that a summary leaves: that is a load
   * which has thrown the history away (google-gemini/gemini-cli#28775).
   */
  #replace(messages: readonly Json[]): void {
    const before = [...this.#messages.values()]
    const hasSaid = before.some((message) => typeof message !== 'string' && isSaid(message))
    if (hasSaid && !messages.some(isSaid)) this.#forgotten.push(...before)
    // who writes one of them again has not forgotten the others: that is a repair, or a summary
    else if (messages.some((message) => isSaid(message) && this.#isForgotten(message))) this.#forgotten.length = 0
    this.#messages.clear()
    for (const message of messages) this.#messages.set(String(message.id), message)
  }
}

/** Whether a message is of the conversation, and not of its surroundings, which the agent leaves out when it loads a session. */
export function isSaid({ type, content, toolCalls }: Json): boolean {
  if (type === 'gemini') return textOf(content) !== '' || (Array.isArray(toolCalls) && toolCalls.length > 0)
  return type === 'user' && !/^(?:$|[/?]|<session_context>|<hook_context>)/.test(textOf(content).trim())
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  const parts = Array.isArray(content) ? content : [content]
  return parts.map((part) => (isObject(part) ? String(part.text ?? JSON.stringify(part)) : String(part ?? ''))).join('')
}
