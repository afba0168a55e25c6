import type { Facts } from '../facts/facts.ts'
import { between, firstAfter } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import { runEndsOf } from '../facts/run-ends.ts'
import { hasEnded, heldAtEnd, isOrphan, owedChildren, runOfCall, sessionOfCall } from '../facts/tools.ts'
import type { EntryOf, ToolChild } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import { outcomeOf } from './excerpt.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * No tool process outlives its run's end, and the gateway does not exit by itself, as after a fault of the provider. A gateway
 * that got SIGKILL cannot end its tools, so those that ran then are not held against it, unless it says that its next start ends them; nor
 * is a call that an MCP server does not give up, since its process is the server's, which serves every run.
 */
export const processesGone: Oracle = {
  claim: 'processes-gone',
  tier: 2,
  fails: "a tool's process was left behind, or the gateway exited by itself",
  sentence: 'no tool process outlives its run; the gateway does not exit by itself',
  judge({ facts, manners }) {
    const alive = facts.last('tools-alive')
    if (alive === undefined) return inconclusive('the run never came to its end')
    return fromFindings([
      ...outlived(facts, alive.calls).map((tool) => leftOver(facts, tool, alive)),
      ...facts.of('tool-started').flatMap((tool) => leftToNextLife(facts, tool)),
      ...(manners.takes('ends-leftovers')
        ? facts.of('tool-started').flatMap((tool) => leftByNextLife(facts, tool, alive))
        : []),
      ...owedChildren(facts, alive.children ?? []).map((child) => leftOverChild(facts, child, alive)),
      ...ownExits(facts),
    ])
  },
}

function outlived(facts: Facts, calls: readonly string[]): EntryOf<'tool-started'>[] {
  if (calls.length === 0) return []
  const alive = new Set(calls)
  const held = new Set(heldAtEnd(facts).map(({ call }) => call))
  return facts
    .of('tool-started')
    .filter(
      ({ call, tool, server }) =>
        alive.has(call) && server !== true && !held.has(call) && !hasEnded(facts, call, tool) && !isOrphan(facts, call),
    )
}

function leftOver(
  facts: Facts,
  { n, call, tool, pid, args }: EntryOf<'tool-started'>,
  alive: EntryOf<'tools-alive'>,
): Finding {
  const ended = runEnds(facts, call, n)
  return {
    says: `the process of tool ${tool} (pid ${pid}) still runs after its run has ended`,
    expected: `tool ${tool} ends with its run`,
    actual: `pid ${pid} is alive at the end`,
    entries: [n, ...ended.map((end) => end.n), alive.n],
    excerpt: [`it runs with ${JSON.stringify(args)}`, ...ended.map(({ words }) => words)],
  }
}

/**
 * A tool that a gateway left when it was told to go, and that was gone only when another one had said something: that it has ended may be seen a
 * little later than it was so.
 */
function leftToNextLife(facts: Facts, started: EntryOf<'tool-started'>): Finding[] {
  const { n, call, tool, pid } = started
  const exit = firstAfter(facts.lives.exits, n)
  if (exit?.asked !== true || exit.signal === 'SIGKILL' || started.server === true) return []
  const ended = facts.calls.of(call, tool)?.ends.find((end) => end.n > n)
  const start = firstAfter(facts.of('gateway-started'), exit.n)
  if (ended?.end !== 'gone' || start === undefined || ended.n < start.n) return []
  // a line of the one before may be read late
  const next = between(facts.of('gateway-logged'), start.n, ended.n).find(({ late }) => late !== true)
  if (next === undefined) return []
  return [
    {
      says: `the process of tool ${tool} (pid ${pid}) still ran when its gateway had exited`,
      expected: `a gateway that is told to go ends tool ${tool} before it does`,
      actual: `it was gone ${ended.at - exit.at} ms after the exit, when there was another gateway`,
      entries: [n, exit.n, next.n, ended.n],
      excerpt: [`the gateway exited (${howOf(exit)})`],
    },
  ]
}

/** A tool of a gateway that got SIGKILL, which the next life of the gateway was to end: it went on until somebody else ended it. */
function leftByNextLife(facts: Facts, started: EntryOf<'tool-started'>, alive: EntryOf<'tools-alive'>): Finding[] {
  const { n, call, tool, pid } = started
  const exit = firstAfter(facts.lives.exits, n)
  const next = exit === undefined ? undefined : firstAfter(facts.of('gateway-ready'), exit.n)
  if (exit?.signal !== 'SIGKILL' || next === undefined || started.server === true) return []
  const ended = facts.calls.of(call, tool)?.ends.find((end) => end.n > n)
  const wentOn = ended === undefined ? alive.calls.includes(call) : ended.n > next.n && ended.end !== 'gone'
  if (!wentOn) return []
  return [
    {
      says: `the process of tool ${tool} (pid ${pid}) went on when the gateway had been started again`,
      expected: `the start ends tool ${tool}, which the life before it left running`,
      actual: ended === undefined ? `pid ${pid} is alive at the end` : `it went on until it ${ended.end}`,
      entries: [n, exit.n, next.n, ended?.n ?? alive.n],
      excerpt: [`the gateway exited (${howOf(exit)})`],
    },
  ]
}

function leftOverChild(facts: Facts, { call, tool, pid }: ToolChild, alive: EntryOf<'tools-alive'>): Finding {
  const started = facts.of('tool-resists').filter((entry) => entry.call === call && entry.child === pid)
  const ended = runEnds(facts, call, started[0]?.n ?? 0)
  return {
    says: `a process that tool ${tool} has started (pid ${pid}) still runs after its run has ended`,
    expected: `what tool ${tool} has started ends with it`,
    actual: `pid ${pid} is alive at the end`,
    entries: [...started.map(({ n }) => n), ...ended.map(({ n }) => n), alive.n],
    excerpt: ended.map(({ words }) => words),
  }
}

/** What ended the run of a call: the exit of its gateway, a stop, or the end that the client saw. */
function runEnds(facts: Facts, call: string, since: number): { n: number; words: string }[] {
  const session = sessionOfCall(facts, call) ?? 'main'
  const ends = [
    ...facts.lives.exits.map((exit) => ({ ...exit, words: `the gateway exited (${howOf(exit)})` })),
    ...runEndsOf(facts, runOfCall(facts, call))
      .filter((saw) => saw.session === session)
      .map((saw) => ({ ...saw, words: `the client saw: ${saw.what} "${short(saw.text)}"` })),
  ].map(({ n, at, words }) => ({ n, words: `at ${at} ms ${words}` }))
  const orders = facts.messages.ordersIn(session).map(({ n, at, text }) => ({ n, words: `at ${at} ms: ${text}` }))
  return [...ends, ...orders].filter(({ n }) => n >= since).toSorted((a, b) => a.n - b.n)
}

function howOf({ code, signal }: EntryOf<'gateway-exited'>): string {
  return signal ?? `code ${code}`
}

/** An exit that nobody asked for; when the provider had failed the same process before, the finding says so. */
function ownExits(facts: Facts): Finding[] {
  return facts.lives.exits.filter(({ asked }) => !asked).map((exit) => ownExit(facts, exit))
}

function ownExit(facts: Facts, exit: EntryOf<'gateway-exited'>): Finding {
  const { n } = exit
  const started = facts.lives.at(n)?.n ?? -1
  const fault = between(facts.requests.all, started, n).findLast((request) => isFaulted(request, n))
  const lines = between(facts.of('gateway-logged'), started, n).slice(-3)
  return {
    says: `the gateway exited by itself (${howOf(exit)})${fault === undefined ? '' : ' after a fault of the provider'}`,
    expected: 'the gateway runs until it is told to go',
    actual: `it exited with ${howOf(exit)}`,
    entries: [...(fault === undefined ? [] : [fault.n]), n],
    excerpt: [...(fault === undefined ? [] : outcomeOf(facts, fault.asked)), ...lines.map(({ line }) => line)],
  }
}

function isFaulted({ broke, asked }: Request, before: number): boolean {
  return asked.rejection !== null || (broke !== undefined && broke.n < before)
}
