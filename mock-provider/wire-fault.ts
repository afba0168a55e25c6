import type { Act, Write } from './act.ts'
import type { Dialect, WireRequest } from './dialect.ts'
import type { Failure, FailureName, Missing } from './failure.ts'
import { textMark } from './text-pieces.ts'

/**
 * An instant inside a reply: after the `nth` (from 1) write of a part of a call, after half of its text or all of it, or after the `nth`
 * write of all; 0 is before its first byte.
 */
export type Instant =
  | { readonly text: 'middle' | 'end' }
  | { readonly call: string; readonly after: 'start' | 'input' | 'end'; readonly nth: number }
  | { readonly write: number }

/** What goes wrong on the wire with a delivery of a reply, the first or the first few; plain data. */
export type WireFault = Breakage & { readonly times?: number | undefined }

type Breakage =
  | { readonly kind: 'cut'; readonly by: 'fin' | 'rst'; readonly at: Instant }
  | { readonly kind: 'stall'; readonly pings: boolean; readonly at: Instant }
  | { readonly kind: 'pause'; readonly ms: number; readonly at: Instant }
  | { readonly kind: 'trickle'; readonly bytes: number; readonly everyMs: number }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'truncated-json'; readonly at: Instant }
  | { readonly kind: 'repeated'; readonly at: Instant }
  | { readonly kind: 'no-end' }
  /** a server in front of the API answers with a page of its own */
  | { readonly kind: 'page' }
  | { readonly kind: 'stream-error'; readonly failure: FailureName; readonly at: Instant }
  | Status

type Status = {
  readonly kind: 'status'
  readonly failure: FailureName
  readonly retryAfterSeconds?: number | undefined
  /** of a failure `unpaired`: which half of a pair the API misses, with the ids of the request at hand */
  readonly missing?: Missing | undefined
}

/** The name of an instant, as marks have it. */
function markOf(instant: Instant): string {
  if ('text' in instant) return textMark(instant.text)
  return 'write' in instant ? `write ${instant.write}` : `${instant.call} ${instant.after} ${instant.nth}`
}

function timeOf(instant: Instant): string {
  if ('text' in instant) return instant.text === 'end' ? ' after its text' : ' in the middle of its text'
  return isBefore(instant) ? ' before its first byte' : ` after "${markOf(instant)}"`
}

/** The request has been read, and nothing of the reply has been written. */
function isBefore(instant: Instant): boolean {
  return 'write' in instant && instant.write === 0
}

/** Whether a fault happens inside a reply that is streamed, and not before its first byte. */
export function isOfStream(fault: WireFault): boolean {
  if (['status', 'late', 'page'].includes(fault.kind)) return false
  return !('at' in fault && isBefore(fault.at))
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
    case 'pause':
      return `the stream pauses for ${fault.ms} ms${at}`
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
    case 'page':
      return 'a server in front of the API answers with a page of its own'
    case 'stream-error':
      return `the stream ends in the error "${fault.failure}"${at}`
    case 'status':
      return `the provider fails with "${fault.failure}"${fault.missing === undefined ? '' : `: a ${fault.missing} is missing`}`
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
    case 'pause':
      return pausedAt(acts, fault.at, fault.ms)
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
    case 'page':
      return badGateway
    case 'stream-error':
      return isStream(acts)
        ? failAfterEvent(acts, fault.at, (sent) => dialect.streamError(dialect.failures[fault.failure], sent))
        : acts
    case 'status':
      return failed(dialect, failureOf(fault, dialect, request), request)
  }
}

/** Why a fault can never have its effect, and which of its fields says so. */
type Never = { readonly path: string[]; readonly message: string }

/**
 * Why a fault can never have its effect on a reply, if that is so.
 * @param reply its text and the names of its calls
 */
export function whyNever(
  fault: WireFault,
  { text, calls }: { text: string; calls: readonly string[] },
): Never | undefined {
  if (fault.kind === 'status')
    return fault.missing !== undefined && fault.failure !== 'unpaired'
      ? { path: ['missing'], message: 'only the failure "unpaired" misses something' }
      : undefined
  if (!('at' in fault) || 'write' in fault.at) return undefined
  if ('text' in fault.at) {
    const least = fault.at.text === 'end' ? 1 : 2
    if (Array.from(text).length >= least) return undefined
    return { path: ['at', 'text'], message: `this reply has no text of ${least} letters or more` }
  }
  const { call, after, nth } = fault.at
  if (!calls.includes(call)) return { path: ['at', 'call'], message: `this reply does not call "${call}"` }
  return after !== 'input' && nth > 1
    ? { path: ['at', 'nth'], message: `a call has one ${after}; its input has four pieces` }
    : undefined
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

function pausedAt(acts: readonly Act[], at: Instant, ms: number): readonly Act[] {
  const pause: Act = { do: 'pause', ms }
  if (isBefore(at)) return [pause, ...acts]
  const index = indexOf(acts, at)
  return index < 0 ? acts : [...acts.slice(0, index + 1), pause, ...acts.slice(index + 1)]
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

/** A reply is over by its last event; one that says something besides says it without the end. */
function withoutEnd(acts: readonly Act[]): readonly Act[] {
  const isEnd = (act: Act) => act.do === 'write' && (act.mark === 'end' || act.unended !== undefined)
  if (!acts.some(isEnd)) return acts
  return acts.flatMap((act): Act[] => {
    if (act.do !== 'write' || !isEnd(act)) return [act]
    return act.unended === undefined ? [] : [{ ...act, bytes: act.unended }]
  })
}

/** As nginx and Cloudflare answer when the API behind them does not. */
const badGateway: readonly Act[] = [
  { do: 'head', status: 502, headers: { 'content-type': 'text/html' } },
  {
    do: 'write',
    bytes: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
  },
  { do: 'end' },
]

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

/** What a scripted failure says to a request: how long to wait, and which pair is broken, where the fault names them. */
export function failureOf(fault: Status, dialect: Dialect, request: WireRequest): Failure {
  const failure = dialect.failures[fault.failure]
  const { retryAfterSeconds: retryAfter, missing } = fault
  const unpaired = missing === undefined ? undefined : brokenPair(missing, dialect, request)
  const message = (unpaired ?? failure).message
  if (retryAfter === undefined) return { ...failure, ...unpaired }
  return { ...failure, ...unpaired, message: message.replace(/in [\d.]+m?s\b/, `in ${retryAfter}s`), retryAfter }
}

/** The last pair of the request, of which the API is to miss a half. */
function brokenPair(missing: Missing, dialect: Dialect, request: WireRequest): Pick<Failure, 'message'> | undefined {
  const other = missing === 'call' ? 'result' : 'call'
  const turns = dialect.read(request)
  const message = turns.findLastIndex(({ blocks }) => blocks.some(({ type }) => type === other))
  const block = turns[message]?.blocks.findLastIndex(({ type }) => type === other) ?? -1
  const half = turns[message]?.blocks[block]
  return half !== undefined && 'id' in half ? dialect.unpaired[missing]({ id: half.id, message, block }) : undefined
}

function failed(dialect: Dialect, failure: Failure, request: WireRequest): readonly Act[] {
  const { headers, retryAfter } = failure
  const extra = { ...headers, ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) }
  return dialect
    .reject(failure, request, 'req_gatecrashfault')
    .map((act) => (act.do === 'head' ? { ...act, headers: { ...act.headers, ...extra } } : act))
}
