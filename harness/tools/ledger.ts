import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { EntryBody, ToolEnd } from '../record/entry.ts'
import { splitCall } from './call.ts'

/** What a gated tool can be told to do. */
export type Order = 'finish' | 'fail' | 'die'

const endOf: Record<Order, ToolEnd> = { finish: 'finished', fail: 'failed', die: 'died' }

/** A gated tool that has started. It lives as long as its connection does, which is how we know without asking the system. */
type Gate = {
  readonly tool: string
  readonly call: string
  readonly socket: Socket
  ordered?: { order: Order; text: string }
  /** it has said that its output is written */
  done?: boolean
}

/** Listens on a free loopback port for gated tools. */
export async function startLedger(note: (body: EntryBody) => void): Promise<Ledger> {
  const ledger = new Ledger(note)
  await ledger.listen()
  return ledger
}

/** The account of what really ran: every start and every end of a gated tool, seen by its own connection. */
export class Ledger implements AsyncDisposable {
  readonly #note: (body: EntryBody) => void
  readonly #server = createServer((socket) => this.#accept(socket))
  readonly #gates = new Set<Gate>()
  readonly #sockets = new Set<Socket>()

  constructor(note: (body: EntryBody) => void) {
    this.#note = note
  }

  /** The port that a gate is told to report to. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async listen(): Promise<void> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
  }

  /** The ids of the calls whose tool still runs. */
  get alive(): string[] {
    return [...this.#gates].map(({ call }) => call)
  }

  /** Tells the tool of a call what to do. False when it does not run. */
  order(call: string, order: Order, text: string): boolean {
    const gate = [...this.#gates].find((running) => running.call === call && running.ordered === undefined)
    if (gate === undefined) return false
    gate.ordered = { order, text }
    this.#note({ kind: 'tool-ordered', call, tool: gate.tool, order, text })
    gate.socket.write(`${JSON.stringify({ order, text })}\n`)
    return true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
    let gate: Gate | undefined
    createInterface({ input: socket }).on('line', (line) => {
      if (gate === undefined) gate = this.#start(socket, line)
      else gate.done = true
    })
  }

  #start(socket: Socket, line: string): Gate {
    const { call, pid, args } = JSON.parse(line)
    const [id, tool] = splitCall(String(call))
    const gate: Gate = { tool, call: id, socket }
    this.#gates.add(gate)
    socket.on('close', () => this.#end(gate))
    this.#note({ kind: 'tool-started', call: id, tool, pid, args })
    return gate
  }

  #end(gate: Gate): void {
    this.#gates.delete(gate)
    const { ordered, done } = gate
    const asOrdered = ordered !== undefined && (done === true || ordered.order === 'die')
    this.#note({
      kind: 'tool-ended',
      call: gate.call,
      tool: gate.tool,
      end: asOrdered ? endOf[ordered.order] : 'gone',
      // who dies says nothing
      text: asOrdered && ordered.order !== 'die' ? ordered.text : '',
    })
  }
}
