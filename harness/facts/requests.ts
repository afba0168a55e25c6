import type { EntryOf } from '../record/entry.ts'
import type { Call } from './calls.ts'
import type { Message } from './messages.ts'
import { pushTo } from './ordered.ts'

/** One request to the model and all that became of it. */
export type Request = {
  readonly number: number
  readonly asked: EntryOf<'provider-asked'>
  readonly n: number
  readonly at: number
  /** the message it answers; `undefined` for a side request, and for the task of a session that was spawned */
  readonly message: Message | undefined
  /** the session of that message */
  readonly session: string | undefined
  /** what tells conversations apart: a session, or the task of one that the model has had the gateway spawn */
  readonly conversation: string | undefined
  /** the gateway's request for a title, a summary and the like, which no message of a person's explains */
  readonly isSide: boolean
  /** what it was answered with; `undefined` when it was rejected, or while it is held */
  replying: EntryOf<'provider-replying'> | undefined
  /** a fault on the wire has had its effect on the reply */
  broke: EntryOf<'provider-broke'> | undefined
  /** the end of the reply */
  replied: EntryOf<'provider-replied'> | undefined
  /** the marks of the reply that have left the provider */
  readonly marks: string[]
  /** the calls that the reply makes */
  readonly calls: Call[]
}

/** The requests of a record. */
export class Requests {
  readonly all: Request[] = []
  /** without side requests */
  readonly main: Request[] = []
  readonly rejected: Request[] = []
  readonly #byNumber = new Map<number, Request>()
  readonly #byConversation = new Map<string, Request[]>()
  readonly #byPlace = new Map<string, Request[]>()
  readonly #open = new Set<Request>()

  /** Those that have not been replied to. */
  get open(): Request[] {
    return [...this.#open]
  }

  numbered(request: number): Request | undefined {
    return this.#byNumber.get(request)
  }

  /** The main requests of a conversation. */
  of(conversation: string): readonly Request[] {
    return this.#byConversation.get(conversation) ?? []
  }

  /** The requests for a reply of the script; `null` stands for the turn of what the gateway asks for itself. */
  at(turn: number | null, reply: number | null): readonly Request[] {
    return this.#byPlace.get(placeKey(turn, reply)) ?? []
  }

  /** The conversations that had a request, in the order of their first one. */
  get conversations(): string[] {
    return [...this.#byConversation.keys()]
  }

  asked(asked: EntryOf<'provider-asked'>, message: Message | undefined): void {
    const { n, at, request: number, turn } = asked
    const conversation = asked.conversation ?? asked.session
    const request: Request = {
      ...{ number, asked, n, at, message, conversation, session: asked.session },
      isSide: turn === null && conversation === undefined,
      ...{ replying: undefined, broke: undefined, replied: undefined, marks: [], calls: [] },
    }
    this.all.push(request)
    this.#byNumber.set(number, request)
    pushTo(this.#byPlace, placeKey(turn, asked.reply), request)
    this.#open.add(request)
    if (asked.rejection !== null) this.rejected.push(request)
    if (request.isSide) return
    this.main.push(request)
    message?.requests.push(request)
    if (conversation === undefined) return
    pushTo(this.#byConversation, conversation, request)
  }

  replying(entry: EntryOf<'provider-replying'>): Request | undefined {
    const request = this.numbered(entry.request)
    if (request !== undefined) request.replying = entry
    return request
  }

  wrote({ request, mark }: EntryOf<'provider-wrote'>): void {
    this.numbered(request)?.marks.push(mark)
  }

  broke(entry: EntryOf<'provider-broke'>): void {
    const request = this.numbered(entry.request)
    if (request !== undefined) request.broke = entry
  }

  replied(entry: EntryOf<'provider-replied'>): void {
    const request = this.numbered(entry.request)
    if (request === undefined) return
    request.replied = entry
    this.#open.delete(request)
  }
}

function placeKey(turn: number | null, reply: number | null): string {
  return `${turn} ${reply}`
}

/** A request as people read of it: they count from 1, and records from 0. */
export function requestName(number: number): string {
  return `request ${number + 1}`
}
