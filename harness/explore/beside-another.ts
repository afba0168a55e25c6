import { HarnessError } from '../errors.ts'
import { client, model, user } from '../index.ts'
import { parseScenario, type Scenario } from '../scenario/schema.ts'
import type { Step } from '../steps/index.ts'

/** A turn that ends before anything else is said, with words that are said nowhere else in a sweep or a drawn schedule. */
export function firstTurn(session: string): Step[] {
  const text = 'wish me a good morning'
  return [user.says(text, { session }), model.says('good morning to you', { session }), client.seesReplyTo(text)]
}

/**
 * A schedule after a turn in another session: some bugs need two sessions, and show beside other schedules but not alone. Nothing where
 * the schedule has that session itself.
 */
export function besideAnother({ title, steps, ...settings }: Scenario): Scenario | undefined {
  const session = 'another'
  if (steps.some((step) => 'session' in step && step.session === session)) return undefined
  try {
    return parseScenario({ title, ...settings, steps: [...firstTurn(session), ...steps] }, 'a schedule')
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'BAD_SCENARIO') return undefined
    throw error
  }
}
