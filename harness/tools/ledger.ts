import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { listenAt } from '../connections.ts'
import { eachMessage } from '../lines.ts'
import type { EntryBody, EntryOf, ToolChild, ToolEnd } from '../record/entry.ts'
import { splitCall } from './call.ts'
import { ledgerKey } from './key.ts'
import type { Order, Ordered, Resistance } from './order.ts'

const endOf: Record<Order, ToolEnd> = {
  finish: 'finished',
  flood: 'finished',
  garble: 'finished',
  fail: 'failed',
  die: 'died',
}

/** Tells a gated tool what to do. */
type Tell = (what: Partial<Ordered>) => void

/** A gated tool that has started. It lives as long as its connection does, which is how we know without asking the system. */
type Gate = {
  readonly tool: string
  readonly call: string
  readonly tell: Tell
  ordered?: { order: Order; text: string }
  /** its end is noted: it has said that its output is written, and goes now */
  ended?: boolean
}

/** What a gated tool in our own process says: that it is done, that it will not end or has not, or that whoever called it has hung up. */
export type Taken = {
  readonly done: () => void
  readonly resists: () => void
  readonly resisted: () => void
  readonly gone: () => void
}

/** What a gate says of itself when it starts. */
type Started = Omit<EntryOf<'tool-started'>, 'kind' | 'n' | 'at' | 'tool'>

/** All that a gate may say: who it is, first, and what becomes of it. */
type Said = Started & { key?: unknown; child?: true; done?: true; resists?: true }

/** Listens for gated tools, on a free loopback port or as `listen` does it. */
export async function startLedger(
  note: (body: EntryBody) => void,
  listen: (server: Server) => Promise<void> = listenAt,
): Promise<Ledger> {
  const ledger = new Ledger(note)
  await ledger.listen(listen)
  return ledger
}

/** The account of what really ran: every start and every end of a gated tool, seen by its own connection. */
export class Ledger implements AsyncDisposable {
  readonly #note: (body: EntryBody) => void
  readonly #server = createServer((socket) => this.#accept(socket))
  readonly #gates = new Set<Gate>()
  readonly #children = new Map<Socket, ToolChild>()
  readonly #sockets = new Set<Socket>()
  readonly #key = randomBytes(16).toString('base64url')

  constructor(note: (body: EntryBody) => void) {
    this.#note = note
  }

  /** The port that a gate is told to report to. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** What a gate must have in its environment to be listened to: others may find the port. */
  get environment(): Readonly<Record<string, string>> {
    return { [ledgerKey]: this.#key }
  }

  listen(listen: (server: Server) => Promise<void>): Promise<void> {
    return listen(this.#server)
  }

  /** The ids of the calls whose tool still runs. */
  get alive(): string[] {
    return [...this.#gates].map(({ call }) => call)
  }

  /** The processes that tools have started and that still run. */
  get children(): ToolChild[] {
    return [...this.#children.values()]
  }

  /** Tells the tool of a call to resist its end. False when it does not run. */
  prepare(call: string, resist: Resistance, text: string): boolean {
    const gate = this.#running(call)
    gate?.tell({ resist, text })
    return gate !== undefined
  }

  /** Tells the tool of a call how to end; `tool` is needed where the calls of several sessions share an id. False when it does not run. */
  order(call: string, order: Order, text: string, tool?: string): boolean {
    const gate = this.#running(call, tool)
    if (gate === undefined) return false
    gate.ordered = { order, text }
    this.#note({ kind: 'tool-ordered', call, tool: gate.tool, order, text })
    gate.tell({ order, text })
    return true
  }

  /** Takes a call whose tool is in our own process: it is told what to do, and says what becomes of it. */
  take(call: string, args: readonly string[], tell: Tell): Taken {
    const gate = this.#start({ call, pid: process.pid, args, server: true }, tell)
    return {
      done: () => this.#letGo(gate),
      resists: () => this.#note({ kind: 'tool-resists', call: gate.call, tool: gate.tool }),
      resisted: () => this.#note({ kind: 'tool-resisted', call: gate.call, tool: gate.tool }),
      gone: () => this.#gone(gate),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = [...this.#sockets].map((socket) => once(socket, 'close'))
    if (this.#server.listening) closed.push(once(this.#server, 'close'))
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(closed)
  }

  #running(call: string, tool?: string): Gate | undefined {
    return [...this.#gates].find(
      (running) => running.call === call && (tool ?? running.tool) === running.tool && running.ordered === undefined,
    )
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
    let gate: Gate | undefined
    let known = false
    eachMessage<Said>(socket, (said) => {
      known ||= isSame(said.key, this.#key)
      if (!known) socket.destroy()
      else if (said.child) this.#startChild(socket, said)
      else if (gate === undefined) {
        const started = this.#start(said, (what) => socket.write(`${JSON.stringify(what)}\n`))
        gate = started
        socket.on('close', () => this.#gone(started))
      } else if (said.done) this.#letGo(gate)
      else this.#note({ kind: said.resists ? 'tool-resists' : 'tool-resisted', call: gate.call, tool: gate.tool })
    })
  }

  #startChild(socket: Socket, { call, pid }: { call: string; pid: number }): void {
    const [id, tool] = splitCall(call)
    this.#children.set(socket, { call: id, tool, pid })
    socket.on('close', () => this.#children.delete(socket))
    this.#note({ kind: 'tool-resists', call: id, tool, child: pid })
  }

  #start({ call, pid, args, server }: Started, tell: Tell): Gate {
    const [id, tool] = splitCall(call)
    const gate: Gate = { tool, call: id, tell }
    this.#gates.add(gate)
    this.#note({ kind: 'tool-started', call: id, tool, pid, args, ...(server && { server }) })
    return gate
  }

  /** Notes the end that was ordered, and only then lets the tool go: nobody can be told of it before it is in the record. */
  #letGo(gate: Gate): void {
    const { ordered, call, tool, tell } = gate
    if (ordered === undefined) return
    gate.ended = true
    const { order, text } = ordered
    // who dies says nothing
    this.#note({ kind: 'tool-ended', call, tool, end: endOf[order], text: order === 'die' ? '' : text })
    tell({ noted: true })
  }

  #gone(gate: Gate): void {
    const { call, tool, ended } = gate
    if (!this.#gates.delete(gate)) return
    if (ended !== true) this.#note({ kind: 'tool-ended', call, tool, end: 'gone', text: '' })
  }
}

function isSame(said: unknown, key: string): boolean {
  const [given, wanted] = [Buffer.from(String(said)), Buffer.from(key)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
