import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { EntryBody } from '../../record/entry.ts'
import { aborted, errorIn, stateOf, textIn } from './messages.ts'

/**
 * What one client has been told so far of a session: the runs that are open, by the message that started each, with the text that ends
 * each if nothing follows; the answers; and how many were whole.
 */
type Told = { readonly open: Map<string, string>; readonly unfinished: Map<string, string>; replies: number }

/**
 * What opencode's events say that the record keeps: the ends of runs, and the starts and ends of tools. An event tells how something
 * stands, again at each change, so that what it tells of once is kept here. One for each connection.
 */
export class Events {
  readonly #client: string
  readonly #nameOf: (id: string) => string
  readonly #parts = new Map<string, Map<string, Json>>()
  readonly #sessions = new Map<string, Told>()
  readonly #seen = new Set<string>()
  /** the calls that permission was asked for, by the permission */
  readonly #calls = new Map<string, string>()

  /** `nameOf` gives the scenario's name of a session from opencode's id. */
  constructor(client: string, nameOf: (id: string) => string) {
    this.#client = client
    this.#nameOf = nameOf
  }

  entriesOf({ type, properties }: Json): EntryBody[] {
    if (!isObject(properties)) return []
    const { info, part, sessionID } = properties
    if (type === 'message.updated' && isObject(info)) return this.#message(info)
    if (type === 'message.part.updated' && isObject(part)) return this.#part(part)
    if (type === 'permission.asked') return this.#asked(properties)
    return type === 'session.idle' ? this.#idle(String(sessionID)) : []
  }

  /** A message was accepted; its event may come later, or have come. */
  begin(session: string, run: string): void {
    if (this.#first(`run ${run}`)) this.#told(session).open.set(run, '')
  }

  /** Whether a run of a session was told to have begun, and not to have ended. */
  hasOpen(session: string): boolean {
    return this.#told(session).open.size > 0
  }

  /** How many answers of a session were told as whole. */
  repliesIn(session: string): number {
    return this.#told(session).replies
  }

  /** The call that a permission was asked for. */
  callOf(permission: string): string | undefined {
    return this.#calls.get(permission)
  }

  #asked({ id, sessionID, tool }: Json): EntryBody[] {
    const [permission, session] = [String(id), this.#nameOf(String(sessionID))]
    const call = isObject(tool) ? String(tool.callID) : ''
    this.#calls.set(permission, call)
    return [{ kind: 'permission-asked', client: this.#client, session, permission, call }]
  }

  #message(info: Json): EntryBody[] {
    const told = this.#told(String(info.sessionID))
    const { open, unfinished } = told
    const id = String(info.id)
    if (info.role === 'user') this.begin(String(info.sessionID), id)
    if (info.role !== 'assistant' || this.#seen.has(`end ${id}`)) return []
    const run = String(info.parentID)
    if (!isOver(info)) unfinished.set(id, run)
    else if (this.#first(`end ${id}`)) {
      unfinished.delete(id)
      const parts = [...(this.#parts.get(id)?.values() ?? [])]
      const end = endOf(info, textIn(parts))
      if (goesOn(info)) return []
      if (mayGoOn(info, parts)) {
        if (open.has(run)) open.set(run, end.text)
        return []
      }
      open.delete(run)
      if (end.what === 'reply') told.replies++
      return [{ ...this.#sawIn(String(info.sessionID)), run, ...end }]
    }
    return []
  }

  #part(part: Json): EntryBody[] {
    const message = String(part.messageID)
    const parts = this.#parts.get(message) ?? new Map()
    this.#parts.set(message, parts.set(String(part.id), part))
    const phase = part.type === 'tool' ? phaseOf(stateOf(part)) : undefined
    const call = String(part.callID)
    if (phase === undefined || !this.#first(`${phase} ${part.id}`)) return []
    const session = this.#nameOf(String(part.sessionID))
    return [{ kind: 'tool-reported', client: this.#client, session, call, phase }]
  }

  /**
   * A session at rest has ended every run of its own, also that of a message which it took into another's. How an answer has ended that was
   * stopped, or has failed, is told after it.
   */
  #idle(session: string): EntryBody[] {
    const { open, unfinished } = this.#told(session)
    const waiting = new Set(unfinished.values())
    const runs = [...open].filter(([run]) => !waiting.has(run))
    for (const [run] of runs) open.delete(run)
    return runs.map(([run, text]) => ({ ...this.#sawIn(session), run, what: 'reply' as const, text }))
  }

  #sawIn(session: string) {
    return { kind: 'client-saw' as const, client: this.#client, session: this.#nameOf(session) }
  }

  #told(session: string): Told {
    const told = this.#sessions.get(session) ?? { open: new Map<string, string>(), unfinished: new Map(), replies: 0 }
    this.#sessions.set(session, told)
    return told
  }

  #first(what: string): boolean {
    const isFirst = !this.#seen.has(what)
    this.#seen.add(what)
    return isFirst
  }
}

function isOver({ time }: Json): boolean {
  return isObject(time) && time.completed !== undefined
}

/** An answer with calls is followed by another one, and so is one whose stream did not say how it ended. */
function goesOn(info: Json): boolean {
  return (info.finish === 'tool-calls' || info.finish === 'unknown') && info.error === undefined
}

/**
 * An answer that was cut (its `finish` is "length") is followed by another one where it has a call, as far as 1.18.33 goes; a version that
 * stops there tells the end by coming to rest.
 */
function mayGoOn(info: Json, parts: readonly Json[]): boolean {
  return info.error === undefined && parts.some(({ type }) => type === 'tool')
}

function endOf(info: Json, text: string): { what: 'reply' | 'error' | 'aborted'; text: string } {
  const error = errorIn(info)
  if (error === undefined) return { what: 'reply', text }
  return error.name === aborted ? { what: 'aborted', text } : { what: 'error', text: error.text }
}

function phaseOf({ status }: Json): 'started' | 'ended' | undefined {
  if (status === 'running') return 'started'
  return status === 'completed' || status === 'error' ? 'ended' : undefined
}
