import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { EntryBody } from '../../record/entry.ts'

/** A message that was sent and has no end yet. Its run has the id that the client gave the message. */
type Sent = { readonly message: string; readonly run: string; isAccepted: boolean; isTaken: boolean }

/** One session as the lines of its process tell of it. */
export class Conversation {
  readonly #session: string
  #open: Sent[] = []
  /** the calls of the reply that is coming in: they run when it is whole */
  #calls: string[] = []
  #wasStopped = false
  /** it tells itself when it takes a message up, in the order of all that it tells */
  #tellsStates = false

  constructor(session: string) {
    this.#session = session
  }

  get isBusy(): boolean {
    return this.#open.length > 0
  }

  /** The runs under way, without those that wait for their turn. */
  get runs(): readonly string[] {
    return this.#open.filter(({ isTaken }) => isTaken).map(({ run }) => run)
  }

  /** Whether a message was sent and has neither been accepted nor ended. */
  isUnheard(run: string): boolean {
    return this.#open.some((sent) => sent.run === run && !sent.isAccepted)
  }

  sending(message: string, run: string): void {
    this.#open.push({ message, run, isAccepted: false, isTaken: false })
  }

  /**
   * The model is asked about a message, which says that it was taken up where the process does not: 2.1.153, run. Where it does, the end of the
   * turn before may still be in the pipe.
   */
  asked(run: string): EntryBody[] {
    return this.#moved(run, this.#tellsStates ? 'queued' : 'started')
  }

  /** A stop is being sent. */
  stopping(): void {
    this.#wasStopped = true
  }

  /** The process is gone: its person sees that all that was open has ended with it. */
  closed(): EntryBody[] {
    return this.#end(this.#open, 'error', 'the pipe was closed')
  }

  /** What a line says that the record keeps. */
  entriesOf(line: Json): EntryBody[] {
    if (line.type === 'stream_event' && isObject(line.event)) return this.#streamed(line.event)
    if (line.type === 'user')
      return line.isReplay === true ? this.#moved(String(line.uuid), 'started') : this.#returned(line)
    if (line.type === 'command_lifecycle') {
      this.#tellsStates = true
      return this.#moved(String(line.command_uuid), String(line.state))
    }
    return line.type === 'result' ? this.#over(line) : []
  }

  #streamed(event: Json): EntryBody[] {
    const { type, content_block: block } = event
    if (type === 'message_start') this.#calls = []
    if (type === 'content_block_start' && isObject(block) && block.type === 'tool_use')
      this.#calls.push(String(block.id))
    return type === 'message_stop' ? this.#calls.splice(0).map((call) => this.#report(call, 'started')) : []
  }

  /** A message has come to a state. Versions that tell no states send it back when they take it up. */
  #moved(run: string, state: string): EntryBody[] {
    const sent = this.#open.find((one) => one.run === run)
    if (sent === undefined || state === 'completed') return []
    if (state === 'cancelled') return this.#end([sent], 'aborted', '')
    const isNew = !sent.isAccepted
    Object.assign(sent, { isAccepted: true, isTaken: sent.isTaken || state === 'started' })
    const { message } = sent
    return isNew ? [{ kind: 'client-acknowledged', message, ok: true, detail: state, run }] : []
  }

  #returned({ message }: Json): EntryBody[] {
    const content = isObject(message) && Array.isArray(message.content) ? message.content : []
    const results = content.filter((block) => isObject(block) && block.type === 'tool_result') as Json[]
    return results.map((block) => this.#report(String(block.tool_use_id), 'ended'))
  }

  /** A turn has ended, and with it every message that it has taken in. */
  #over({ subtype, is_error: isError, result }: Json): EntryBody[] {
    const wasStopped = this.#wasStopped
    this.#wasStopped = false
    const taken = this.#open.filter(({ isTaken }) => isTaken)
    const text = String(result ?? '')
    if (wasStopped && subtype !== 'success') return this.#end(taken, 'aborted', text)
    return this.#end(taken, isError === true ? 'error' : 'reply', text)
  }

  #end(ended: readonly Sent[], what: 'reply' | 'error' | 'aborted', text: string): EntryBody[] {
    this.#open = this.#open.filter((sent) => !ended.includes(sent))
    const session = this.#session
    return ended.map(({ run }) => ({ kind: 'client-saw', client: 'main', session, what, text, run }))
  }

  #report(call: string, phase: 'started' | 'ended'): EntryBody {
    return { kind: 'tool-reported', client: 'main', session: this.#session, call, phase }
  }
}
