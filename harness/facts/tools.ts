import type { EntryOf, ToolChild } from '../record/entry.ts'
import type { Facts } from './facts.ts'
import { firstAfter } from './ordered.ts'
import { runEndsOf } from './run-ends.ts'

type Started = EntryOf<'tool-started'>

const never = Number.POSITIVE_INFINITY

/** Whether a tool ran when its gateway got SIGKILL, which leaves nobody to end it. */
export function isOrphan(facts: Facts, call: string): boolean {
  const started = facts.of('tool-started').findLast((entry) => entry.call === call)
  return started !== undefined && facts.lives.wasKilledAfter(started.n)
}

/** The tools that are alive at the end of a run, without those whose gateway got SIGKILL: no gateway knows of them any more. */
export function aliveAtEnd(facts: Facts): string[] {
  return (facts.last('tools-alive')?.calls ?? []).filter((call) => !isOrphan(facts, call))
}

/**
 * Of the processes that tools have started and that are alive, those whose tool was ended by the gateway, which has to end them
 * too. What a tool that ended by itself leaves running may be meant to run.
 */
export function owedChildren(facts: Facts, children: readonly ToolChild[]): ToolChild[] {
  const wasEnded = (call: string) => facts.of('tool-ended').findLast((entry) => entry.call === call)?.end === 'gone'
  return children.filter(({ call }) => wasEnded(call) && !isOrphan(facts, call))
}

/** Whether a tool has ended, of those that may share an id, as often as it was started: a gateway may run one call twice. */
export function hasEnded(facts: Facts, call: string, tool: string): boolean {
  const made = facts.calls.of(call, tool)
  if (made !== undefined) return made.ends.length >= Math.max(1, made.starts.length)
  return facts.of('tool-ended').some((entry) => entry.call === call && entry.tool === tool)
}

/**
 * Of the calls whose tool is alive, those that hold because the schedule never ended them and nothing else has ended their run:
 * no stop of their session, no exit of the gateway, no end of their run that a client saw. The gateway rightly waits for them.
 */
export function heldCalls(facts: Facts, alive: readonly string[]): Started[] {
  if (alive.length === 0) return []
  return facts
    .of('tool-started')
    .filter(
      (started) =>
        alive.includes(started.call) && !hasEnded(facts, started.call, started.tool) && !isRunOver(facts, started),
    )
}

/** Whether an MCP server still holds a call whose run has ended: nobody waits for it, and its process is the server's. */
export function isLeftToServer(facts: Facts, call: string): boolean {
  const started = facts.of('tool-started').findLast((entry) => entry.call === call)
  return started?.server === true && isRunOver(facts, started)
}

/** The held calls at the end of a run. */
export function heldAtEnd(facts: Facts): Started[] {
  return heldCalls(facts, facts.last('tools-alive')?.calls ?? [])
}

/** What came of a call at entry `n`: its tool has started, or was asked for. */
type AtCall = Pick<Started, 'n' | 'call' | 'tool'>

/** Whether the run of a call has ended since entry `n`: by an exit of the gateway, a stop, or an end that a client saw. */
export function isRunOver(facts: Facts, at: AtCall): boolean {
  return runEnded(facts, at) < never
}

/** The entry that ended the run of a call after entry `n`. */
function runEnded(facts: Facts, { n, call, tool }: AtCall): number {
  const session = sessionOfCall(facts, call, tool) ?? 'main'
  const run = runOfCall(facts, call)
  const ends = run === '' ? facts.endsIn(session) : runEndsOf(facts, run).filter((saw) => saw.session === session)
  // a stop of another run leaves this one
  const stops = facts.messages.stopsIn(session).filter(({ sent }) => (sent.run ?? run) === run)
  const next = [firstAfter(facts.lives.exits, n), firstAfter(stops, n), firstAfter(ends, n)]
  return Math.min(...next.map((entry) => entry?.n ?? never))
}

/** The entry in which a tool that has started ends; `Infinity` while it runs. */
export function endOfTool(facts: Facts, { n, call, tool }: Started): number {
  const ends =
    facts.calls.of(call, tool)?.ends ??
    facts.of('tool-ended').filter((ended) => ended.call === call && ended.tool === tool)
  return firstAfter(ends, n)?.n ?? never
}

/** The entry until which a tool is at work for a run that is under way: its own end, or that of its run. */
export function atWorkUntil(facts: Facts, started: Started): number {
  return Math.min(endOfTool(facts, started), runEnded(facts, started))
}

/** The session in which the gateway ran a call. Sessions may share an id, so the tool tells where it is known: the model called it there. */
export function sessionOfCall(facts: Facts, call: string, tool?: string): string | undefined {
  const made = tool === undefined ? undefined : facts.calls.withId(call).find((one) => one.tool === tool)
  return made === undefined ? facts.calls.reportedSession(call) : made.request.session
}

/** The run of the message whose reply made a call; empty when it cannot be told. */
export function runOfCall(facts: Facts, call: string): string {
  return facts.calls.withId(call)[0]?.request.message?.run ?? ''
}
