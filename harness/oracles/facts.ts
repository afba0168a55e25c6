import type { Entry, EntryOf, ToolChild } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { findBreaks } from '../transcript/pairing.ts'
import type { Block, Turn } from '../transcript/transcript.ts'

/** The gateway may rewrite call ids for a provider (OpenClaw drops `_` and `-`); letters and digits stay. */
export function sameCall(a: string, b: string): boolean {
  return bare(a) === bare(b)
}

/** The letters and digits of a call's id. */
export function bare(id: string): string {
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

/** Whether we have damaged the pair of a call in the store ourselves. */
export function isDamaged(entries: readonly Entry[], call: string): boolean {
  return entriesOf(entries, 'store-damaged').some(({ calls }) => calls.some((damaged) => sameCall(damaged, call)))
}

/** Whether a request was rejected for nothing but what we have damaged in the store ourselves. */
export function isRejectedForDamage(
  entries: readonly Entry[],
  { rejection, turns }: EntryOf<'provider-asked'>,
): boolean {
  const broken = findBreaks(turns).flatMap(({ ids }) => ids)
  return rejection !== null && broken.length > 0 && broken.every((id) => isDamaged(entries, id))
}

/** The entry number of the last fault that landed, or -1. */
export function lastFault(entries: readonly Entry[]): number {
  return entriesOf(entries, 'step-landed').findLast(({ fault }) => fault)?.n ?? -1
}

/**
 * A message of the user's that the gateway accepted: `turn` is the number (from 0) a scenario gives it, `run` the gateway's name;
 * `ack` is the entry of the acceptance, and `detail` its words.
 */
export type AcceptedMessage = EntryOf<'client-sent'> & {
  readonly turn: number
  readonly run: string
  readonly ack: number
  readonly detail: string
}

/** The messages that the gateway accepted, in order. */
export function acceptedMessages(entries: readonly Entry[]): AcceptedMessage[] {
  const acknowledged = entriesOf(entries, 'client-acknowledged').filter(({ ok }) => ok)
  return sentMessages(entries).flatMap((sent, turn) => {
    const answer = acknowledged.find(({ message }) => message === sent.message)
    if (answer === undefined) return []
    const { n: ack, detail, run = '' } = answer
    return [{ ...sent, turn, ack, detail, run }]
  })
}

/** The end of a run that a client saw first, if any. */
export function endOf(entries: readonly Entry[], run: string): EntryOf<'client-saw'> | undefined {
  return run === '' ? undefined : entriesOf(entries, 'client-saw').find((saw) => saw.run === run)
}

/** Whether another message of its session was still open when a message came, or came before entry `until`: they may share a run. */
export function hasCompany(entries: readonly Entry[], { n, session }: AcceptedMessage, until: number): boolean {
  const others = acceptedMessages(entries).filter((other) => other.session === session && other.n !== n)
  return others.some((other) => (other.n < n ? (endOf(entries, other.run)?.n ?? n) >= n : other.n < until))
}

function sentMessages(entries: readonly Entry[]): EntryOf<'client-sent'>[] {
  return entriesOf(entries, 'client-sent').filter(({ what }) => what === 'message')
}

/** The message that a request or its reply is about. */
export function messageOf(entries: readonly Entry[], turn: number | null): EntryOf<'client-sent'> | undefined {
  return turn === null ? undefined : sentMessages(entries)[turn]
}

/** The session that a request is about, by the message it answers. */
export function sessionOf(entries: readonly Entry[], { turn }: { readonly turn: number | null }): string | undefined {
  return messageOf(entries, turn)?.session
}

/** The conversation that a request is part of: its session, or the task of one that the model has had the gateway spawn. */
export function conversationOf(
  entries: readonly Entry[],
  { turn }: { readonly turn: number | null },
): string | undefined {
  const messages = sentMessages(entries).length
  const isTask = turn !== null && messages > 0 && turn >= messages
  return isTask ? `task ${turn}` : sessionOf(entries, { turn })
}

/** The conversation in which the gateway ran a call. */
export function conversationOfCall(entries: readonly Entry[], call: string, tool: string): string | undefined {
  const asked = askedFor(entries, call, tool)
  return asked === undefined ? sessionOfCall(entries, call, tool) : conversationOf(entries, asked)
}

/** The session in which the gateway ran a call. Sessions may share an id, so the tool tells where it is known: the model called it there. */
export function sessionOfCall(entries: readonly Entry[], call: string, tool?: string): string | undefined {
  const asked = askedFor(entries, call, tool)
  if (asked !== undefined) return sessionOf(entries, asked)
  return entriesOf(entries, 'tool-reported').find((entry) => sameCall(entry.call, call))?.session
}

/** The request whose reply made a call. */
function askedFor(entries: readonly Entry[], call: string, tool?: string): EntryOf<'provider-asked'> | undefined {
  const request = entriesOf(entries, 'provider-replying').find(({ calls }) =>
    calls.some((made) => made.tool === tool && sameCall(made.id, call)),
  )?.request
  return entriesOf(entries, 'provider-asked').find((entry) => request !== undefined && entry.request === request)
}

/** The requests that have not been replied to. */
export function openRequests(entries: readonly Entry[]): EntryOf<'provider-asked'>[] {
  const replied = new Set(entriesOf(entries, 'provider-replied').map(({ request }) => request))
  return entriesOf(entries, 'provider-asked').filter(({ request }) => !replied.has(request))
}

/** A command that ends what is under way in its session, or may: the entry that acknowledges it, and the runs that this names. */
export type AcceptedStop = EntryOf<'client-sent'> & {
  readonly ack: number
  readonly stoppedRuns: readonly string[] | undefined
}

/** The acknowledged stops of a session, but those that found nothing to stop. A reset and a compaction are stops, too. */
export function stopsOf(entries: readonly Entry[], session: string): AcceptedStop[] {
  const stops = entriesOf(entries, 'client-sent').filter((sent) => sent.what !== 'message' && sent.session === session)
  const acknowledged = entriesOf(entries, 'client-acknowledged').filter(
    ({ ok, stopped }) => ok && stopped !== 'nothing',
  )
  return stops.flatMap((stop) => {
    const answer = acknowledged.find(({ message }) => message === stop.message)
    return answer === undefined ? [] : [{ ...stop, ack: answer.n, stoppedRuns: answer.stoppedRuns }]
  })
}

/** Whether the gateway is down because it was told to go, and was not started again. */
export function isStopped(entries: readonly Entry[]): boolean {
  const last = entries.findLast(({ kind }) => kind === 'gateway-exited' || kind === 'gateway-started')
  return last?.kind === 'gateway-exited' && last.asked
}

/** Whether a tool ran when its gateway got SIGKILL, which leaves nobody to end it. */
export function isOrphan(entries: readonly Entry[], call: string): boolean {
  const started = entriesOf(entries, 'tool-started').findLast((entry) => entry.call === call)
  const killed = entriesOf(entries, 'gateway-exited').filter(({ signal }) => signal === 'SIGKILL')
  return started !== undefined && killed.some(({ n }) => n > started.n)
}

/** The tools that are alive at the end of a run, but those whose gateway got SIGKILL: no gateway knows of them any more. */
export function aliveAtEnd(entries: readonly Entry[]): string[] {
  const alive = entriesOf(entries, 'tools-alive').at(-1)?.calls ?? []
  return alive.filter((call) => !isOrphan(entries, call))
}

/**
 * Of the processes that tools have started and that are alive, those whose tool was ended by the gateway, which has to end them
 * too. What a tool that ended by itself leaves running may be meant to run.
 */
export function owedChildren(entries: readonly Entry[], children: readonly ToolChild[]): ToolChild[] {
  const ended = entriesOf(entries, 'tool-ended')
  const wasEnded = (call: string) => ended.findLast((entry) => entry.call === call)?.end === 'gone'
  return children.filter(({ call }) => wasEnded(call) && !isOrphan(entries, call))
}

/**
 * Of the calls whose tool is alive, those that hold because the schedule never ended them and nothing else has ended their run:
 * no stop of their session, no exit of the gateway, no end of their run that a client saw. The gateway rightly waits for them.
 */
export function heldCalls(entries: readonly Entry[], alive: readonly string[]): EntryOf<'tool-started'>[] {
  return entriesOf(entries, 'tool-started').filter(
    ({ call, tool, n }) =>
      alive.includes(call) && !hasEnded(entries, call, tool) && !hasRunEnded(entries, call, tool, n),
  )
}

/** Whether a tool has ended, of those that may share an id. */
export function hasEnded(entries: readonly Entry[], call: string, tool: string): boolean {
  return entriesOf(entries, 'tool-ended').some((entry) => entry.call === call && entry.tool === tool)
}

function hasRunEnded(entries: readonly Entry[], call: string, tool: string, since: number): boolean {
  const session = sessionOfCall(entries, call, tool) ?? 'main'
  const later = entries.filter(({ n }) => n > since)
  if (entriesOf(later, 'gateway-exited').length > 0 || stopsOf(entries, session).some(({ n }) => n > since)) return true
  const run = runOfCall(entries, call)
  return entriesOf(later, 'client-saw').some((saw) => saw.session === session && (run === '' || saw.run === run))
}

/** The run of the message whose reply made a call; empty when it cannot be told. */
export function runOfCall(entries: readonly Entry[], call: string): string {
  const reply = entriesOf(entries, 'provider-replying').find(({ calls }) => calls.some(({ id }) => sameCall(id, call)))
  const asked = entriesOf(entries, 'provider-asked').find(({ request }) => request === reply?.request)
  return acceptedMessages(entries).find(({ turn }) => turn === asked?.turn)?.run ?? ''
}

/** The held calls at the end of a run. */
export function heldAtEnd(entries: readonly Entry[]): EntryOf<'tool-started'>[] {
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
