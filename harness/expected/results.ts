import type { Call } from '../facts/calls.ts'
import type { Facts } from '../facts/facts.ts'
import { anyBetween, between, firstAfter } from '../facts/ordered.ts'
import type { EntryOf } from '../record/entry.ts'
import { isPassing } from '../signals.ts'
import { resultsOf } from '../transcript/blocks.ts'
import type { Manners } from './manners.ts'

type Ended = EntryOf<'tool-ended'>

/**
 * The end of a call's tool whose result the gateway owes, and the entry since which it does. Only results are owed that the gateway itself
 * reported, or after which it went on to the next tool, or that it sent to the model: one that was still in the pipe when the
 * gateway was killed is nobody's fault, nor one that a tool returned only after its run had been stopped, or after the gateway had given the tool
 * up; nor, where a gateway tells before it stores, one whose report was the last that it did before SIGKILL.
 */
export function owedResult(
  facts: Facts,
  call: Call,
  manners: Manners,
): { readonly ended: Ended; readonly due: number } | undefined {
  const ended = call.ends.findLast(({ end, text }) => end !== 'gone' && text !== '')
  if (ended === undefined || cameLate(facts, call)) return undefined
  const due = reportedAt(facts, call, manners) ?? takenAt(facts, call, ended) ?? sentAt(facts, call, ended)
  return due === undefined ? undefined : { ended, due: Math.max(due, ended.n) }
}

/** Whether the tool was told what to return only after a stop of its session, or after whoever called it had given it up. */
export function cameLate(facts: Facts, call: Call): boolean {
  const [from, to] = [startedAt(call), orderedAt(call)]
  return anyBetween(stopsOf(facts, call), from, to) || anyBetween(call.resisted, from, to)
}

/** The stops of the session in which the model made a call. */
function stopsOf(facts: Facts, { request }: Call) {
  return facts.messages.stopsIn(request.session ?? 'main')
}

function startedAt(call: Call): number {
  return call.starts.at(-1)?.n ?? 0
}

function orderedAt(call: Call): number {
  return call.orders.at(-1)?.n ?? 0
}

/**
 * When the gateway reported the end that the tool was ordered: not one that it has seen before, as a time-out, nor one that it reported
 * only when it had taken a stop of the session, nor one of the next process, nor one that was the last that it did before SIGKILL.
 */
function reportedAt(facts: Facts, call: Call, manners: Manners): number | undefined {
  const first = call.reports.find(({ phase }) => phase === 'ended')
  if (first === undefined || first.n < orderedAt(call)) return undefined
  // the next process reports what it has made up for a result that died with the one before
  if (facts.lives.exitedBetween(orderedAt(call), first.n)) return undefined
  if (manners.takes('tells-before-storing') && wasLast(facts, first)) return undefined
  const started = startedAt(call)
  const isStopped = stopsOf(facts, call).some(({ n, ack }) => n > started && ack < first.n)
  return isStopped ? undefined : first.n
}

/**
 * Whether the gateway was killed before it showed that it went on after a report. That it told another client the same, maybe on a way that
 * was slower than the signal, shows nothing.
 */
function wasLast(facts: Facts, { n, call }: EntryOf<'tool-reported'>): boolean {
  const exit = firstAfter(facts.of('gateway-exited'), n)
  const signals = between(facts.of('gateway-signalled'), n, exit?.n ?? Number.POSITIVE_INFINITY)
  const end = signals.find(({ signal }) => !isPassing(signal)) ?? exit
  if (end?.signal !== 'SIGKILL') return false
  const asked = firstAfter(facts.requests.all, n)?.n ?? Number.POSITIVE_INFINITY
  const reported = between(facts.of('tool-reported'), n, end.n).some((entry) => entry.call !== call)
  return asked > end.n && !reported
}

/**
 * When the gateway took a result without a word: it went on to the next tool of the batch, with nothing from a person and no end of the run
 * before that, and lived on to the next request of the conversation.
 */
function takenAt(facts: Facts, call: Call, { end, n }: Ended): number | undefined {
  const from = call.starts.at(-1)?.n
  const following = call.request.calls
    .flatMap(({ starts }) => starts)
    .filter((start) => start.n > n)
    .reduce<number>((first, start) => Math.min(first, start.n), Number.POSITIVE_INFINITY)
  if (end !== 'finished' || from === undefined || !Number.isFinite(following)) return undefined
  const { session, conversation } = call.request
  const next = firstAfter(facts.requests.of(conversation ?? ''), n)
  if (facts.lives.exitedBetween(from, next?.n ?? 0)) return undefined
  const isSpoken = facts
    .of('client-sent')
    .some((sent) => sent.session === session && sent.n > from && sent.n < following)
  const isOver = anyBetween(facts.endsIn(session ?? ''), from, following)
  return isSpoken || isOver ? undefined : following
}

/**
 * When the gateway sent a result to the model that it told nobody of, as nobody was connected: it has it from then on. One that was killed
 * later may have stored less than it has sent.
 */
function sentAt(facts: Facts, { id, request }: Call, { n, text }: Ended): number | undefined {
  const next = firstAfter(facts.requests.of(request.conversation ?? ''), n)
  const isSent = next !== undefined && resultsOf(next.asked.turns, id).some((result) => result.text.includes(text))
  const isKilled = facts.lives.exits.some((exit) => exit.n > n && exit.signal === 'SIGKILL')
  return isSent && !isKilled ? next.n : undefined
}
