import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { listenAt } from '../connections.ts'
import type { Condition } from '../driver.ts'
import { eachMessage } from '../lines.ts'
import type { Machine } from '../machine.ts'
import type { EntryBody } from '../record/entry.ts'

/** What the hook tells. */
type Told = { listens?: true; set?: Condition; now: number; held?: number; how: Refusal['how']; path: string }
type Refusal = Extract<EntryBody, { kind: 'write-refused' }>

/** The harness's end of `conditions-hook.ts`: it tells the gateway's process how things stand, and notes what came of it. */
export class Conditions implements AsyncDisposable {
  readonly #note: (body: EntryBody) => void
  readonly #server = createServer((socket) => this.#accept(socket))
  readonly #sockets = new Set<Socket>()
  #listener: Socket | undefined
  #condition: Condition = { writes: 'fine', clockMs: 0, holdAt: 0, torn: false }
  /** what the newest process was told at its start */
  #given = this.#condition

  constructor(note: (body: EntryBody) => void) {
    this.#note = note
  }

  async listen(listen: Machine['listen'] = listenAt): Promise<void> {
    await listen(this.#server)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** What a process of the gateway is to be told at its start, as `GATECRASH_CONDITIONS`. */
  settings(folder: string): string {
    this.#given = this.#condition
    return JSON.stringify({ port: this.port, folder, ...this.#condition })
  }

  /** Changes how things stand, for the process that runs and for those that come; noted when the process has it so. */
  set(change: Partial<Condition>): void {
    const condition = { ...this.#condition, ...change }
    if (JSON.stringify(condition) === JSON.stringify(this.#condition)) return
    this.#condition = condition
    this.#tell()
  }

  #tell(): void {
    this.#listener?.write(`${JSON.stringify(this.#condition)}\n`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #listen(socket: Socket): void {
    this.#listener = socket
    if (this.#condition !== this.#given) this.#tell()
  }

  /** The next process is not to stand still, too. */
  #held(write: number, path: string): void {
    this.#condition = { ...this.#condition, holdAt: 0 }
    this.#note({ kind: 'write-held', write, path })
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#sockets.delete(socket)
      if (this.#listener === socket) this.#listener = undefined
    })
    eachMessage<Told>(socket, ({ listens, set, now, held, how, path }) => {
      if (listens) this.#listen(socket)
      else if (set) this.#note({ kind: 'conditions-set', ...set, aheadMs: now - Date.now() })
      else if (held !== undefined) this.#held(held, path)
      else this.#note({ kind: 'write-refused', how, path })
    })
  }
}
