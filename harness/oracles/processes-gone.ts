import type { Entry, EntryOf, ToolChild } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { heldAtEnd, isOrphan, owedChildren } from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * No tool process outlives its run's end, and the gateway does not exit by itself. A gateway that got SIGKILL cannot end its
 * tools, so those that ran then are not held against it.
 */
export const processesGone: Oracle = {
  claim: 'processes-gone',
  sentence: 'no tool process outlives its run; the gateway does not exit by itself',
  judge(entries) {
    const alive = entriesOf(entries, 'tools-alive').at(-1)
    if (alive === undefined) return inconclusive('the run never came to its end')
    const held = heldAtEnd(entries)
    const started = entriesOf(entries, 'tool-started').filter(
      ({ call }) => alive.calls.includes(call) && !held.includes(call),
    )
    const outlived = started.filter(({ call }) => !isOrphan(entries, call))
    const children = owedChildren(entries, alive.children ?? [])
    return fromFindings([
      ...outlived.map((tool) => leftOver(tool, alive)),
      ...children.map((child) => leftOverChild(child, entries, alive)),
      ...ownExits(entries),
    ])
  },
}

function leftOver({ n, tool, pid }: EntryOf<'tool-started'>, alive: EntryOf<'tools-alive'>): Finding {
  return {
    says: `the process of tool ${tool} (pid ${pid}) still runs after its run has ended`,
    entries: [n, alive.n],
    excerpt: [],
  }
}

function leftOverChild(
  { call, tool, pid }: ToolChild,
  entries: readonly Entry[],
  alive: EntryOf<'tools-alive'>,
): Finding {
  const started = entriesOf(entries, 'tool-resists').filter((entry) => entry.call === call && entry.child === pid)
  return {
    says: `a process that tool ${tool} has started (pid ${pid}) still runs after its run has ended`,
    entries: [...started.map(({ n }) => n), alive.n],
    excerpt: [],
  }
}

function ownExits(entries: readonly Entry[]): Finding[] {
  return entriesOf(entries, 'gateway-exited')
    .filter(({ asked }) => !asked)
    .map(({ n, code, signal }) => ({
      says: `the gateway exited by itself (${signal ?? `code ${code}`})`,
      entries: [n],
      excerpt: lastLines(entries, n),
    }))
}

function lastLines(entries: readonly Entry[], before: number): string[] {
  return entriesOf(entries, 'gateway-logged')
    .filter(({ n }) => n < before)
    .slice(-3)
    .map(({ line }) => line)
}
