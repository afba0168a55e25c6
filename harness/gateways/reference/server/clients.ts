import { createServer, type Server, type Socket } from 'node:net'
import { eachLine } from '../../../lines.ts'
import { own } from '../../../own.ts'
import type { Devices } from './devices.ts'
import type { Hub, News } from './hub.ts'
import { planted } from './planted.ts'

/**
 * The protocol: JSON lines over TCP. A client asks `{ id, do, … }` and is answered `{ id, ok, … }`; from its `hello` on it is told
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
}
type Answer = { readonly ok: boolean; readonly [field: string]: unknown }
type Client = { readonly socket: Socket; device?: string }

/** No line of a client is longer; one that is, is no client of ours. */
const maxLineBytes = 1_000_000

/** Listens for clients on loopback. */
export function listenForClients(hub: Hub, devices: Devices): Server {
  const clients = new Set<Client>()
  return createServer((socket) => {
    const client: Client = { socket }
    clients.add(client)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => clients.delete(client))
    if (planted('client-gone-ends-run'))
      socket.on('close', () => hub.states.forEach(({ session }) => void hub.session(session).stop()))
    const desk = new Desk(hub, devices, clients, client)
    eachLine(socket, (line) => void desk.take(line))
  })
}

/** What serves one connection. */
class Desk {
  readonly #hub: Hub
  readonly #devices: Devices
  readonly #clients: ReadonlySet<Client>
  readonly #client: Client

  constructor(hub: Hub, devices: Devices, clients: ReadonlySet<Client>, client: Client) {
    this.#hub = hub
    this.#devices = devices
    this.#clients = clients
    this.#client = client
  }

  async take(line: string): Promise<void> {
    const asked = line.length > maxLineBytes ? undefined : parse(line)
    if (asked === undefined) return void this.#client.socket.destroy()
    const answer =
      this.#client.device === undefined ? this.#hello(asked) : await this.#answer(asked, this.#client.device)
    this.#send({ id: asked.id, ...answer })
    if (answer.ok && asked.do === 'hello') this.#subscribe(asked.seen)
    if (!answer.ok && this.#client.device === undefined) this.#client.socket.end()
  }

  #hello({ do: what, token }: Ask): Answer {
    const device = what === 'hello' ? this.#devices.deviceWith(String(token)) : undefined
    if (device === undefined) return refusal('say hello with a token that is valid')
    this.#client.device = device
    return { ok: true, protocol: 1, device, lines: this.#hub.lines }
  }

  /** A client that has been here before is told what it has missed, and then what is new. */
  #subscribe(seen: Ask['seen']): void {
    if (seen !== undefined)
      for (const { session } of this.#hub.states)
        for (const news of this.#hub.news(session, own(seen, session))) this.#tell(news)
    this.#client.socket.once(
      'close',
      this.#hub.listen((news) => this.#tell(news)),
    )
  }

  #tell(news: News): void {
    const { type } = news.entry
    if (planted('reply-never-told') && type === 'assistant') return
    this.#send(news)
    if (planted('reply-told-twice') && type === 'assistant') this.#send(news)
  }

  async #answer({ do: what, session: name, text = '', key = '' }: Ask, device: string): Promise<Answer> {
    if (what === 'rotate') return { ok: true, token: this.#newDoor(device, () => this.#devices.rotate(device)) }
    if (what === 'revoke') return { ok: true, revoked: this.#newDoor(device, () => this.#devices.revoke(device)) }
    if (what === 'sessions') return { ok: true, sessions: this.#hub.states }
    if (name === undefined || !/^[a-z][a-z0-9-]{0,39}$/.test(name))
      return refusal('name a session: letters, digits, dashes')
    if (what === 'history') return { ok: true, entries: this.#hub.news(name) }
    const session = this.#hub.session(name)
    if (what === 'stop' || (what === 'say' && text === '/stop')) return { ok: true, stopped: await this.#stop(name) }
    if (what === 'compact') return { ok: true, run: await session.compact() }
    if (what !== 'say' || text.trim() === '' || key === '')
      return refusal(`cannot do "${what}"; a message has a text and a key`)
    if (session.damage !== undefined)
      return refusal(`the history of ${name} is broken, ${session.damage}; go on in a new session`)
    return { ok: true, run: session.say(text, key) }
  }

  async #stop(name: string): Promise<boolean> {
    const names = planted('stop-reaches-all-sessions') ? this.#hub.states.map(({ session }) => session) : [name]
    const stopped = await Promise.all(names.map((one) => this.#hub.session(one).stop()))
    return stopped.includes(true)
  }

  /** The other connections of the device are closed: they came with the old token. What runs is not touched. */
  #newDoor<T>(device: string, change: () => T): T {
    const changed = change()
    for (const other of this.#clients) if (other !== this.#client && other.device === device) other.socket.end()
    return changed
  }

  #send(message: object): void {
    if (this.#client.socket.writable) this.#client.socket.write(`${JSON.stringify(message)}\n`)
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
