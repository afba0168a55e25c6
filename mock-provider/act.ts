/** One thing the provider does on the wire, in order. A `mark` names the instant after a write, such as `b input 1`. */
export type Act =
  | { readonly do: 'head'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly do: 'write'; readonly bytes: string; readonly mark?: string }
  | { readonly do: 'cut' }
  | { readonly do: 'end' }

/** Where a reply is cut: after the `nth` (from 1) write of one kind of a call; the socket is closed there. */
export type Cut = { readonly call: string; readonly after: 'start' | 'input' | 'end'; readonly nth: number }

/** The name of an instant inside a reply. */
export function markOf(cut: Cut): string {
  return `${cut.call} ${cut.after} ${cut.nth}`
}

/** The acts up to the instant of `cut`, and then the cut; all of them when that instant does not come. */
export function cutAt(acts: readonly Act[], cut: Cut): readonly Act[] {
  const index = acts.findIndex((act) => act.do === 'write' && act.mark === markOf(cut))
  return index < 0 ? acts : [...acts.slice(0, index + 1), { do: 'cut' }]
}
