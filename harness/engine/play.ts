import { HarnessError, messageOf } from '../errors.ts'
import { answeredBy, positionOf } from '../scenario/script.ts'
import { until } from '../steps/enabled.ts'
import { kindOf, type Step } from '../steps/index.ts'
import type { Stage } from '../steps/step.ts'

/**
 * Plays a schedule, step by step. After a step that did not land, which is noted, no other is tried.
 * @param progress is told of each step
 */
export async function playSteps(
  steps: readonly Step[],
  stage: Stage,
  progress: (line: string) => void = () => {},
): Promise<void> {
  for (const step of steps) kindOf(step).prepare?.(stage)
  let missed = ''
  for (const [index, step] of steps.entries()) {
    const { summary, isFault } = kindOf(step)
    const told = { step: index, does: summary(step), fault: isFault(step) }
    if (missed !== '') {
      stage.record.append({ kind: 'step-missed', ...told, why: `not tried, because step ${missed} did not land` })
      continue
    }
    const why = await playStep(steps, index, stage)
    if (why !== undefined) missed = `${index + 1} (${told.does})`
    if (why === undefined && told.fault) await stage.gateway.photograph?.(`step-${index + 1}`)
    progress(why === undefined ? told.does : `did not land: ${told.does}`)
  }
}

/** Plays one step of a schedule and notes what came of it; resolves to why it did not land, or to nothing. */
export async function playStep(steps: readonly Step[], index: number, stage: Stage): Promise<string | undefined> {
  const step = steps[index] as Step
  const { record } = stage
  const kind = kindOf(step)
  const told = { step: index, does: kind.summary(step), fault: kind.isFault(step) }
  record.append({ kind: 'step-started', step: index, does: told.does })
  const from = record.now()
  const position = positionOf(steps, index)
  const says = answeredBy(steps, index)
  const why = await missedBy(async () => {
    checkTime(record)
    await until(() => kind.enabled(step, { facts: record.facts, position, says }), record)
    await kind.perform(step, { ...stage, position })
  })
  if (why === undefined) record.append({ kind: 'step-landed', ...told, ms: record.now() - from })
  else record.append({ kind: 'step-missed', ...told, why })
  return why
}

/** @throws HarnessError LIMIT_REACHED when the steps of a run have taken all the time that they may take together */
function checkTime(record: Stage['record']): void {
  const ms = record.now()
  if (ms <= record.limits.run) return
  throw new HarnessError('LIMIT_REACHED', `the run has taken ${(ms / 60_000).toFixed(1)} min (limit "run")`)
}

/**
 * Mends, from the last step to the first, what the steps of a schedule, or those from one number to before another, broke or held back; what
 * cannot be mended is noted.
 */
export async function undoSteps(
  steps: readonly Step[],
  stage: Stage,
  [from, to]: readonly [number, number] = [0, steps.length],
): Promise<void> {
  for (const [index, step] of [...steps.entries()].slice(from, to).reverse()) {
    const { undo, summary } = kindOf(step)
    const why = await missedBy(async () => undo?.(step, { ...stage, position: positionOf(steps, index) }))
    if (why !== undefined) stage.record.append({ kind: 'undo-missed', step: index, does: summary(step), why })
  }
}

/** Why something did not come about: what the gateway did not do in time, or did not survive; anything else is our own failure. */
async function missedBy(act: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    if (error instanceof HarnessError && misses.has(error.code)) return messageOf(error)
    throw error
  }
}

const misses: ReadonlySet<HarnessError['code']> = new Set(['LIMIT_REACHED', 'GATEWAY_NOT_READY'])
