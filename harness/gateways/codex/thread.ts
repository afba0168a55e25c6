import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { EntryBody } from '../../record/entry.ts'

/** A message that was sent: the id that codex gives back with it, which we take for the name of its run, and its words. */
export type Sent = { readonly run: string }

const phases: Readonly<Record<string, 'started' | 'ended'>> = { 'item/started': 'started', 'item/completed': 'ended' }
const tools: readonly unknown[] = ['commandExecution', 'mcpToolCall']

/**
 * One thread as its notifications tell of it. Several messages may be put into one turn, so a turn is not the run of one message: a reply
 * answers the messages that were put to the model before it, and is known to be one when the turn ends or another message follows.
 */
export class Thread {
  readonly id: string
  readonly #session: string
  /** the turn that runs, or ran last */
  turn = ''
  isActive = false
  readonly #waiting = new Set<string>()
  #compaction = ''
  #asked: string[] = []
  /** what the model said last, when it has called nothing since */
  #said: string | undefined
  /** whether its reply has ended with that; one that a message cut short has not */
  #isWhole = false

  constructor(id: string, session: string) {
    this.id = id
    this.#session = session
  }

  /** The runs of messages that the model has been asked about and has not answered. */
  get runs(): readonly string[] {
    return this.#asked
  }

  /** A message is being sent. */
  sending(run: string): void {
    this.#waiting.add(run)
  }

  /** A compaction was accepted: it is a turn of its own. */
  compacting(run: string): void {
    this.#waiting.add(run)
    this.#compaction = run
  }

  /** It was refused. */
  refused(run: string): void {
    this.#waiting.delete(run)
  }

  /** The pipe is closed: its person sees that all that ran, and all that waited, has ended with the process. */
  closed(): EntryBody[] {
    this.#asked.push(...this.#waiting)
    this.#waiting.clear()
    this.isActive = false
    return this.#end('error', 'the pipe was closed')
  }

  /** What a notification says that the record keeps. */
  entriesOf(method: string, params: Json): EntryBody[] {
    if (method === 'thread/status/changed') this.isActive = typeOf(params.status) === 'active'
    if (method === 'turn/started') this.turn = idOf(params.turn)
    // comes at the end of each reply of the model
    if (method === 'thread/tokenUsage/updated') this.#isWhole = true
    if (method === 'turn/completed' && isObject(params.turn)) return this.#completed(params.turn)
    const phase = phases[method]
    return phase === undefined || !isObject(params.item) ? [] : this.#item(phase, params.item)
  }

  #item(phase: 'started' | 'ended', item: Json): EntryBody[] {
    const { type, id } = item
    if (type === 'userMessage' && phase === 'started') return this.#put(String(item.clientId))
    if (type === 'agentMessage' && phase === 'ended') {
      this.#said = String(item.text)
      this.#isWhole = false
    }
    if (type === 'contextCompaction' && phase === 'started') return this.#put(this.#compaction)
    if (!tools.includes(type)) return []
    if (phase === 'started') this.#said = undefined
    return [{ kind: 'tool-reported', client: 'main', session: this.#session, call: String(id), phase }]
  }

  /** A message is put to the model: what it said before, if anything, was its reply to those before. */
  #put(run: string): EntryBody[] {
    const ended = this.#said === undefined || !this.#isWhole ? [] : this.#end('reply', this.#said)
    this.#said = undefined
    if (this.#waiting.delete(run)) this.#asked.push(run)
    return ended
  }

  #completed({ status, error }: Json): EntryBody[] {
    if (status === 'interrupted') return this.#end('aborted', this.#said ?? '')
    // its person sees what the model had said by then as well
    const failure = isObject(error) ? String(error.message) : ''
    if (status === 'failed') return this.#end('error', [this.#said ?? [], failure].flat().join('\n'))
    return this.#end('reply', this.#said ?? '')
  }

  #end(what: 'reply' | 'error' | 'aborted', text: string): EntryBody[] {
    const session = this.#session
    const ended = this.#asked
    this.#asked = []
    this.#said = undefined
    return ended.map((run) => ({ kind: 'client-saw', client: 'main', session, what, text, run }))
  }
}

/** The id of a thread or a turn. */
export function idOf(value: unknown): string {
  return isObject(value) ? String(value.id) : ''
}

/** The type of a status or an item. */
export function typeOf(value: unknown): unknown {
  return isObject(value) ? value.type : undefined
}
