import type { Facts } from '../facts/facts.ts'
import { hasEnded, heldAtEnd, isOrphan, owedChildren, runOfCall, sessionOfCall } from '../facts/tools.ts'
import type { Entry, EntryOf, ToolChild } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { short } from '../transcript/blocks.ts'
import { outcomeOf } from './excerpt.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * No tool process outlives its run's end, and the gateway does not exit by itself, as after a fault of the provider. A gateway
 * that got SIGKILL cannot end its tools, so those that ran then are not held against it; nor is a call that an MCP server does not
 * give up, since its process is the server's, which serves every run.
 */
export const processesGone: Oracle = {
  claim: 'processes-gone',
  sentence: 'no tool process outlives its run; the gateway does not exit by itself',
  judge({ facts }) {
    const alive = facts.of('tools-alive').at(-1)
    if (alive === undefined) return inconclusive('the run never came to its end')
    const held = heldAtEnd(facts).map(({ call }) => call)
    const started = facts
      .of('tool-started')
      .filter(
        ({ call, tool, server }) =>
          server !== true && alive.calls.includes(call) && !hasEnded(facts, call, tool) && !held.includes(call),
      )
    const outlived = started.filter(({ call }) => !isOrphan(facts, call))
    const children = owedChildren(facts, alive.children ?? [])
    return fromFindings([
      ...outlived.map((tool) => leftOver(facts, tool, alive)),
      ...children.map((child) => leftOverChild(child, facts, alive)),
      ...ownExits(facts),
    ])
  },
}

function leftOver(
  facts: Facts,
  { n, call, tool, pid, args }: EntryOf<'tool-started'>,
  alive: EntryOf<'tools-alive'>,
): Finding {
  const ended = runEnds(facts, call, n)
  return {
    says: `the process of tool ${tool} (pid ${pid}) still runs after its run has ended`,
    entries: [n, ...ended.map((end) => end.n), alive.n],
    excerpt: [`it runs with ${JSON.stringify(args)}`, ...ended.map(({ words }) => words)],
  }
}

function leftOverChild({ call, tool, pid }: ToolChild, facts: Facts, alive: EntryOf<'tools-alive'>): Finding {
  const started = facts.of('tool-resists').filter((entry) => entry.call === call && entry.child === pid)
  const ended = runEnds(facts, call, started[0]?.n ?? 0)
  return {
    says: `a process that tool ${tool} has started (pid ${pid}) still runs after its run has ended`,
    entries: [...started.map(({ n }) => n), ...ended.map(({ n }) => n), alive.n],
    excerpt: ended.map(({ words }) => words),
  }
}

/** What ended the run of a call: the exit of its gateway, a stop, or the end that the client saw. */
function runEnds(facts: Facts, call: string, since: number): { n: number; words: string }[] {
  const session = sessionOfCall(facts, call) ?? 'main'
  return facts.entries.flatMap((entry) => {
    const { n, at } = entry
    if (n < since) return []
    if (entry.kind === 'gateway-exited')
      return [{ n, words: `at ${at} ms the gateway exited (${entry.signal ?? `code ${entry.code}`})` }]
    if (entry.kind === 'client-saw' && entry.session === session && entry.run === runOfCall(facts, call))
      return [{ n, words: `at ${at} ms the client saw: ${entry.what} "${short(entry.text)}"` }]
    const isStop = entry.kind === 'client-sent' && entry.what !== 'message' && entry.session === session
    return isStop ? [{ n, words: `at ${at} ms: ${entry.text}` }] : []
  })
}

/** An exit that nobody asked for; when the provider had failed the same process before, the finding says so. */
function ownExits(facts: Facts): Finding[] {
  return facts
    .of('gateway-exited')
    .filter(({ asked }) => !asked)
    .map(({ n, code, signal }) => {
      const fault = providerFault(facts, n)
      return {
        says: `the gateway exited by itself (${signal ?? `code ${code}`})${fault === undefined ? '' : ' after a fault of the provider'}`,
        entries: [...(fault === undefined ? [] : [fault.n]), n],
        excerpt: [...(fault === undefined ? [] : outcomeOf(facts, fault)), ...lastLines(facts, n)],
      }
    })
}

/** The last request before an exit that the provider failed, since the gateway was started. */
function providerFault(facts: Facts, before: number): EntryOf<'provider-asked'> | undefined {
  const life = facts.entries.slice(
    facts.entries.findLastIndex(({ n, kind }) => n < before && kind === 'gateway-started') + 1,
    before,
  )
  const broken = new Set(entriesOf(life, 'provider-broke').map(({ request }) => request))
  return entriesOf(life, 'provider-asked').findLast(
    ({ request, rejection }) => broken.has(request) || rejection !== null,
  )
}

function lastLines(facts: Facts, before: number): string[] {
  return facts
    .of('gateway-logged')
    .filter(({ n }) => n < before)
    .slice(-3)
    .map(({ line }) => line)
}
