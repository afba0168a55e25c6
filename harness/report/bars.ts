import { acceptedMessages, endOf } from '../oracles/facts.ts'
import type { Entry, EntryKind, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { wordsOf } from './entry-words.ts'

/** Something that lasts: a run of the client's, a start of the gateway, a reply's stream, a tool. `to` is null when its end was not seen. */
export type Span = {
  readonly lane: string
  readonly kind: 'run' | 'boot' | 'up' | 'blocked' | 'stream' | 'tool' | 'held'
  readonly from: number
  readonly to: number | null
  /** the entries that are drawn on it */
  readonly holds: readonly number[]
}

/** Everything in a record that lasts, from its entry to the entry of its end, in the order of their beginnings. */
export function spansOf(entries: readonly Entry[]): Span[] {
  const spans = [
    ...acceptedMessages(entries).map((sent) => span('run', sent, endOf(entries, sent.run))),
    ...upTo(entries, 'boot', 'gateway-started', ['gateway-ready', 'gateway-exited']),
    ...upTo(entries, 'up', 'gateway-ready', ['gateway-exited']),
    ...upTo(entries, 'blocked', 'gateway-blocked', ['gateway-unblocked', 'gateway-exited']),
    ...upTo(entries, 'held', 'store-held', ['store-released']),
    ...entriesOf(entries, 'provider-asked').map((asked) => streamOf(entries, asked)),
    ...entriesOf(entries, 'tool-started').map((started) => span('tool', started, endOfTool(entries, started))),
  ]
  return spans.toSorted((a, b) => a.from - b.from)
}

function span(kind: Span['kind'], from: Entry, to: Entry | undefined, between: readonly Entry[] = []): Span {
  const holds = [from, ...between, ...(to === undefined ? [] : [to])].map(({ n }) => n)
  return { lane: wordsOf(from).lane, kind, from: from.n, to: to?.n ?? null, holds }
}

function upTo(entries: readonly Entry[], kind: Span['kind'], from: EntryKind, to: readonly EntryKind[]): Span[] {
  const isEnd = (begun: Entry, entry: Entry) => entry.n > begun.n && to.includes(entry.kind)
  const begun = entries.filter((entry) => entry.kind === from)
  return begun.map((one) =>
    span(
      kind,
      one,
      entries.find((entry) => isEnd(one, entry)),
    ),
  )
}

function streamOf(entries: readonly Entry[], asked: EntryOf<'provider-asked'>): Span {
  const ofRequest = ({ request }: { readonly request: number }) => request === asked.request
  const replied = entriesOf(entries, 'provider-replied').find(ofRequest)
  const between = [...entriesOf(entries, 'provider-replying'), ...entriesOf(entries, 'provider-broke')].filter(
    ofRequest,
  )
  return span('stream', asked, replied, between)
}

function endOfTool(entries: readonly Entry[], { n, call, tool }: EntryOf<'tool-started'>): Entry | undefined {
  return entriesOf(entries, 'tool-ended').find((ended) => ended.n > n && ended.call === call && ended.tool === tool)
}
