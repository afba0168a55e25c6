/**
 * One thing the provider does on the wire, in order. A `mark` names the instant after a write, such as `b input 1`; the write
 * that ends a reply is marked `end`, and `unended` is what stands in its place where it says more than that the reply is over. A `piece` of
 * a call's arguments is put behind the pieces before it.
 */
export type Act =
  | { readonly do: 'head'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly do: 'write'
      readonly bytes: string
      readonly mark?: string
      readonly unended?: string
      readonly piece?: true
      readonly encoding?: 'latin1'
    }
  /** nothing, for so many milliseconds */
  | { readonly do: 'wait'; readonly ms: number }
  /** nothing for so many milliseconds, as a fault: the reply counts as broken from here on, and goes on afterwards */
  | { readonly do: 'pause'; readonly ms: number }
  /** nothing any more, with the connection open until the client or the run ends it; pings go on when the API has them */
  | { readonly do: 'stall'; readonly ping?: string }
  /** the socket is closed in the middle of the reply, in order (FIN) or not (RST) */
  | { readonly do: 'cut'; readonly by: 'fin' | 'rst' }
  | { readonly do: 'end' }

/** A write among the acts of a reply. */
export type Write = Extract<Act, { do: 'write' }>

/** How often a stalled reply pings, where it does. */
export const pingMs = 1_000
