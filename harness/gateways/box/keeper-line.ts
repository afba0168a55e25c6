import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import type { Told, Wanted, Wish } from './keeper.ts'
import { keeperWords } from './words.ts'

/** What the harness wants of the keeper of a box, and gets. */
type Answer = { readonly error?: string | undefined; readonly handle?: unknown }

/** The harness's end of the line to `keeper.ts`: sockets in the network of a box that are the harness's own. */
export class KeeperLine implements AsyncDisposable {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #asked: (name: string) => void
  #last = 0

  private constructor(process: ChildProcess, asked: (name: string) => void) {
    this.#process = process
    this.#asked = asked
    process.on('message', (told: Told, handle) => this.#hear(told, handle))
    process.on('exit', () => {
      for (const answer of this.#waiting.values()) answer({ error: 'the keeper of the box is gone' })
    })
  }

  /**
   * Starts the keeper of the box whose first process is `init`, which may still be mounting; `asked` is told of each name that is looked up
   * in the box, once.
   */
  static async open(init: number, env: NodeJS.ProcessEnv, asked: (name: string) => void): Promise<KeeperLine> {
    const [file = '', ...args] = keeperWords(init)
    // detached: Ctrl-C goes to the whole group of a terminal, and is the harness's to deal with
    const process = spawn(file, args, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let said = ''
    process.stderr?.on('data', (text) => {
      said += text
    })
    const up = once(process, 'message').then(() => true)
    const failed = Promise.race([once(process, 'exit'), once(process, 'error')]).then(() => false)
    if (!(await Promise.race([up, failed.catch(() => false)])))
      throw new Error(said.trim() || 'its keeper did not start')
    return new KeeperLine(process, asked)
  }

  /** Has look-ups answered from now on; the network must be up. */
  async answer(): Promise<void> {
    await this.#ask({ answer: true })
  }

  /** A socket that listens on a port of the box. */
  async listen(port: number): Promise<Server> {
    return (await this.#ask({ listen: port })) as Server
  }

  /** A connection to a port of the box, which may be ended at one end only. */
  async dial(port: number): Promise<Socket> {
    const socket = (await this.#ask({ dial: port })) as Socket
    socket.allowHalfOpen = true
    return socket
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = this.#process.exitCode === null && this.#process.signalCode === null && once(this.#process, 'exit')
    if (this.#process.connected) this.#process.disconnect()
    await gone
  }

  async #ask(what: Wish): Promise<unknown> {
    const id = ++this.#last
    const wanted: Wanted = { id, ...what }
    const { error, handle } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve)
      if (!this.#process.connected) return resolve({ error: 'the keeper of the box is gone' })
      this.#process.send(wanted)
    })
    this.#waiting.delete(id)
    if (error !== undefined) throw Object.assign(new Error(`${JSON.stringify(what)}: ${error}`), { code: error })
    return handle
  }

  #hear({ id, error, asked }: Told, handle: unknown): void {
    if (asked !== undefined) this.#asked(asked)
    if (id !== undefined) this.#waiting.get(id)?.({ error, handle })
  }
}
