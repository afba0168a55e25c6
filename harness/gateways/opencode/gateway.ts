import { join } from 'node:path'
import type { Gateway, Installed, Place, Store, Surroundings } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { inTime } from '../../in-time.ts'
import { limits } from '../../limits.ts'
import type { Running } from '../../machine.ts'
import type { SessionState } from '../../record/entry.ts'
import type { Turn } from '../../transcript/transcript.ts'
import { DatabaseHolder } from '../database-holder.ts'
import { ChatClient, type Host } from './client.ts'
import { environmentOf, type Layout } from './config.ts'
import { programIn } from './install.ts'
import { turnsOf } from './messages.ts'
import { Sessions } from './sessions.ts'
import { checkStore, databasesIn, readStore } from './store.ts'

/** What one opencode is made of; all of it stays the same when it is started again. */
export type Parts = {
  readonly installed: Installed
  readonly place: Place
  readonly layout: Layout
  readonly port: number
}

/** One opencode server on one data folder, with clients of our own connected to it. */
export class Opencode implements Gateway {
  readonly #parts: Parts
  readonly #clients = new Map<string, ChatClient>()
  readonly #sessions: Sessions
  readonly #holder = new DatabaseHolder()
  #process: Running | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.#sessions = new Sessions(parts.place.stored)
  }

  get running(): boolean {
    return this.#process?.running === true
  }

  async start(as?: Installed): Promise<void> {
    const { version, folder } = as ?? this.#parts.installed
    const began = performance.now()
    await this.#boot(programIn(folder))
    if (!(await this.client('main').open()))
      throw new HarnessError('GATEWAY_NOT_READY', 'opencode does not let our client listen to its events')
    const ms = Math.round(performance.now() - began)
    this.#parts.place.note({ kind: 'gateway-ready', protocol: version, ms, ...(as && { version }) })
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal)
  }

  client(name: string): ChatClient {
    const client = this.#clients.get(name) ?? new ChatClient(name, this.#host())
    this.#clients.set(name, client)
    return client
  }

  async sessions(): Promise<SessionState[]> {
    return this.#sessions.states(await this.#view())
  }

  async history(session: string): Promise<Turn[]> {
    return turnsOf(await this.#sessions.messages(session, await this.#view()))
  }

  get store(): Store {
    const { layout, place } = this.#parts
    const evidence = join(place.kept, 'store')
    const state = () => place.machine.stored(layout.data)
    return {
      transcripts: async () => readStore(await state(), evidence),
      check: async () => checkStore(await state(), evidence),
    }
  }

  get surroundings(): Pick<Surroundings, 'holdStore' | 'releaseStore'> {
    const { data } = this.#parts.layout
    return {
      holdStore: async () => this.#holder.hold(await databasesIn(data)),
      releaseStore: () => this.#holder.release(),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#holder.release()
    for (const client of this.#clients.values()) client.close()
    if (this.running) this.signal('SIGKILL')
    await this.#process?.exited()
  }

  /** Starts the process and waits until it says that it listens. */
  async #boot(file: string): Promise<void> {
    const { place, layout, port } = this.#parts
    const listening = Promise.withResolvers<void>()
    let lastLine = ''
    const program = {
      file,
      args: ['serve', '--port', String(port), '--hostname', '127.0.0.1', '--print-logs'],
      env: environmentOf(place, layout),
      cwd: layout.workspace,
      state: layout.data,
    }
    const running = place.machine.run(program, (body) => {
      place.note(body)
      if (body.kind !== 'gateway-logged') return
      lastLine = body.line.slice(0, 500)
      if (body.line.startsWith('opencode server listening on')) listening.resolve()
    })
    this.#process = running
    const notReady = (why: string) =>
      new HarnessError('GATEWAY_NOT_READY', `opencode did not listen ${why}; its last line: ${lastLine}`)
    const exited = running.exited().then(() => {
      throw notReady('before it exited')
    })
    const late = () => notReady(`within ${limits.boot / 1000} s (limit "boot")`)
    await inTime(Promise.race([listening.promise, exited]), limits.boot, late)
  }

  #host(): Host {
    const { place, port } = this.#parts
    return { note: place.note, sessions: this.#sessions, port: (client) => place.route(client, port) }
  }

  /** Our own view of the gateway, which no fault in the network of a client shuts. */
  #view(): Promise<number> {
    const { place, port } = this.#parts
    return place.machine.view(port)
  }
}
