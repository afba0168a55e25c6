import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { listenAt } from '../connections.ts'
import { eachMessage } from '../lines.ts'
import type { EntryBody, EntryOf, ToolChild, ToolEnd } from '../record/entry.ts'
import { splitCall } from './call.ts'
import { ledgerKey } from './key.ts'
import type { Order, Resistance } from './order.ts'

const endOf: Record<Order, ToolEnd> = {
  finish: 'finished',
  flood: 'finished',
  garble: 'finished',
  fail: 'failed',
  die: 'died',
}

/** A gated tool that has started. It lives as long as its connection does, which is how we know without asking the system. */
type Gate = {
  readonly tool: string
  readonly call: string
  readonly socket: Socket
  ordered?: { order: Order; text: string }
  /** its end is noted: it has said that its output is written, and goes now */
  ended?: boolean
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
    gate?.socket.write(`${JSON.stringify({ resist, text })}\n`)
    return gate !== undefined
  }

  /** Tells the tool of a call how to end; `tool` is needed where the calls of several sessions share an id. False when it does not run. */
  order(call: string, order: Order, text: string, tool?: string): boolean {
    const gate = this.#running(call, tool)
    if (gate === undefined) return false
    gate.ordered = { order, text }
    this.#note({ kind: 'tool-ordered', call, tool: gate.tool, order, text })
    gate.socket.write(`${JSON.stringify({ order, text })}\n`)
    return true
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
      else if (gate === undefined) gate = this.#start(socket, said)
      else if (said.done) this.#letGo(gate)
      else this.#note({ kind: said.resists ? 'tool-resists' : 'tool-resisted', call: gate.call, tool: gate.tool })
    })
  }

  #startChild(socket: Socket, { call, pid }: { call: string; pid: number }): void {
    const [id, tool] = splitCall(call)
    this.#children.set(socket, { call: id, tool, pid })
    socket.on('close', () => this.#children.delete(socket))
    this.#note({ kind: 'tool-resists', call: id, tool, child: pid })
  }

  #start(socket: Socket, { call, pid, args, server }: Started): Gate {
    const [id, tool] = splitCall(call)
    const gate: Gate = { tool, call: id, socket }
    this.#gates.add(gate)
    socket.on('close', () => this.#gone(gate))
    this.#note({ kind: 'tool-started', call: id, tool, pid, args, ...(server && { server }) })
    return gate
  }

  /** Notes the end that was ordered, and only then lets the tool go: nobody can be told of it before it is in the record. */
  #letGo(gate: Gate): void {
    const { ordered, call, tool, socket } = gate
    if (ordered === undefined) return
    gate.ended = true
    const { order, text } = ordered
    // who dies says nothing
    this.#note({ kind: 'tool-ended', call, tool, end: endOf[order], text: order === 'die' ? '' : text })
    socket.write('{"noted":true}\n')
  }

  #gone(gate: Gate): void {
    const { call, tool, ended } = gate
    this.#gates.delete(gate)
    if (ended !== true) this.#note({ kind: 'tool-ended', call, tool, end: 'gone', text: '' })
  }
}

function isSame(said: unknown, key: string): boolean {
  const [given, wanted] = [Buffer.from(String(said)), Buffer.from(key)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
