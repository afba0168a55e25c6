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
  /** what the gateway reported of it, to any client */
  readonly reports: EntryOf<'tool-reported'>[]
}

type AboutTool = EntryOf<'tool-started' | 'tool-ordered' | 'tool-ended'>

/** The calls that the model made, with what their tools did. */
export class Calls {
  /** one for each delivery */
  readonly all: Call[] = []
  readonly #byId = new Map<string, Call[]>()
  readonly #byTool = new Map<string, Call[]>()
  readonly #reportedIn = new Map<string, string>()

  /** The deliveries that made a call with this id, as the gateway may write it. */
  withId(id: string): readonly Call[] {
    return this.#byId.get(bare(id)) ?? []
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
    return this.#reportedIn.get(bare(id))
  }

  made(request: Request, entry: EntryOf<'provider-replying'>): void {
    for (const made of entry.calls) {
      const call: Call = { ...made, n: entry.n, request, starts: [], orders: [], ends: [], reports: [] }
      request.calls.push(call)
      this.all.push(call)
      pushTo(this.#byId, bare(call.id), call)
      pushTo(this.#byTool, keyOf(call.id, call.tool), call)
    }
  }

  about(entry: AboutTool): void {
    const call = this.of(entry.call, entry.tool)
    if (entry.kind === 'tool-started') call?.starts.push(entry)
    else if (entry.kind === 'tool-ordered') call?.orders.push(entry)
    else call?.ends.push(entry)
  }

  /** A report names the gateway's id, and a session unless the gateway names none: then every call with the id may be meant. */
  reported(entry: EntryOf<'tool-reported'>): void {
    const id = bare(entry.call)
    if (!this.#reportedIn.has(id)) this.#reportedIn.set(id, entry.session)
    const known = this.withId(entry.call)
    const own = known.filter(({ request }) => request.session === entry.session)
    for (const call of own.length > 0 ? own.slice(-1) : known) call.reports.push(entry)
  }
}

function keyOf(id: string, tool: string): string {
  return `${id} ${tool}`
}
