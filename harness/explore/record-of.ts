import type { Entry, EntryOf } from '../record/entry.ts'
import type { Part } from './part.ts'

/** Where in the record of a gateway the schedules of one wave were played: its first entry, and the one after its last. */
export type Window = readonly [from: number, to: number]

/** What happens to a process, which every schedule after it has to do with. */
const ofProcess: ReadonlySet<Entry['kind']> = new Set([
  'gateway-started',
  'gateway-ready',
  'gateway-signalled',
  'gateway-exited',
])

/**
 * The record of one schedule out of the record of all that a gateway has played: what is of its sessions, its clients and its steps, and
 * what is of the gateway as a whole, as if it had been played alone.
 * @param clients the clients of all
 * @param boot where the first wave began
 */
export function recordOf(
  part: Part,
  entries: readonly Entry[],
  clients: ReadonlySet<string>,
  boot: number,
  [from, to]: Window,
): Entry[] {
  const owner = new Owner(part, entries, clients)
  const kept = entries.filter((entry) => {
    if (entry.n >= to) return false
    return entry.n < boot || entry.n >= from ? owner.has(entry) : ofProcess.has(entry.kind)
  })
  // numbers of entries are places in the record
  const places = new Map(kept.map(({ n }, index) => [n, index]))
  const placeOf = (n: number) => places.get(n) ?? kept.filter((entry) => entry.n < n).length
  return kept.map((entry, n) => {
    const shown = owner.shown(entry)
    return 'since' in shown && shown.since !== undefined
      ? { ...shown, n, since: placeOf(shown.since) }
      : { ...shown, n }
  })
}

/** Tells what is a schedule's own. */
class Owner {
  readonly #part: Part
  readonly #requests: ReadonlySet<number>
  readonly #calls: ReadonlySet<string>
  readonly #messages: ReadonlySet<string>
  readonly #strangeSources: readonly string[]
  readonly #clients: ReadonlySet<string>

  constructor(part: Part, entries: readonly Entry[], clients: ReadonlySet<string>) {
    this.#part = part
    this.#clients = clients
    const { sessions } = part
    const requests = new Set<number>()
    const calls = new Set<string>()
    const messages = new Set<string>()
    const strange = new Set<string>()
    for (const entry of entries) {
      if (entry.kind === 'provider-asked' && this.#asks(entry)) requests.add(entry.request)
      else if (entry.kind === 'provider-replying' && requests.has(entry.request))
        for (const { id, tool } of entry.calls) calls.add(id).add(tool)
      else if (entry.kind === 'client-sent' && sessions.has(entry.session)) messages.add(entry.message)
      else if (entry.kind === 'transcript-stored' && !sessions.has(entry.session)) strange.add(entry.source)
    }
    this.#requests = requests
    this.#calls = calls
    this.#messages = messages
    this.#strangeSources = [...strange]
  }

  has(entry: Entry): boolean {
    const { sessions, clients, range } = this.#part
    if ('step' in entry) return entry.step >= range[0] && entry.step < range[1]
    if ('request' in entry && entry.kind.startsWith('provider-')) return this.#requests.has(entry.request ?? -1)
    if (entry.kind === 'client-acknowledged') return this.#messages.has(entry.message)
    if ('call' in entry && !this.#ownsCall(entry)) return false
    if ('session' in entry && entry.session !== undefined && !sessions.has(entry.session)) return false
    // what looks at a gateway for us is nobody's client
    return (
      !('client' in entry) ||
      entry.client === undefined ||
      clients.has(entry.client) ||
      !this.#clients.has(entry.client)
    )
  }

  /** An entry about all sessions with what it says of the schedule's own. */
  shown(entry: Entry): Entry {
    const { sessions, range, scenario } = this.#part
    const ownsCall = (call: string) => this.#calls.has(call)
    switch (entry.kind) {
      case 'run-started':
        return { ...entry, scenario }
      case 'step-started':
      case 'step-landed':
      case 'step-missed':
      case 'undo-missed':
        return { ...entry, step: entry.step - range[0] }
      case 'sessions-seen':
        return { ...entry, sessions: entry.sessions.filter(({ session }) => sessions.has(session)) }
      case 'tools-alive':
        return {
          ...entry,
          calls: entry.calls.filter(ownsCall),
          children: (entry.children ?? []).filter(({ call }) => ownsCall(call)),
        }
      case 'recovered':
        return {
          ...entry,
          stored: entry.stored.filter(({ session }) => sessions.has(session)),
          asked: entry.asked.filter(({ session }) => sessions.has(session)),
        }
      case 'store-checked':
        return { ...entry, problems: entry.problems.filter(({ source }) => !this.#isStrange(source)) }
      default:
        return entry
    }
  }

  /** A request for a title or a summary is of the schedule whose words it holds. */
  #asks({ session, turns }: EntryOf<'provider-asked'>): boolean {
    const { sessions, texts } = this.#part
    if (session !== undefined) return sessions.has(session)
    const held = JSON.stringify(turns)
    return texts.some((text) => held.includes(text))
  }

  #ownsCall(entry: Extract<Entry, { call: string }>): boolean {
    if (this.#calls.has(entry.call)) return !('tool' in entry) || this.#calls.has(entry.tool)
    return 'session' in entry && entry.session !== undefined && this.#part.sessions.has(entry.session)
  }

  #isStrange(source: string): boolean {
    return this.#strangeSources.some((strange) => source.startsWith(strange))
  }
}
