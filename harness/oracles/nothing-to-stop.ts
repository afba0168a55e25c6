import type { Facts } from '../facts/facts.ts'
import { type Message, mayHaveStopped, type Order } from '../facts/messages.ts'
import { runEndsOf } from '../facts/run-ends.ts'
import type { Finding } from './judgement.ts'

/** A stop that is said to have stopped something, in a session where nothing was under way any more. */
export function stopsOfNothing(facts: Facts): Finding[] {
  return facts.messages.orders.flatMap((order) => {
    const { sent, n, session, answer } = order
    const isStop = sent.what === 'stop' || sent.what === 'abort'
    if (!isStop || answer?.ok !== true || answer.stopped !== 'at once' || mayRun(facts, order, answer.n)) return []
    return [
      {
        says: `a stop in session ${session} is said to have stopped something, and nothing was under way`,
        expected: 'that there was nothing to stop',
        actual: answer.detail,
        entries: [n, answer.n],
        excerpt: [answer.detail],
      },
    ]
  })
}

/** Whether anything of a session may have been under way when a stop of it was sent; of a run, where only that was to be stopped. */
function mayRun(facts: Facts, order: Order, until: number): boolean {
  const { sent, n, session } = order
  const others = facts.messages.ordersIn(session).filter((other) => other.n < until)
  if (others.some(({ sent: { what } }) => what === 'compact' || what === 'reset')) return true
  if (sent.run === undefined && isBusy(facts, session, n, until)) return true
  const meant = facts.messages.in(session).filter(({ run }) => sent.run === undefined || run === sent.run)
  return meant.some((message) => message.n < until && !isOver(facts, message, n))
}

/** Whether a tool ran, or the model or a person was being asked, in a session after entry `n`, and that began before entry `until`. */
function isBusy(facts: Facts, session: string, n: number, until: number): boolean {
  const isOpen = facts.requests.of(session).some((request) => request.n < until && (request.replied?.n ?? until) > n)
  if (isOpen) return true
  const waits = facts.permissions.all.some(
    ({ asked, answered }) => asked.session === session && asked.n < until && (answered?.n ?? until) > n,
  )
  if (waits) return true
  return facts.calls.all.some(
    ({ request, starts, ends }) => request.session === session && starts.length > 0 && (ends[0]?.n ?? until) > n,
  )
}

/** Whether a message was refused, or its run was told to have ended or was stopped, before entry `n`. */
function isOver(facts: Facts, message: Message, n: number): boolean {
  const { accepted, answer, run, session } = message
  if (answer === undefined || answer.n > n) return false
  if (!accepted) return true
  if (run === '') return false
  const wasStopped = facts.messages
    .stopsIn(session)
    .some((stop) => stop.n > message.n && stop.ack < n && mayHaveStopped(stop, run))
  return wasStopped || runEndsOf(facts, run).some((saw) => saw.n < n)
}
