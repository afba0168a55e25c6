import type { Entry, RepliedCall } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'

/** A call as one delivery of a reply made it: the entry of the delivery, and the place in the script it was made for. */
export type MadeCall = RepliedCall & {
  readonly n: number
  readonly request: number
  readonly turn: number | null
  readonly reply: number
}

/** Every call that the provider made, once for each delivery; a retry of a broken one gives new ids. */
export function madeCalls(entries: readonly Entry[]): MadeCall[] {
  const asked = new Map(entriesOf(entries, 'provider-asked').map((entry) => [entry.request, entry]))
  return entriesOf(entries, 'provider-replying').flatMap(({ n, request, calls }) => {
    const { turn = null, reply = 0 } = asked.get(request) ?? {}
    return calls.map((call) => ({ ...call, n, request, turn, reply }))
  })
}

/** The deliveries that made the call of a tool's run: its id and its tool, before it started. */
export function madeFor(
  made: readonly MadeCall[],
  { call, tool, n }: { readonly call: string; readonly tool: string; readonly n: number },
): MadeCall[] {
  return made.filter((one) => one.id === call && one.tool === tool && one.n < n)
}
