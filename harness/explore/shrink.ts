import type { WireFault } from '../../mock-provider/wire-fault.ts'
import { HarnessError } from '../errors.ts'
import { parseScenario, type Scenario } from '../scenario/schema.ts'
import { kindOf, type Step } from '../steps/index.ts'

/** Whether a schedule still shows what is looked for. */
export type Shows = (candidates: readonly Scenario[]) => Promise<readonly boolean[]>

/**
 * Makes a schedule smaller as long as it shows the same: fewer tools, fewer steps, a plainer fault (delta debugging by single changes; all
 * changes of a round are tried side by side, and the one that leaves least is kept).
 * @returns the smallest, and what was taken away, in order
 */
export async function shrink(
  scenario: Scenario,
  shows: Shows,
  isOver: () => boolean,
): Promise<{ scenario: Scenario; search: string[] }> {
  let smallest = scenario
  const search: string[] = []
  while (!isOver()) {
    const candidates = smallerThan(smallest)
    const shown = await shows(candidates.map((candidate) => candidate.scenario))
    const next = candidates
      .filter((_, index) => shown[index])
      .sort((a, b) => sizeOf(a.scenario) - sizeOf(b.scenario))[0]
    if (next === undefined) break
    search.push(next.without)
    smallest = next.scenario
  }
  return { scenario: smallest, search }
}

type Smaller = { readonly scenario: Scenario; readonly without: string }

/** Every schedule that is smaller by one change, and is one. */
export function smallerThan({ title, steps }: Scenario): Smaller[] {
  const changes = [...withoutTools(steps), ...withoutSteps(steps), ...plainer(steps)]
  return changes.flatMap(([changed, without]) => {
    try {
      return [{ scenario: parseScenario({ title, steps: changed }, 'a schedule'), without }]
    } catch (error) {
      if (error instanceof HarnessError && error.code === 'BAD_SCENARIO') return []
      throw error
    }
  })
}

type Change = readonly [steps: Step[], without: string]

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

function isStart(step: Step): boolean {
  return step.do === 'gateway.starts' || step.do === 'gateway.diesStarting'
}

/** Nothing said beside calls, the main client, a fault at the beginning of its reply, an orderly end. */
function plainer(steps: readonly Step[]): Change[] {
  return steps.flatMap((step, index): Change[] => {
    const to = (changed: Step, without: string): Change => [steps.with(index, changed), without]
    const changes: Change[] = []
    if (step.do === 'model.calls' && step.text !== '')
      changes.push(to({ ...step, text: '' }, 'nothing said beside calls'))
    if ('client' in step && step.client !== 'main') changes.push(to({ ...step, client: 'main' }, 'by the main client'))
    if (step.do === 'client.disconnects' && step.by === 'rst') changes.push(to({ ...step, by: 'fin' }, 'in order'))
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
