import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import type { Block, Turn } from '../transcript/transcript.ts'

/** The gateway may rewrite call ids for a provider (OpenClaw drops `_` and `-`); letters and digits stay. */
export function sameCall(a: string, b: string): boolean {
  return bare(a) === bare(b)
}

function bare(id: string): string {
  return id.replace(/[^a-zA-Z0-9]/g, '')
}

/** The requests that carry the conversation, without the gateway's side requests. */
export function mainRequests(entries: readonly Entry[]): EntryOf<'provider-asked'>[] {
  return entriesOf(entries, 'provider-asked').filter(({ turn }) => turn !== null)
}

/** The results of a conversation that belong to a call. */
export function resultsOf(turns: readonly Turn[], call: string): Extract<Block, { type: 'result' }>[] {
  return turns.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === 'result' && sameCall(block.id, call) ? [block] : [])),
  )
}

/** Whether a conversation holds a call. */
export function holdsCall(turns: readonly Turn[], call: string): boolean {
  return turns.some(({ blocks }) => blocks.some((block) => block.type === 'call' && sameCall(block.id, call)))
}

/** The entry number of the last fault that landed, or -1. */
export function lastFault(entries: readonly Entry[]): number {
  return entriesOf(entries, 'step-landed').findLast(({ fault }) => fault)?.n ?? -1
}

/** The messages that the gateway accepted, in order, with the number (from 0) a scenario gives them. */
export function acceptedMessages(entries: readonly Entry[]): (EntryOf<'client-sent'> & { turn: number })[] {
  const acknowledged = new Set(
    entriesOf(entries, 'client-acknowledged').flatMap(({ ok, message }) => (ok ? [message] : [])),
  )
  return entriesOf(entries, 'client-sent')
    .filter(({ what }) => what === 'message')
    .map((sent, turn) => ({ ...sent, turn }))
    .filter(({ message }) => acknowledged.has(message))
}

/**
 * Of the calls whose tool is alive, those that hold because the schedule never ended them and nothing else has ended their run:
 * no stop, no exit of the gateway, no end of the run that a client saw. The gateway rightly waits for them.
 */
export function heldCalls(entries: readonly Entry[], alive: readonly string[]): string[] {
  const stopped = new Set(
    entriesOf(entries, 'client-sent').flatMap(({ what, message }) => (what === 'message' ? [] : [message])),
  )
  const ends = entries.filter(
    (entry) =>
      entry.kind === 'gateway-exited' ||
      entry.kind === 'client-saw' ||
      (entry.kind === 'client-acknowledged' && entry.ok && stopped.has(entry.message)),
  )
  return entriesOf(entries, 'tool-started')
    .filter(({ call, n }) => alive.includes(call) && !ends.some((end) => end.n > n))
    .map(({ call }) => call)
}

/** The held calls at the end of a run. */
export function heldAtEnd(entries: readonly Entry[]): string[] {
  return heldCalls(entries, entriesOf(entries, 'tools-alive').at(-1)?.calls ?? [])
}

/** The name of a tool by its call, from the provider's replies. */
export function toolOf(entries: readonly Entry[], call: string): string {
  const calls = entriesOf(entries, 'provider-replying').flatMap((entry) => entry.calls)
  return calls.find(({ id }) => sameCall(id, call))?.tool ?? call
}

/** A text cut to what fits on a line. */
export function short(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}
