import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { EntryBody } from '../../record/entry.ts'
import { textOf } from '../../transcript/transcript.ts'
import { callIdOf, turnOf } from '../session-tree/messages.ts'

/** A message that was sent, with the name that we give its run: pi names none. */
type Sent = { readonly text: string; readonly run: string }

/**
 * One session as its events tell of it (docs/json.md). Which reply answers which message follows from their order: pi tells of a message
 * when it is put to the model, and the next reply without calls answers all that were put to it since the last one.
 */
export class Conversation {
  readonly #session: string
  #waiting: Sent[] = []
  #asked: Sent[] = []
  #error = ''
  /** a stop is under way: before 1.1.0 an `agent_settled` does not tell that a run was aborted, and some such runs end with an error */
  isStopping = false

  constructor(session: string) {
    this.#session = session
  }

  /** The runs of messages that the model has been asked about and has not answered. */
  get runs(): readonly string[] {
    return this.#asked.map(({ run }) => run)
  }

  /** A message is being sent. */
  sending(sent: Sent): void {
    this.#waiting.push(sent)
  }

  /** It was refused. */
  refused({ run }: Sent): void {
    this.#waiting = this.#waiting.filter((sent) => sent.run !== run)
  }

  /** The pipe is closed: its person sees that all that it ran, and all that waited in it, has ended with the process. */
  closed(): EntryBody[] {
    this.#asked.push(...this.#waiting.splice(0))
    return this.#end('error', 'the pipe was closed')
  }

  /** Whether an `agent_settled` event ends a run that was aborted. */
  isAborted({ aborted = this.isStopping }: Json): boolean {
    return aborted === true
  }

  /** What an event says that the record keeps. */
  entriesOf(event: Json): EntryBody[] {
    if (event.type === 'message_start') this.#put(event.message)
    if (event.type === 'message_end') return this.#said(event.message)
    if (event.type === 'agent_settled') return this.#end(this.isAborted(event) ? 'aborted' : 'error', this.#error)
    return toolReport(this.#session, event)
  }

  /** A message of a person's is put to the model. */
  #put(message: unknown): void {
    if (!isObject(message) || message.role !== 'user') return
    const text = textIn(message)
    const at = this.#waiting.findIndex((sent) => sent.text === text)
    if (at >= 0) this.#asked.push(...this.#waiting.splice(at, 1))
  }

  #said(message: unknown): EntryBody[] {
    if (!isObject(message) || message.role !== 'assistant') return []
    if (message.stopReason === 'error') this.#error = String(message.errorMessage)
    const isLast = message.stopReason === 'stop' || (message.stopReason === 'length' && !hasCalls(message))
    return isLast ? this.#end('reply', textIn(message)) : []
  }

  #end(what: 'reply' | 'error' | 'aborted', text: string): EntryBody[] {
    const session = this.#session
    const ended = this.#asked
    this.#asked = []
    return ended.map(({ run }) => ({ kind: 'client-saw', client: 'main', session, what, text, run }))
  }
}

function hasCalls({ content }: Json): boolean {
  return Array.isArray(content) && content.some((block) => isObject(block) && block.type === 'toolCall')
}

function textIn(message: Json): string {
  return turnOf(message, 'event').map(textOf).join('\n')
}

const phases: Readonly<Record<string, 'started' | 'ended'>> = {
  tool_execution_start: 'started',
  tool_execution_end: 'ended',
}

function toolReport(session: string, { type, toolCallId }: Json): EntryBody[] {
  const phase = phases[String(type)]
  return phase === undefined
    ? []
    : [{ kind: 'tool-reported', client: 'main', session, call: callIdOf(toolCallId), phase }]
}
