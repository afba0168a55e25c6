import type { EntryOf, RepliedCall } from '../record/entry.ts'
import { bare } from '../transcript/blocks.ts'
import { lastBefore, pushTo } from './ordered.ts'
import type { Request } from './requests.ts'

/** A call that one delivery of a reply made, and what became of it. A retry of a broken delivery gives new ids. */
export type Call = RepliedCall & {
  /** the entry of the delivery */
  readonly n: number
  readonly request: Request
  readonly starts: EntryOf<'tool-started'>[]
  readonly orders: EntryOf<'tool-ordered'>[]
  readonly ends: EntryOf<'tool-ended'>[]
  /** its tool was told to end by whoever called it, and did not */
  readonly resisted: EntryOf<'tool-resisted'>[]
  /** what the gateway reported of it, to any client */
  readonly reports: EntryOf<'tool-reported'>[]
}

type AboutTool = EntryOf<'tool-started' | 'tool-ordered' | 'tool-ended' | 'tool-resisted'>

/** The calls that the model made, with what their tools did. */
export class Calls {
  /** one for each delivery */
  readonly all: Call[] = []
  readonly #byId = new Map<string, Call[]>()
  readonly #byTool = new Map<string, Call[]>()
  readonly #starts = new Map<string, EntryOf<'tool-started'>[]>()
  readonly #ends = new Map<string, EntryOf<'tool-ended'>[]>()
  readonly #reportedIn = new Map<string, string>()
  /** the letters and digits of the ids that were asked for: each is asked for many times */
  readonly #bare = new Map<string, string>()
  /** the calls of which a client was told that they have started, and not yet that they have ended */
  readonly #toldStarted = new Map<string, readonly Call[]>()

  /** The deliveries that made a call with this id, as the gateway may write it. */
  withId(id: string): readonly Call[] {
    return this.#byId.get(this.#bareOf(id)) ?? []
  }

  /** The newest delivery of a tool's call with this id before entry `n`. */
  of(id: string, tool: string, n = Number.POSITIVE_INFINITY): Call | undefined {
    return lastBefore(this.#byTool.get(keyOf(id, tool)) ?? [], n)
  }

  /** Every delivery of a tool's call with this id before entry `n`. */
  deliveries(id: string, tool: string, n = Number.POSITIVE_INFINITY): readonly Call[] {
    return (this.#byTool.get(keyOf(id, tool)) ?? []).filter((call) => call.n < n)
  }

  /** The tool of a call as the scenario names it, or the call's id if the model never made that call. */
  toolOf(id: string): string {
    return this.withId(id)[0]?.tool ?? id
  }

  /** The session in which the first report of a call places it. */
  reportedSession(id: string): string | undefined {
    return this.#reportedIn.get(this.#bareOf(id))
  }

  /** The starts of a tool, by its name in the scenario. */
  startsOf(tool: string): readonly EntryOf<'tool-started'>[] {
    return this.#starts.get(tool) ?? []
  }

  /** The ends of a tool, by its name in the scenario. */
  endsOf(tool: string): readonly EntryOf<'tool-ended'>[] {
    return this.#ends.get(tool) ?? []
  }

  made(request: Request, entry: EntryOf<'provider-replying'>): void {
    for (const made of entry.calls) {
      const call: Call = { ...made, n: entry.n, request, starts: [], orders: [], ends: [], resisted: [], reports: [] }
      request.calls.push(call)
      this.all.push(call)
      pushTo(this.#byId, this.#bareOf(call.id), call)
      pushTo(this.#byTool, keyOf(call.id, call.tool), call)
    }
  }

  about(entry: AboutTool): void {
    if (entry.kind === 'tool-started') pushTo(this.#starts, entry.tool, entry)
    else if (entry.kind === 'tool-ended') pushTo(this.#ends, entry.tool, entry)
    const call = this.of(entry.call, entry.tool)
    if (entry.kind === 'tool-started') call?.starts.push(entry)
    else if (entry.kind === 'tool-ordered') call?.orders.push(entry)
    else if (entry.kind === 'tool-resisted') call?.resisted.push(entry)
    else call?.ends.push(entry)
  }

  /**
   * A report names the gateway's id, and a session unless the gateway names none: then every call with the id may be meant. Of several
   * deliveries it is the newest, or the one whose start the client was told of: the report of its end may come after the next one.
   */
  reported(entry: EntryOf<'tool-reported'>): void {
    const { client = '', session, phase } = entry
    const id = this.#bareOf(entry.call)
    if (!this.#reportedIn.has(id)) this.#reportedIn.set(id, session)
    const known = this.withId(entry.call)
    const own = known.filter(({ request }) => request.session === session)
    const newest = own.length > 0 ? own.slice(-1) : known
    const key = [client, session, id].join(' ')
    const meant = phase === 'ended' ? (this.#toldStarted.get(key) ?? newest) : newest
    if (phase === 'ended') this.#toldStarted.delete(key)
    else this.#toldStarted.set(key, meant)
    for (const call of meant) call.reports.push(entry)
  }

  #bareOf(id: string): string {
    const known = this.#bare.get(id)
    if (known !== undefined) return known
    const letters = bare(id)
    this.#bare.set(id, letters)
    return letters
  }
}

function keyOf(id: string, tool: string): string {
  return `${id} ${tool}`
}
