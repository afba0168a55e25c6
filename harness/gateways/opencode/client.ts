import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Json } from '../../../mock-provider/json.ts'
import type { Client, Introduction, Place } from '../../driver.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import { eachLine } from '../../lines.ts'
import type { Order } from '../../record/entry.ts'
import { model } from './config.ts'
import { Events } from './events.ts'
import { type Answer, ask, openEvents } from './http.ts'
import { newMessageId } from './message-id.ts'
import type { Sessions } from './sessions.ts'

/** What a client needs of its gateway. */
export type Host = {
  readonly note: Place['note']
  readonly sessions: Sessions
  /** the loopback port at which a client reaches the gateway */
  readonly port: (client: string) => Promise<number>
}

/** One client of ours: it listens to the events, and asks over connections of their own, as opencode's own clients do. */
export class ChatClient implements Client {
  readonly #name: string
  readonly #host: Host
  #events: IncomingMessage | undefined
  #told: Events | undefined

  constructor(name: string, host: Host) {
    this.#name = name
    this.#host = host
  }

  async connect(_: Introduction): Promise<void> {
    this.close()
    await this.open()
  }

  async send(session: string, text: string): Promise<string> {
    const run = newMessageId()
    return this.#order(session, 'message', text, async (id, port) => {
      const parts = [{ type: 'text', text }]
      const answer = await ask(port, 'POST', `/session/${id}/prompt_async`, { messageID: run, model, parts })
      if (answer.ok) this.#told?.begin(id, run)
      return { answer, says: { run } }
    })
  }

  /**
   * What the stop button does; its answer does not tell what it has stopped, so the status is asked for before and after. Before, only where
   * no run is known to be open: what is said right after a stop, over a connection of its own, must not overtake it. A run that has told its
   * reply meanwhile was not stopped.
   */
  stop(session: string): Promise<string> {
    return this.#order(session, 'stop', 'stop', async (id, port) => {
      const replies = this.#told?.repliesIn(id)
      const before = this.#told?.hasOpen(id) || (await this.#host.sessions.isBusy(port, id))
      const answer = await ask(port, 'POST', `/session/${id}/abort`)
      const after = await this.#host.sessions.isBusy(port, id)
      const isOver = !before || this.#told?.repliesIn(id) !== replies
      const stopped = isOver ? ('nothing' as const) : after ? ('later' as const) : ('at once' as const)
      return { answer, says: { stopped } }
    })
  }

  /** @throws HarnessError LIMIT_REACHED when nobody is asked any more */
  async answer(session: string, permission: string, how: 'allow' | 'decline'): Promise<void> {
    const { note, port } = this.#host
    const call = this.#told?.callOf(permission) ?? ''
    const answer = how === 'allow' ? 'allowed' : 'declined'
    note({ kind: 'permission-answered', client: this.#name, session, permission, call, answer })
    const reply = { reply: how === 'allow' ? 'once' : 'reject' }
    const { ok, status, text } = await ask(await port(this.#name), 'POST', `/permission/${permission}/reply`, reply)
    if (!ok) throw new HarnessError('LIMIT_REACHED', `the answer was refused: ${status} ${text}`)
  }

  /** Listens to the events, and notes whether it can. */
  async open(): Promise<boolean> {
    const { note, port } = this.#host
    const client = this.#name
    try {
      this.#listen(await openEvents(await port(client)))
      note({ kind: 'client-connected', client, device: 0, ok: true, detail: '' })
      return true
    } catch (error) {
      note({ kind: 'client-connected', client, device: 0, ok: false, detail: messageOf(error) })
      return false
    }
  }

  close(): void {
    this.#events?.destroy()
  }

  #listen(events: IncomingMessage): void {
    const { note, sessions } = this.#host
    const told = new Events(this.#name, (id) => sessions.nameOf(id))
    this.#told = told
    this.#events = events
    eachLine(events, (line) => {
      if (line.startsWith('data:')) told.entriesOf(JSON.parse(line.slice('data:'.length)) as Json).forEach(note)
    })
    events.once('close', () => {
      if (events === this.#events)
        note({ kind: 'client-disconnected', client: this.#name, detail: 'the event stream ended' })
      if (events === this.#events) this.#events = undefined
    })
  }

  async #order(
    session: string,
    what: Order,
    text: string,
    carryOut: (id: string, port: number) => Promise<{ answer: Answer; says: object }>,
  ): Promise<string> {
    const { note, sessions, port } = this.#host
    if (this.#events === undefined) await this.open()
    const message = randomUUID()
    note({ kind: 'client-sent', client: this.#name, message, session, what, text })
    const at = await port(this.#name)
    const { answer, says } = await carryOut(await sessions.idOf(session, at), at)
    const { ok, status } = answer
    const detail = `${status} ${answer.text}`.trim()
    note({ kind: 'client-acknowledged', message, ok, detail, ...(ok ? says : {}) })
    return message
  }
}
