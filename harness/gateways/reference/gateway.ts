import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Gateway, Place, StoredTranscript } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { SessionState } from '../../record/entry.ts'
import type { Turn } from '../../transcript/transcript.ts'
import { GatewayProcess, type Program } from '../gateway-process.ts'
import { type Answer, Client } from './client.ts'
import { entriesOfNews, turnsOf } from './entries.ts'
import type { Hub, News } from './server/hub.ts'
import { readStore } from './store.ts'

/** What one reference gateway is made of; all of it stays the same when it is started again. */
export type Parts = {
  readonly program: Program
  readonly place: Place
  readonly state: string
  readonly token: string
}

/** One reference gateway on one state folder, with a client of our own connected to it. */
export class ReferenceGateway implements Gateway {
  readonly #parts: Parts
  readonly #seen: Record<string, number> = {}
  #process: GatewayProcess | undefined
  #client: Client | undefined
  #port = Promise.withResolvers<number>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get running(): boolean {
    return this.#process?.running === true
  }

  async start(): Promise<void> {
    const { program, place } = this.#parts
    const began = performance.now()
    const port = Promise.withResolvers<number>()
    this.#port = port
    let lastLine = ''
    const note: Place['note'] = (body) => {
      place.note(body)
      if (body.kind !== 'gateway-logged') return
      lastLine = body.line
      const ready = /^ready on port (\d+)$/.exec(body.line)
      if (ready !== null) port.resolve(Number(ready[1]))
    }
    const process = new GatewayProcess(program, note)
    this.#process = process
    const exited = process.exited().then(() => {
      throw new HarnessError('GATEWAY_NOT_READY', `the gateway exited before it was ready; its last line: ${lastLine}`)
    })
    await Promise.race([port.promise, exited])
    const { protocol } = await this.#connect()
    place.note({ kind: 'gateway-ready', protocol: String(protocol), ms: Math.round(performance.now() - began) })
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal)
  }

  send(session: string, text: string): Promise<string> {
    return this.#say(session, 'message', text, 'say', { text, key: randomUUID() })
  }

  stop(session: string): Promise<string> {
    return this.#say(session, 'stop', '/stop', 'say', { text: '/stop', key: randomUUID() })
  }

  abort(session: string): Promise<string> {
    return this.#say(session, 'abort', 'stop', 'stop', {})
  }

  async sessions(): Promise<SessionState[]> {
    const { sessions } = await this.#query('sessions', {})
    return (sessions as Hub['states']).map(({ session, running, damage }) => ({
      session,
      running,
      status: damage ?? (running ? 'running' : 'idle'),
    }))
  }

  async history(session: string): Promise<Turn[]> {
    const { entries } = await this.#query('history', { session })
    return turnsOf((entries as News[]).map(({ entry }) => entry))
  }

  transcripts(): Promise<StoredTranscript[]> {
    return readStore(this.#parts.state, join(this.#parts.place.kept, 'store'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client?.close()
    if (this.running) this.signal('SIGKILL')
    await this.#process?.exited()
  }

  async #say(
    session: string,
    what: 'message' | 'stop' | 'abort',
    text: string,
    method: string,
    fields: Record<string, unknown>,
  ): Promise<string> {
    const { note } = this.#parts.place
    const message = randomUUID()
    note({ kind: 'client-sent', message, session, what, text })
    const { ok, lost, run, stopped, why } = await (await this.#open()).ask(method, { session, ...fields })
    if (lost) throw new HarnessError('LIMIT_REACHED', `"${method}" got no answer: ${why}`)
    const detail = !ok ? String(why) : JSON.stringify(what === 'message' ? { runId: run } : { aborted: stopped })
    note({ kind: 'client-acknowledged', message, ok, detail })
    return message
  }

  async #query(method: string, fields: Record<string, unknown>): Promise<Answer> {
    const answer = await (await this.#open()).ask(method, fields)
    if (answer.ok) return answer
    throw new HarnessError('LIMIT_REACHED', `"${method}" was refused: ${answer.why}`)
  }

  async #open(): Promise<Client> {
    if (this.#client?.isOpen !== true) await this.#connect()
    return this.#client as Client
  }

  /** Connects as the client that was here before, who is told what it has missed. */
  async #connect(): Promise<Answer> {
    const { place, token } = this.#parts
    if (!this.running) throw new HarnessError('GATEWAY_NOT_READY', 'the gateway does not run')
    const listener = {
      onNews: (news: News) => {
        this.#seen[news.session] = news.line
        entriesOfNews(news).forEach(place.note)
      },
      onClose: () => place.note({ kind: 'client-disconnected', detail: 'the connection was closed' }),
    }
    const { client, answer } = await Client.open(await this.#port.promise, { token, seen: { ...this.#seen } }, listener)
    if (!answer.ok) throw new HarnessError('GATEWAY_NOT_READY', `the gateway refused our client: ${answer.why}`)
    this.#client = client
    return answer
  }
}
