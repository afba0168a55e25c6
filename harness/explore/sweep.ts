import type { Driver, Installed } from '../driver.ts'
import { whatLacks } from '../engine/what-lacks.ts'
import { HarnessError } from '../errors.ts'
import { lackOf } from '../lack-of.ts'
import { parseScenario, type Scenario } from '../scenario/schema.ts'
import type { Step } from '../steps/index.ts'
import type { Fault, Put } from './fault.ts'
import type { Instant } from './instants.ts'

/** An instant with a fault: a schedule to try, the cell that a gateway could not tell it from, or why there is none. */
export type Cell = { readonly instant: string; readonly fault: string } & (
  | { readonly scenario: Scenario; readonly passing: boolean }
  | { readonly same: { readonly instant: string; readonly fault: string } }
  | { readonly not: string }
)

/** The gateway, and the API it uses. */
export type Ground = { readonly driver: Driver; readonly installed: Installed; readonly api: string }

/**
 * Every instant × every fault. Of cells whose schedules a gateway could not tell apart the first is tried, and the others say which one
 * that is.
 */
export function sweep(instants: readonly Instant[], faults: readonly Fault[], ground: Ground): Cell[] {
  const known = new Map<string, { instant: string; fault: string }>()
  return instants.flatMap((instant) => faults.map((fault) => cellOf(instant, fault, ground, known)))
}

function cellOf(
  instant: Instant,
  fault: Fault,
  { driver, installed, api }: Ground,
  known: Map<string, { instant: string; fault: string }>,
): Cell {
  const at = { instant: instant.name, fault: fault.name }
  const lacking = fault.needs === undefined ? undefined : lackOf(driver, fault.needs, installed, api)
  if (lacking !== undefined) return { ...at, not: lacking }
  const put = fault.put(instant)
  if ('not' in put) return { ...at, not: put.not }
  const scenario = checked(put, `${fault.name} at ${instant.name}`)
  if (typeof scenario === 'string') return { ...at, not: scenario }
  const lacks = whatLacks(scenario, '', driver, { installed, api, container: undefined })
  if (lacks !== '') return { ...at, not: lacks }
  const seen = JSON.stringify([scenario.gateway, seenOf(scenario.steps, instant.passing)])
  const same = known.get(seen)
  if (same !== undefined) return { ...at, same }
  known.set(seen, at)
  return { ...at, scenario, passing: instant.passing }
}

type Schedule = Exclude<Put, { not: string }>

/** A fault that can never have its effect on a reply, as inside a text of one letter, makes no scenario: why, in the words of the schema. */
function checked({ steps, gateway }: Schedule, title: string): Scenario | string {
  try {
    return parseScenario({ title, ...(gateway && { gateway }), steps: [...steps] }, 'the schedule')
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'BAD_SCENARIO') return error.message
    throw error
  }
}

/** What of a schedule a gateway could see: a step that only waits for what the next one waits for, too, is not to be seen. */
function seenOf(steps: readonly Step[], passing: boolean): unknown {
  const seen = steps.filter((step, index) => !isImplied(step, steps[index + 1]))
  return [seen, passing && !isWaiting(seen.at(-1))]
}

function isImplied(step: Step, next: Step | undefined): boolean {
  if (step.do === 'model.thinks') return next?.do === 'model.calls' || next?.do === 'model.says'
  return step.do === 'tool.holds' && next?.do.startsWith('tool.') === true && 'tool' in next && next.tool === step.tool
}

/** Whether a step waits for its instant by itself, so that it does not matter where the schedule was before. */
function isWaiting(step: Step | undefined): boolean {
  return step?.do.startsWith('model.') === true || step?.do.startsWith('tool.') === true
}
