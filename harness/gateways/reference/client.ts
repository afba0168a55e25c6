import { randomUUID } from 'node:crypto'
import type { Client, Introduction, Place } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { Nonsense } from '../../nonsense.ts'
import type { Order } from '../../record/entry.ts'
import { type Answer, Connection } from './connection.ts'
import { entriesOfNews } from './entries.ts'
import { answeredBy, nonsenseOf, strangers } from './nonsense.ts'
import type { News } from './server/hub.ts'

/** What a client needs of its gateway. */
export type Host = {
  readonly note: Place['note']
  /** the loopback port at which a client reaches the gateway */
  readonly port: (client: string) => Promise<number>
  /** the token of a device that nobody has been yet */
  readonly newToken: () => string
  /** the token of another client's device */
  readonly tokenOf: (client: string) => string
}

/** A message as it was sent: its id in the record, and what was asked. */
type Said = { readonly message: string; readonly fields: Record<string, unknown> }

/** One chat client of our own. It keeps count of what it has been told, so that it is told the rest when it comes back. */
export class ChatClient implements Client {
  readonly #name: string
  readonly #host: Host
  #token: string
  #oldToken = ''
  #device = 0
  #seen: Record<string, number> | undefined
  #connection: Connection | undefined
  readonly #said = new Map<string, Said>()

  constructor(name: string, host: Host) {
    this.#name = name
    this.#host = host
    this.#token = host.newToken()
  }

  /** What its device is known by. */
  get token(): string {
    return this.#token
  }

  async connect({ device, shows, deviceOf }: Introduction): Promise<void> {
    if (device === 'new') {
      this.#token = this.#host.newToken()
      this.#device++
    }
    if (deviceOf !== undefined) this.#token = this.#host.tokenOf(deviceOf)
    this.close()
    await this.open({ shows, deviceOf })
  }

  /** Has the gateway give its device another token, or none. */
  async changeToken(how: 'rotate' | 'revoke'): Promise<void> {
    const { ok, token, why } = await this.ask(how, {})
    if (!ok) throw new HarnessError('LIMIT_REACHED', `"${how}" was refused: ${why}`)
    if (how === 'rotate') [this.#token, this.#oldToken] = [String(token), this.#token]
  }

  send(session: string, text: string): Promise<string> {
    return this.#order(session, 'message', text, 'say', { text, key: randomUUID() })
  }

  stop(session: string): Promise<string> {
    return this.#order(session, 'stop', '/stop', 'say', { text: '/stop', key: randomUUID() })
  }

  abort(session: string, run?: string): Promise<string> {
    return this.#order(session, 'abort', 'stop', 'stop', run === undefined ? {} : { run })
  }

  async repeat(session: string): Promise<void> {
    const { message = '', fields = {} } = this.#said.get(session) ?? {}
    const { ok, lost, run, why } = await this.ask('say', { session, ...fields })
    if (lost) throw new HarnessError('LIMIT_REACHED', `the message that was sent again got no answer: ${why}`)
    const detail = ok ? JSON.stringify({ run }) : String(why)
    this.#host.note({
      kind: 'client-repeated',
      client: this.#name,
      message,
      ok,
      detail,
      ...(ok && { run: String(run) }),
    })
  }

  async misspeak(session: string, what: Nonsense): Promise<void> {
    const isStranger = strangers.includes(what)
    const connection = isStranger ? await this.#stranger() : await this.#connected()
    const answer = await nonsenseOf[what](session)(connection)
    const detail = answer.ok ? JSON.stringify(answer) : String(answer.why)
    const answered = answeredBy(answer, connection)
    if (isStranger) connection.close()
    this.#host.note({ kind: 'client-misspoke', client: this.#name, what, answered, detail })
  }

  async answer(session: string, call: string, how: 'allow' | 'decline'): Promise<void> {
    const isAllowed = how === 'allow'
    const answer = isAllowed ? 'allowed' : 'declined'
    this.#host.note({ kind: 'permission-answered', client: this.#name, session, permission: call, call, answer })
    const { ok, why } = await this.ask('permit', { session, call, allow: isAllowed })
    if (!ok) throw new HarnessError('LIMIT_REACHED', `the answer was refused: ${why}`)
  }

  compact(session: string): Promise<string> {
    return this.#order(session, 'compact', '/compact', 'compact', {})
  }

  /** Connects once, and notes whether the gateway let it in. */
  async open({ shows, deviceOf }: Partial<Introduction> = {}): Promise<Answer> {
    const { note, port } = this.#host
    const client = this.#name
    const seen = this.#seen === undefined ? {} : { seen: this.#seen }
    const listener = {
      onNews: (news: News) => this.#told(news),
      onClose: (closed: Connection) => {
        if (closed !== this.#connection) return
        note({ kind: 'client-disconnected', client, detail: 'the connection was closed' })
      },
    }
    const token = shows?.startsWith('old') ? this.#oldToken : this.#token
    const { connection, answer } = await Connection.open(await port(client), { token, ...seen }, listener)
    this.#connection = connection
    if (answer.ok) this.#seen ??= answer.lines as Record<string, number>
    const detail = String(answer.why ?? '')
    const attempt = { client, device: this.#device, ok: answer.ok, detail }
    const as = { ...(shows !== undefined && { shows }), ...(deviceOf !== undefined && { deviceOf }) }
    note({ kind: 'client-connected', ...attempt, ...as })
    return answer
  }

  /** Asks for something, over a new connection when there is none. */
  async ask(what: string, fields: Record<string, unknown>): Promise<Answer> {
    return (await this.#connected()).ask(what, fields)
  }

  close(): void {
    this.#connection?.close()
  }

  async #connected(): Promise<Connection> {
    if (this.#connection?.isOpen !== true) await this.open()
    return this.#connection as Connection
  }

  /** A connection on which nobody has said hello. */
  async #stranger(): Promise<Connection> {
    const port = await this.#host.port(this.#name)
    return (await Connection.dial(port, { onNews: () => {}, onClose: () => {} })).connection
  }

  #told(news: News): void {
    this.#seen ??= {}
    this.#seen[news.session] = news.line
    entriesOfNews(news, this.#name).forEach(this.#host.note)
  }

  async #order(
    session: string,
    what: Order,
    text: string,
    method: string,
    fields: Record<string, unknown>,
  ): Promise<string> {
    const { note } = this.#host
    const message = randomUUID()
    const only = fields.run === undefined ? {} : { run: String(fields.run) }
    note({ kind: 'client-sent', client: this.#name, message, session, what, text, ...only })
    if (what === 'message') this.#said.set(session, { message, fields })
    const { ok, lost, run, stopped, why } = await this.ask(method, { session, ...fields })
    if (lost) throw new HarnessError('LIMIT_REACHED', `"${method}" got no answer: ${why}`)
    const isRun = what === 'message' || what === 'compact'
    const detail = !ok ? String(why) : JSON.stringify(isRun ? { run } : { stopped })
    const said = isRun ? { run: String(run) } : stoppedBy(fields, stopped === true)
    note({ kind: 'client-acknowledged', message, ok, detail, ...(ok ? said : {}) })
    return message
  }
}

/** What a stop has stopped; a stop of one run has left the others. */
function stoppedBy({ run }: Record<string, unknown>, stopped: boolean) {
  if (!stopped) return { stopped: 'nothing' } as const
  return { stopped: 'at once', ...(run === undefined ? {} : { stoppedRuns: [String(run)] }) } as const
}
