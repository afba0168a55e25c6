import type { Step } from '../steps/index.ts'

/** The steps after which a tool holds no more, or never will. */
const ends: readonly Step['do'][] = [
  'tool.finishes',
  'tool.fails',
  'tool.dies',
  'tool.floods',
  'tool.garbles',
  'tool.timesOut',
  'tool.finishesLate',
  'user.declines',
]

/** Whether a schedule wants a tool to run while one that its reply calls before it has not ended: calls that run in turn never get there. */
export function wantsSideBySide(steps: readonly Step[]): boolean {
  const before = new Map<string, readonly string[]>()
  const ended = new Set<string>()
  for (const step of steps) {
    if (step.do === 'model.calls') {
      const held = step.calls.flatMap(({ tool, native, unknown, wrong }) =>
        native === undefined && !unknown && wrong === undefined ? [tool] : [],
      )
      for (const [index, tool] of held.entries()) before.set(tool, held.slice(0, index))
    }
    if (!('tool' in step)) continue
    if (before.get(step.tool)?.some((tool) => !ended.has(tool))) return true
    if (ends.includes(step.do)) ended.add(step.tool)
  }
  return false
}
