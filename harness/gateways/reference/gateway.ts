import { join } from 'node:path'
import type { Credentials, Gateway, Place, Store, Surroundings } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { inTime } from '../../in-time.ts'
import { limits } from '../../limits.ts'
import type { Program, Running } from '../../machine.ts'
import { moduleUrl } from '../../package.ts'
import type { SessionState } from '../../record/entry.ts'
import type { Turn } from '../../transcript/transcript.ts'
import type { Conditions } from '../conditions.ts'
import { readyLine, startAnother } from './another.ts'
import { ChatClient, type Host } from './client.ts'
import type { Answer } from './connection.ts'
import { turnsOf } from './entries.ts'
import type { Hub, News } from './server/hub.ts'
import { checkStore, readStore } from './store.ts'
import { damageStore } from './store-damage.ts'

/** What one reference gateway is made of; all of it stays the same when it is started again. */
export type Parts = {
  readonly program: Program
  /** where it is to stand still at a write; for that a hook of ours is loaded into its process */
  readonly conditions: Conditions | undefined
  readonly place: Place
  readonly state: string
  /** puts another key for the provider where the gateway looks for it */
  readonly writeKey: (key: string) => Promise<void>
  /** the tokens of devices that may connect */
  readonly tokens: readonly string[]
}

const hook = moduleUrl('../conditions-hook.ts', import.meta.url).href

function hooked(settings: string): Record<string, string> {
  return { NODE_OPTIONS: `--import=${hook}`, GATECRASH_CONDITIONS: settings }
}

/** One reference gateway on one state folder, with clients of our own connected to it. */
export class ReferenceGateway implements Gateway {
  readonly #parts: Parts
  readonly #clients = new Map<string, ChatClient>()
  readonly #observer: ChatClient
  #another: Running | undefined
  #process: Running | undefined
  #port = 0
  #devices = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#observer = new ChatClient('observer', this.#observing())
  }

  get running(): boolean {
    return this.#process?.running === true
  }

  async start(): Promise<void> {
    const { place } = this.#parts
    const began = performance.now()
    this.#port = await this.#boot()
    await this.#observer.open()
    const { ok, protocol, why } = await this.client('main').open()
    if (!ok) throw new HarnessError('GATEWAY_NOT_READY', `the gateway does not let our client in: ${why}`)
    place.note({ kind: 'gateway-ready', protocol: String(protocol), ms: Math.round(performance.now() - began) })
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
    const sessions = await this.#query<Hub['states']>('sessions', {}, 'sessions')
    return sessions.map(({ session, running, damage }) => ({
      session,
      running,
      ...(running ? {} : { idle: true as const }),
      status: damage ?? (running ? 'running' : 'idle'),
    }))
  }

  async history(session: string): Promise<Turn[]> {
    const entries = await this.#query<News[]>('history', { session }, 'entries')
    return turnsOf(entries.map(({ entry }) => entry))
  }

  get store(): Store {
    const { state, place } = this.#parts
    return { transcripts: () => readStore(state, join(place.kept, 'store')), check: () => checkStore(state) }
  }

  get credentials(): Credentials {
    return {
      rotateGatewayToken: () => Promise.reject(new HarnessError('LIMIT_REACHED', 'its clients share no token')),
      rotateProviderKey: async () => {
        await this.#parts.writeKey('gatecrash-no-key-either')
        return undefined
      },
      changeDeviceToken: (client, how) => this.client(client).changeToken(how),
    }
  }

  /** Its store can be damaged, and its process be stopped at a write; `lacks` says what else there is not. */
  get surroundings(): Partial<Surroundings> {
    const { conditions, state } = this.#parts
    return {
      damage: (session, damage) => damageStore(state, session, damage),
      startAnother: () => this.#startAnother(),
      ...(conditions && { set: (change) => conditions.set(change) }),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of [...this.#clients.values(), this.#observer]) client.close()
    if (this.running) this.signal('SIGKILL')
    this.#another?.signal('SIGKILL')
    await this.#another?.exited()
    await this.#process?.exited()
    await this.#parts.conditions?.[Symbol.asyncDispose]()
  }

  async #startAnother(): Promise<void> {
    const { program, place } = this.#parts
    this.#another = await startAnother(program, place)
  }

  /** Starts the process and waits until it says at which port it listens. */
  async #boot(): Promise<number> {
    const { program, place, conditions, state } = this.#parts
    const env = conditions === undefined ? program.env : { ...program.env, ...hooked(conditions.settings(state)) }
    const port = Promise.withResolvers<number>()
    let lastLine = ''
    const process = place.machine.run({ ...program, env }, (body) => {
      place.note(body)
      if (body.kind !== 'gateway-logged') return
      lastLine = body.line.slice(0, 500)
      const ready = readyLine.exec(body.line)
      if (ready !== null) port.resolve(Number(ready[1]))
    })
    this.#process = process
    const exited = process.exited().then(() => {
      throw new HarnessError('GATEWAY_NOT_READY', `the gateway exited before it was ready; its last line: ${lastLine}`)
    })
    return inTime(Promise.race([port.promise, exited]), limits.boot, () => {
      const why = `the gateway was not ready within ${limits.boot / 1000} s (limit "boot"); its last line: ${lastLine}`
      return new HarnessError('GATEWAY_NOT_READY', why)
    })
  }

  #host(): Host {
    const { place, tokens } = this.#parts
    return {
      note: place.note,
      port: (client) => place.route(client, this.#port),
      newToken: () => tokens[this.#devices++] ?? '',
      tokenOf: (client) => this.client(client).token,
    }
  }

  /** Our own view of the gateway, which no fault in the network of a client shuts: queries, and what it says of tools. */
  #observing(): Host {
    const { note, machine } = this.#parts.place
    return {
      ...this.#host(),
      note: (body) => body.kind === 'tool-reported' && note(body),
      port: () => machine.view(this.#port),
    }
  }

  async #query<T>(method: string, fields: Record<string, unknown>, wanted: string): Promise<T> {
    const answer: Answer = await this.#observer.ask(method, fields)
    const { ok, why, [wanted]: found } = answer
    if (ok && found !== undefined) return found as T
    throw new HarnessError('LIMIT_REACHED', `"${method}" was not answered: ${why ?? `no ${wanted}`}`)
  }
}
