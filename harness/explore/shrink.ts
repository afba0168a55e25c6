import type { WireFault } from '../../mock-provider/wire-fault.ts'
import { HarnessError } from '../errors.ts'
import { gateway } from '../index.ts'
import { parseScenario, type Scenario } from '../scenario/schema.ts'
import { kindOf, type Step } from '../steps/index.ts'
import { isStart } from './starts.ts'

/** A smaller schedule to try; `of` is the place of the one that it was made of. */
export type Candidate = { readonly scenario: Scenario; readonly of: number }

/** Which candidates still show what is looked for. */
export type Shows = (candidates: readonly Candidate[]) => Promise<readonly boolean[]>

/** What a schedule came to, and what was taken away, in order. */
export type Small = { readonly scenario: Scenario; readonly search: readonly string[] }

/**
 * Makes schedules smaller as long as each shows the same: fewer turns, tools and steps, a plainer fault (delta debugging by single changes;
 * all changes of a round are tried side by side, those of all schedules at once, and of each schedule the one that leaves least is kept).
 */
export async function shrink(scenarios: readonly Scenario[], shows: Shows, isOver: () => boolean): Promise<Small[]> {
  let smallest: Small[] = scenarios.map((scenario) => ({ scenario, search: [] }))
  const open = new Set(scenarios.keys())
  while (open.size > 0 && !isOver()) {
    const candidates = [...open].flatMap((of) =>
      smallerThan((smallest[of] as Small).scenario).map((smaller) => ({ ...smaller, of })),
    )
    const shown = await shows(candidates)
    const left = candidates.filter((_, index) => shown[index])
    smallest = smallest.map((small, of) => {
      const mine = left.filter((candidate) => candidate.of === of)
      const [next] = mine.sort((a, b) => sizeOf(a.scenario) - sizeOf(b.scenario))
      if (next !== undefined) return { scenario: next.scenario, search: [...small.search, next.without] }
      open.delete(of)
      return small
    })
  }
  return smallest
}

type Smaller = { readonly scenario: Scenario; readonly without: string }

/** Every schedule that is smaller by one change, and is one. */
export function smallerThan({ steps, ...whole }: Scenario): Smaller[] {
  const changes = [...withoutTurns(steps), ...withoutTools(steps), ...withoutSteps(steps), ...plainer(steps)]
  return changes.flatMap(([changed, without]) => {
    try {
      return [{ scenario: parseScenario({ ...whole, steps: changed }, 'a schedule'), without }]
    } catch (error) {
      if (error instanceof HarnessError && error.code === 'BAD_SCENARIO') return []
      throw error
    }
  })
}

type Change = readonly [steps: Step[], without: string]

/** A message and all that follows it up to the next one, where there is another. */
function withoutTurns(steps: readonly Step[]): Change[] {
  const starts = [...steps.entries()].flatMap(([index, step]) => (step.do === 'user.says' ? [index] : []))
  return starts.flatMap((start, nth): Change[] => {
    const end = starts[nth + 1] ?? steps.length
    const said = steps[start]
    if (starts.length === 1 || end - start === 1 || said === undefined) return []
    return [[steps.toSpliced(start, end - start), `without the turn of "${kindOf(said).summary(said)}"`]]
  })
}

function withoutTools(steps: readonly Step[]): Change[] {
  const tools = steps.flatMap((step) => (step.do === 'model.calls' ? step.calls.map((call) => call.tool) : []))
  return tools.map((name) => {
    const left = steps.flatMap((step): Step[] => {
      if ('tool' in step && step.tool === name) return []
      if (step.do !== 'model.calls') return [step]
      const calls = step.calls.filter((call) => call.tool !== name)
      return calls.length === 0 ? [] : [{ ...step, calls }]
    })
    return [left, `without tool ${name}`]
  })
}

function withoutSteps(steps: readonly Step[]): Change[] {
  return steps.flatMap((step, index): Change[] =>
    isEndBeforeStart(step, steps.slice(index + 1))
      ? []
      : [[steps.toSpliced(index, 1), `without "${kindOf(step).summary(step)}"`]],
  )
}

/** A start would wait for an end that nothing brings about, and then be what kills the gateway, unsaid. */
function isEndBeforeStart(step: Step, later: readonly Step[]): boolean {
  const next = later.find((one) => one.do === 'gateway.receives' || isStart(one))
  return step.do === 'gateway.receives' && next !== undefined && isStart(next)
}

/** Nothing said beside calls, the main client, a fault at the beginning of its reply, an orderly end, one recovery. */
function plainer(steps: readonly Step[]): Change[] {
  return steps.flatMap((step, index): Change[] => {
    const to = (changed: Step, without: string): Change => [steps.with(index, changed), without]
    const changes: Change[] = []
    if (step.do === 'model.calls' && step.text !== '')
      changes.push(to({ ...step, text: '' }, 'nothing said beside calls'))
    if ('client' in step && step.client !== 'main') changes.push(to({ ...step, client: 'main' }, 'by the main client'))
    if (step.do === 'client.disconnects' && step.by === 'rst') changes.push(to({ ...step, by: 'fin' }, 'in order'))
    if (step.do === 'gateway.recoversTwice') changes.push(to(gateway.starts(), 'one recovery'))
    if ('fault' in step && step.fault !== undefined) {
      const fault = plainerFault(step.fault)
      if (fault !== undefined) changes.push(to({ ...step, fault } as Step, 'before the first byte'))
    }
    return changes
  })
}

function plainerFault(fault: WireFault): WireFault | undefined {
  if (fault.kind !== 'cut' && fault.kind !== 'stall') return undefined
  return 'write' in fault.at && fault.at.write === 0 ? undefined : { ...fault, at: { write: 0 } }
}

/** How much there is to read of a schedule. */
function sizeOf({ steps }: Scenario): number {
  return steps.length * 1_000 + JSON.stringify(steps).length
}
