import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { limits } from '../../limits.ts'
import { eachMessage } from '../../lines.ts'
import type { News } from './server/hub.ts'

/** What the gateway answered: its fields, or why it would not. `lost` says that no answer came. */
export type Answer = { readonly ok: boolean; readonly lost: boolean; readonly [field: string]: unknown }

/** What a connection tells of. */
export type Listener = { readonly onNews: (news: News) => void; readonly onClose: (closed: Connection) => void }

/** The number of what has none: the answer to it names none either. */
const noNumber = -1

/** One connection to a reference gateway: JSON lines over TCP, as `server/desk.ts` says. */
export class Connection {
  readonly #socket: Socket
  readonly #pending = new Map<number, (answer: Answer) => void>()
  readonly #listener: Listener
  #asked = 0

  private constructor(socket: Socket, listener: Listener) {
    this.#socket = socket
    this.#listener = listener
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#closed())
    eachMessage<{ id: number; ok: boolean } | News>(socket, (message) => this.#receive(message))
  }

  /** Connects and says hello; `seen` are the lines of each session that this client has been told of before. */
  static async open(
    port: number,
    hello: { token: string; seen?: Record<string, number> },
    listener: Listener,
  ): Promise<{ connection: Connection; answer: Answer }> {
    const { connection, refused } = await Connection.dial(port, listener)
    return { connection, answer: refused ?? (await connection.ask('hello', hello)) }
  }

  /** Connects and says nothing; `refused` where nobody listens. */
  static async dial(port: number, listener: Listener): Promise<{ connection: Connection; refused?: Answer }> {
    const socket = connect(port, '127.0.0.1')
    const refused = await once(socket, 'connect').then(
      () => undefined,
      (error) => lost(`cannot connect: ${error.message}`),
    )
    const connection = new Connection(socket, listener)
    return refused === undefined ? { connection } : { connection, refused }
  }

  get isOpen(): boolean {
    return this.#socket.writable
  }

  /** Asks for something; a connection that closes, or no answer in time, is an answer that is not ok. */
  ask(what: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    const id = ++this.#asked
    return this.#await(id, JSON.stringify({ id, do: what, ...fields }))
  }

  /** Writes a line that is no request, and resolves as `ask` does. */
  write(line: string): Promise<Answer> {
    return this.#await(noNumber, line)
  }

  #await(id: number, line: string): Promise<Answer> {
    return new Promise((resolve) => {
      if (!this.isOpen) return resolve(lost('the connection is closed'))
      const late = setTimeout(
        () => resolve(lost(`no answer within ${limits.accept / 1000} s (limit "accept")`)),
        limits.accept,
      )
      this.#pending.set(id, (answer) => {
        clearTimeout(late)
        resolve(answer)
      })
      this.#socket.write(`${line}\n`)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(message: { id: number; ok: boolean } | News): void {
    if ('session' in message) this.#listener.onNews(message)
    else this.#answered(message)
  }

  #answered(message: { id?: number; ok: boolean }): void {
    const { id = noNumber } = message
    const resolve = this.#pending.get(id)
    this.#pending.delete(id)
    resolve?.({ ...message, lost: false })
  }

  #closed(): void {
    for (const resolve of this.#pending.values()) resolve(lost('the connection was closed'))
    this.#pending.clear()
    this.#listener.onClose(this)
  }
}

function lost(why: string): Answer {
  return { ok: false, lost: true, why }
}
