import type { EntryOf } from '../record/entry.ts'
import { pushTo } from './ordered.ts'
import type { Request } from './requests.ts'

/** Something that a person asked of the gateway, with its answer once there is one. */
type Asked = {
  /** the entry that says it was sent */
  readonly sent: EntryOf<'client-sent'>
  readonly n: number
  readonly at: number
  readonly session: string
  readonly client: string
  readonly text: string
  /** the gateway's answer, accepting or not; `undefined` while there is none */
  answer: EntryOf<'client-acknowledged'> | undefined
}

/** A message to the model. Its run is the gateway's name for the work it started; empty when the gateway named none. */
export type Message = Asked & {
  /** counts the messages of the record from 0 */
  readonly number: number
  /** the requests that were made for it */
  readonly requests: Request[]
  readonly accepted: boolean
  readonly run: string
  /** the entry of the acceptance, and its words; -1 and nothing while there is none */
  readonly ack: number
  readonly detail: string
}

/** An order about a session: a stop, an abort, a reset or a compaction. */
export type Order = Asked

/** An order that the gateway has carried out, or has taken up: `ack` is the entry that says so. */
export type AcceptedOrder = Order & { readonly ack: number; readonly stoppedRuns: readonly string[] | undefined }

/** Whether an order may have stopped a run: the gateway names it among those that it stopped, or names none. */
export function mayHaveStopped({ stoppedRuns }: AcceptedOrder, run: string): boolean {
  return stoppedRuns?.includes(run) !== false
}

/** What people sent, by the gateway's answers, by session and by run. */
export class Messages {
  /** in the order in which they were sent */
  readonly all: Message[] = []
  readonly orders: Order[] = []
  #accepted: readonly Message[] | undefined
  readonly #bySession = new Map<string, Message[]>()
  readonly #byId = new Map<string, Asked>()
  readonly #byRun = new Map<string, Message[]>()
  readonly #byText = new Map<string, Message[]>()
  readonly #stops = new Map<string, AcceptedOrder[]>()
  readonly #orders = new Map<string, Order[]>()

  /** The messages that the gateway accepted, in the order in which they were sent. */
  get accepted(): readonly Message[] {
    this.#accepted ??= this.all.filter(({ accepted }) => accepted)
    return this.#accepted
  }

  /** The messages of one session, accepted or not. */
  in(session: string): readonly Message[] {
    return this.#bySession.get(session) ?? []
  }

  /** The message that started a run. */
  ofRun(run: string): Message | undefined {
    return run === '' ? undefined : this.#byRun.get(run)?.[0]
  }

  /** The message with an id of the record. */
  withId(id: string): Message | undefined {
    const found = this.#byId.get(id)
    return found !== undefined && isMessage(found) ? found : undefined
  }

  /** The newest message with exactly these words. */
  saying(text: string): Message | undefined {
    return this.#byText.get(text)?.at(-1)
  }

  /** The acknowledged stops of a session, without those that found nothing to stop. A reset and a compaction are stops, too. */
  stopsIn(session: string): readonly AcceptedOrder[] {
    return this.#stops.get(session) ?? []
  }

  /** Every order about a session, whatever the gateway answered. */
  ordersIn(session: string): readonly Order[] {
    return this.#orders.get(session) ?? []
  }

  sent(entry: EntryOf<'client-sent'>): void {
    const { n, at, session, client = 'main', text } = entry
    const asked = { sent: entry, n, at, session, client, text, answer: undefined }
    if (entry.what !== 'message') {
      this.orders.push(asked)
      pushTo(this.#orders, session, asked)
      this.#byId.set(entry.message, asked)
      return
    }
    const message = { ...asked, number: this.all.length, requests: [], accepted: false, run: '', ack: -1, detail: '' }
    this.all.push(message)
    this.#byId.set(entry.message, message)
    pushTo(this.#byText, text, message)
    pushTo(this.#bySession, session, message)
  }

  answered(entry: EntryOf<'client-acknowledged'>): void {
    const asked = this.#byId.get(entry.message)
    if (asked === undefined) return
    if (isMessage(asked)) {
      this.#accepted = undefined
      // a message that was accepted stays accepted
      if (asked.accepted) return
      Object.assign(asked, {
        answer: entry,
        accepted: entry.ok,
        run: entry.run ?? '',
        ack: entry.n,
        detail: entry.detail,
      })
      if (entry.ok && entry.run) pushTo(this.#byRun, entry.run, asked)
      return
    }
    asked.answer = entry
    if (!entry.ok || entry.stopped === 'nothing') return
    pushTo(this.#stops, asked.session, Object.assign(asked, { ack: entry.n, stoppedRuns: entry.stoppedRuns }))
  }
}

function isMessage(asked: Asked): asked is Message {
  return asked.sent.what === 'message'
}
