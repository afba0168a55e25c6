import type { Socket } from 'node:net'
import { eachLine } from '../../../lines.ts'
import { own } from '../../../own.ts'
import type { Devices } from './devices.ts'
import type { Hub, News } from './hub.ts'

/**
 * The protocol: JSON lines over TCP. A client asks `{ id, do, … }` and is answered `{ id, ok, … }`. From its `hello` on it is told
 * every new entry of every session's log, `{ session, line, entry }`, each once. A client that comes back says how many lines of
 * each session it has `seen`, and is told the rest first.
 */
type Ask = {
  readonly id: number
  readonly do: string
  readonly token?: string
  readonly seen?: Readonly<Record<string, number>>
  readonly session?: string
  readonly text?: string
  readonly key?: string
  readonly run?: string
  readonly call?: string
  readonly allow?: boolean
}
type Answer = { readonly ok: boolean; readonly [field: string]: unknown }

/** What a desk needs: the sessions, the devices that may connect, and all desks that are open. */
export type Office = { readonly hub: Hub; readonly devices: Devices; readonly desks: Set<Desk> }

/** A longer line comes from no client of ours. */
const maxLineBytes = 1_000_000

/** Serves one connection of a client. */
export class Desk {
  protected readonly socket: Socket
  protected readonly office: Office
  /** the device that said hello here */
  protected device: string | undefined

  constructor(socket: Socket, office: Office) {
    this.socket = socket
    this.office = office
  }

  /** Takes every line of the client until the connection closes. */
  open(): void {
    this.office.desks.add(this)
    this.socket.on('error', () => this.socket.destroy())
    this.socket.on('close', () => this.close())
    eachLine(this.socket, (line) => void this.take(line))
  }

  protected close(): void {
    this.office.desks.delete(this)
  }

  protected async take(line: string): Promise<void> {
    const asked = line.length > maxLineBytes ? undefined : parse(line)
    if (asked === undefined) return void this.socket.destroy()
    const answer = this.device === undefined ? this.hello(asked) : await this.answer(asked, this.device)
    this.send({ id: asked.id, ...answer })
    if (answer.ok && asked.do === 'hello') this.subscribe(asked.seen)
    if (!answer.ok && this.device === undefined) this.socket.end()
  }

  protected hello({ do: what, token }: Ask): Answer {
    const device = what === 'hello' ? this.office.devices.deviceWith(String(token)) : undefined
    if (device === undefined) return refusal('say hello with a token that is valid')
    this.device = device
    return { ok: true, protocol: 1, device, lines: this.office.hub.lines }
  }

  /** Tells a client that was here before what it has missed, and every client what is new. */
  protected subscribe(seen: Ask['seen']): void {
    const { hub } = this.office
    if (seen !== undefined)
      for (const { session } of hub.states) for (const news of hub.news(session, own(seen, session))) this.tell(news)
    const unsubscribe = hub.listen((news) => this.tell(news))
    this.socket.once('close', unsubscribe)
  }

  protected tell(news: News): void {
    this.send(news)
  }

  protected async answer(asked: Ask, device: string): Promise<Answer> {
    const { hub, devices } = this.office
    const { do: what, session } = asked
    if (what === 'rotate') return { ok: true, token: this.changeToken(device, () => devices.rotate(device)) }
    if (what === 'revoke') return { ok: true, revoked: this.changeToken(device, () => devices.revoke(device)) }
    if (what === 'sessions') return { ok: true, sessions: hub.states }
    if (session === undefined || !/^[a-z][a-z0-9-]{0,39}$/.test(session))
      return refusal('name a session: letters, digits, dashes')
    if (what === 'history') return { ok: true, entries: this.history(session) }
    return this.order(session, asked)
  }

  protected history(session: string): News[] {
    return this.office.hub.news(session)
  }

  protected async order(name: string, { do: what, text = '', key = '', run, call = '', allow }: Ask): Promise<Answer> {
    const session = this.office.hub.session(name)
    if (what === 'permit')
      return session.permit(call, allow === true) ? { ok: true } : refusal(`nobody is asked about call ${call}`)
    if (what === 'stop' || (what === 'say' && text === '/stop'))
      return { ok: true, stopped: await this.stop(name, run) }
    if (what === 'compact') return { ok: true, run: await session.compact() }
    if (what !== 'say' || text.trim() === '' || key === '')
      return refusal(`cannot do "${what}"; a message has a text and a key`)
    if (session.damage !== undefined)
      return refusal(`the history of ${name} is broken, ${session.damage}; go on in a new session`)
    return { ok: true, run: session.say(text, key) }
  }

  protected async stop(name: string, run?: string): Promise<boolean> {
    return this.office.hub.session(name).stop(run)
  }

  /** Closes the other connections of the device, which came with the old token. What runs is not touched. */
  protected changeToken<T>(device: string, change: () => T): T {
    const changed = change()
    for (const other of this.office.desks) if (other !== this && other.device === device) other.socket.end()
    return changed
  }

  protected send(message: object): void {
    if (this.socket.writable) this.socket.write(`${JSON.stringify(message)}\n`)
  }
}

function parse(line: string): Ask | undefined {
  try {
    const asked = JSON.parse(line)
    return typeof asked?.do === 'string' ? asked : undefined
  } catch {
    return undefined
  }
}

function refusal(why: string): Answer {
  return { ok: false, why }
}
