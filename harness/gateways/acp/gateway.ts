import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ClientConnection,
  type McpServer,
  methods,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type SessionNotification,
} from '@agentclientprotocol/sdk'
import type { Gateway, Place, Store } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { Program, Running } from '../../machine.ts'
import type { SessionState } from '../../record/entry.ts'
import { Questions } from '../questions.ts'
import { checkSessions, readTranscripts } from '../stored-transcripts.ts'
import { Person } from './client.ts'
import { connectTo, initialize } from './connection.ts'
import { callIn, repliesTo } from './permission.ts'
import type { Preset } from './preset.ts'
import { Session } from './session.ts'
import { wordsOfError } from './words-of-error.ts'

/** What one agent is made of; all of it stays the same when it is started again. */
export type Parts = {
  readonly program: Program
  readonly place: Place
  /** the folder in which each session has a working folder of its own */
  readonly work: string
} & Pick<Preset, 'signIn' | 'loadsNextMinute' | 'whileBusy' | 'store'>

/** One agent on one home, with one client: its own pipe. */
export class AcpGateway implements Gateway {
  readonly #parts: Parts
  readonly #sessions = new Map<string, Session>()
  readonly #questions: Questions<RequestPermissionResponse>
  readonly #person: Person
  #process: Running | undefined
  #connection: ClientConnection | undefined
  #lastLines: readonly string[] = []
  #starts = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#questions = new Questions(parts.place.note)
    this.#person = new Person({
      questions: this.#questions,
      note: parts.place.note,
      whenAsked: parts.place.whenAsked,
      agent: () => this.#agent(),
      session: (name) => this.#session(name),
    })
  }

  get running(): boolean {
    return this.#process?.running === true
  }

  async start(): Promise<void> {
    const { place, signIn } = this.#parts
    const began = performance.now()
    const process = this.#run()
    this.#process = process
    if (process.pipe === undefined) throw new Error('the machine gave the agent no pipe')
    this.#questions.clear()
    const connection = connectTo(process.pipe, {
      told: (update) => this.#told(update),
      asked: (question) => this.#asked(question),
    })
    this.#connection = connection
    try {
      const { protocolVersion } = await initialize(connection, signIn)
      const known = [...this.#sessions.values()]
      for (const session of known) await this.#load(session)
      for (const name of place.sessions) await this.#session(name)
      place.note({ kind: 'client-connected', client: 'main', device: 0, ok: true, detail: '' })
      const ms = Math.round(performance.now() - began)
      place.note({ kind: 'gateway-ready', protocol: `ACP ${protocolVersion}`, ms })
    } catch (error) {
      throw new HarnessError(
        'GATEWAY_NOT_READY',
        `the agent is not ready: ${wordsOfError(error)}; its last lines:\n  ${this.#lastLines.join('\n  ')}`,
      )
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal)
  }

  client(): Person {
    return this.#person
  }

  async sessions(): Promise<SessionState[]> {
    return [...this.#sessions.values()].map(({ name, isBusy }) => ({
      session: name,
      running: isBusy,
      status: isBusy ? 'a prompt is open' : 'no prompt is open',
    }))
  }

  get store(): Store | undefined {
    const { store, program, place } = this.#parts
    if (store === undefined) return undefined
    const where = async () => ({
      home: await place.machine.stored(program.state),
      store,
      evidence: join(place.kept, 'store'),
    })
    const nameOf = (stored: string) =>
      [...this.#sessions.values()].find(({ id }) => stored.includes(id.slice(0, 8)))?.name ?? stored
    return {
      transcripts: async () => readTranscripts(await where(), nameOf),
      check: async () => checkSessions(await where(), this.running),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running) this.signal('SIGKILL')
    await this.#process?.exited()
    this.#connection?.close()
  }

  #run(): Running {
    const { place, program, loadsNextMinute } = this.#parts
    this.#lastLines = []
    // its person comes back a minute later
    const ahead = loadsNextMinute && { GATECRASH_AHEAD_MS: String(60_000 * this.#starts++) }
    return place.machine.run({ ...program, env: { ...program.env, ...ahead } }, (body) => {
      if (body.kind === 'gateway-logged') this.#lastLines = [...this.#lastLines.slice(-9), body.line.slice(0, 500)]
      place.note(body)
    })
  }

  #agent(): ClientConnection['agent'] {
    if (this.#connection === undefined) throw new HarnessError('LIMIT_REACHED', 'the agent was never started')
    return this.#connection.agent
  }

  /** The session of that name, begun now when there is none. */
  async #session(name: string): Promise<Session> {
    const known = this.#sessions.get(name)
    if (known !== undefined) return known
    const { place, whileBusy } = this.#parts
    const session = new Session(name, whileBusy === 'steer', place.note)
    if (name === 'main' && place.stored !== undefined) {
      session.id = place.stored
      this.#sessions.set(name, session)
      await this.#load(session)
      return session
    }
    const cwd = await this.#folderOf(name)
    await this.#withTools(name, async (mcpServers) => {
      const { sessionId } = await this.#agent().request(methods.agent.session.new, { cwd, mcpServers })
      session.id = sessionId
    })
    this.#sessions.set(name, session)
    return session
  }

  /** Loads a session in a new process. That the agent cannot is its own affair: the next message to it shows what comes of it. */
  async #load({ name, id }: Session): Promise<void> {
    const cwd = await this.#folderOf(name)
    try {
      await this.#withTools(name, async (mcpServers) => {
        await this.#agent().request(methods.agent.session.load, { sessionId: id, cwd, mcpServers })
      })
    } catch (error) {
      if (!this.running) throw error
      const line = `(session ${name} was not loaded: ${wordsOfError(error)})`
      this.#parts.place.note({ kind: 'gateway-logged', line })
    }
  }

  /** Opens a session with the gated tool, and waits until the agent knows the tool: some are ready before they do. */
  async #withTools(name: string, open: (servers: McpServer[]) => Promise<void>): Promise<void> {
    const { gate } = this.#parts.place
    const listed = gate.whenListed(name)
    listed.catch(() => {})
    await open([{ type: 'http', name: 'gate', url: await gate.url(name), headers: [] }])
    await listed
  }

  /** A session has a folder of its own: some agents keep one tool server for each folder. */
  async #folderOf(name: string): Promise<string> {
    const folder = join(this.#parts.work, name)
    await mkdir(folder, { recursive: true })
    return folder
  }

  #told({ sessionId, update }: SessionNotification): void {
    for (const session of this.#sessions.values()) if (session.id === sessionId) session.told(update)
  }

  /** The person is asked where the scenario wants that; otherwise all is allowed. */
  async #asked(question: RequestPermissionRequest): Promise<RequestPermissionResponse> {
    const session = [...this.#sessions.values()].find(({ id }) => id === question.sessionId)
    const replies = repliesTo(question)
    if (this.#parts.place.settings.asksFirst && session !== undefined)
      return this.#questions.ask(session.name, callIn(question), replies)
    return replies.allowed ?? { outcome: { outcome: 'cancelled' } }
  }
}
