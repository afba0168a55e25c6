import type { Act, Write } from './act.ts'
import type { Dialect, WireRequest } from './dialect.ts'
import type { FailureName } from './failure.ts'

/** An instant inside a reply: after the `nth` (from 1) write of a part of a call, or after the `nth` write of all; 0 is before its first byte. */
export type Instant =
  | { readonly call: string; readonly after: 'start' | 'input' | 'end'; readonly nth: number }
  | { readonly write: number }

/** What goes wrong on the wire with a delivery of a reply, the first or the first few; plain data. */
export type WireFault = Breakage & { readonly times?: number | undefined }

type Breakage =
  | { readonly kind: 'cut'; readonly by: 'fin' | 'rst'; readonly at: Instant }
  | { readonly kind: 'stall'; readonly pings: boolean; readonly at: Instant }
  | { readonly kind: 'trickle'; readonly bytes: number; readonly everyMs: number }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'truncated-json'; readonly at: Instant }
  | { readonly kind: 'repeated'; readonly at: Instant }
  | { readonly kind: 'no-end' }
  | { readonly kind: 'stream-error'; readonly failure: FailureName; readonly at: Instant }
  | { readonly kind: 'status'; readonly failure: FailureName; readonly retryAfterSeconds?: number | undefined }

/** The name of an instant, as marks have it. */
function markOf(instant: Instant): string {
  return 'write' in instant ? `write ${instant.write}` : `${instant.call} ${instant.after} ${instant.nth}`
}

function timeOf(instant: Instant): string {
  return isBefore(instant) ? ' before its first byte' : ` after "${markOf(instant)}"`
}

/** The request has been read, and nothing of the reply has been written. */
function isBefore(instant: Instant): boolean {
  return 'write' in instant && instant.write === 0
}

/** A fault in plain English, as the end of a sentence. */
export function describeFault({ times = 1, ...fault }: WireFault): string {
  return `${describeBreakage(fault)}${times === 1 ? '' : `, ${times} times`}`
}

function describeBreakage(fault: Breakage): string {
  const at = 'at' in fault ? timeOf(fault.at) : ''
  switch (fault.kind) {
    case 'cut':
      return `the stream is cut${at}${fault.by === 'rst' ? ' by a reset' : ''}`
    case 'stall':
      return `the stream stalls${at}${fault.pings ? ', with pings' : ''}`
    case 'trickle':
      return `the reply trickles, ${fault.bytes} bytes every ${fault.everyMs} ms`
    case 'late':
      return `the headers come ${fault.ms} ms late`
    case 'truncated-json':
      return `the JSON of an event breaks off${at}`
    case 'repeated':
      return `an event comes twice${at}`
    case 'no-end':
      return 'the stream ends without its last event'
    case 'stream-error':
      return `the stream ends in the error "${fault.failure}"${at}`
    case 'status':
      return `the provider fails with "${fault.failure}"`
  }
}

/** The acts of a reply with a fault; the same acts when its instant does not come. */
export function withFault(
  acts: readonly Act[],
  fault: WireFault,
  dialect: Dialect,
  request: WireRequest,
): readonly Act[] {
  switch (fault.kind) {
    case 'cut':
      return cutShort(acts, fault.at, [{ do: 'cut', by: fault.by }])
    case 'stall':
      return cutShort(acts, fault.at, [
        fault.pings && dialect.ping ? { do: 'stall', ping: dialect.ping } : { do: 'stall' },
      ])
    case 'trickle':
      return acts.flatMap((act) => (act.do === 'write' ? inDrops(act, fault.bytes, fault.everyMs) : [act]))
    case 'late':
      return [{ do: 'wait', ms: fault.ms }, ...acts]
    case 'truncated-json':
      return replaceEvent(acts, fault.at, (event) => [{ do: 'write', bytes: truncated(bytesOf(event)) }])
    case 'repeated':
      return isStream(acts)
        ? replaceEvent(acts, fault.at, (event) => [...event, { do: 'write', bytes: bytesOf(event) }])
        : acts
    case 'no-end':
      return withoutEnd(acts)
    case 'stream-error':
      return isStream(acts)
        ? failAfterEvent(acts, fault.at, (sent) => dialect.streamError(dialect.failures[fault.failure], sent))
        : acts
    case 'status':
      return failed(dialect, fault.failure, fault.retryAfterSeconds, request)
  }
}

/** Only a stream has events, and a middle in which the API can say that it failed. */
function isStream(acts: readonly Act[]): boolean {
  return acts.some((act) => act.do === 'head' && act.headers['content-type']?.startsWith('text/event-stream'))
}

/** Where an instant is among the acts, or -1. */
function indexOf(acts: readonly Act[], at: Instant): number {
  if ('write' in at) return acts.flatMap((act, index) => (act.do === 'write' ? [index] : []))[at.write - 1] ?? -1
  return acts.findIndex((act) => act.do === 'write' && act.mark === markOf(at))
}

function cutShort(acts: readonly Act[], at: Instant, ending: readonly Act[]): readonly Act[] {
  if (isBefore(at)) return ending
  const index = indexOf(acts, at)
  return index < 0 ? acts : [...acts.slice(0, index + 1), ...ending]
}

/** Replaces the event that an instant lies in, which may have been written in pieces. */
function replaceEvent(acts: readonly Act[], at: Instant, replace: (event: Write[]) => Act[]): readonly Act[] {
  const place = eventAt(acts, at)
  if (place === undefined) return acts
  const event = acts.slice(place.from, place.to).filter((act) => act.do === 'write')
  return [...acts.slice(0, place.from), ...replace(event), ...acts.slice(place.to)]
}

/** An API that fails in the middle of a stream does so between two events. */
function failAfterEvent(acts: readonly Act[], at: Instant, error: (sent: readonly Act[]) => Act[]): readonly Act[] {
  const sent = acts.slice(0, eventAt(acts, at)?.to ?? 0)
  return sent.length === 0 ? acts : [...sent, ...error(sent), { do: 'end' }]
}

/** The writes of the event that an instant lies in, from the first to before the end. */
function eventAt(acts: readonly Act[], at: Instant): { readonly from: number; readonly to: number } | undefined {
  const index = indexOf(acts, at)
  if (index < 0) return undefined
  const isEnd = (act: Act) => act.do !== 'write' || act.bytes.endsWith(eventEnd)
  const last = acts.findIndex((act, n) => n >= index && isEnd(act))
  return {
    from: acts.findLastIndex((act, n) => n < index && isEnd(act)) + 1,
    to: acts[last]?.do === 'write' ? last + 1 : last,
  }
}

function bytesOf(event: readonly Write[]): string {
  return event.map(({ bytes }) => bytes).join('')
}

/** An event whose JSON breaks off in the middle, while the stream goes on. */
function truncated(bytes: string): string {
  return `${bytes.trimEnd().slice(0, -Math.ceil(bytes.length / 4))}\n\n`
}

function withoutEnd(acts: readonly Act[]): readonly Act[] {
  const isEnd = (act: Act) => act.do === 'write' && act.mark === 'end'
  return acts.some(isEnd) ? acts.filter((act) => !isEnd(act)) : acts
}

/** What ends an event of a stream. */
const eventEnd = '\n\n'

function inDrops(write: Write, bytes: number, everyMs: number): Act[] {
  const all = Buffer.from(write.bytes)
  // a client that has read the last event may go before the blank line after it
  const starts = Array.from(
    { length: Math.ceil(Math.max(1, all.length - eventEnd.length) / bytes) },
    (_, n) => n * bytes,
  )
  const drops = starts.map((start, n) => all.subarray(start, starts[n + 1]).toString('latin1'))
  return drops.flatMap((drop, n): Act[] => {
    const isLast = n === drops.length - 1
    const mark = isLast && write.mark !== undefined ? { mark: write.mark } : {}
    return [
      { do: 'wait', ms: everyMs },
      { do: 'write', bytes: drop, encoding: 'latin1', ...mark },
    ]
  })
}

function failed(
  dialect: Dialect,
  name: FailureName,
  retryAfter: number | undefined,
  request: WireRequest,
): readonly Act[] {
  const failure = dialect.failures[name]
  const extra = { ...failure.headers, ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) }
  return dialect
    .reject(failure, request, 'req_gatecrashfault')
    .map((act) => (act.do === 'head' ? { ...act, headers: { ...act.headers, ...extra } } : act))
}
