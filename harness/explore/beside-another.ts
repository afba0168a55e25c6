import { HarnessError } from '../errors.ts'
import { model, user } from '../index.ts'
import { parseScenario, type Scenario } from '../scenario/schema.ts'

/** What is said in the other session, which nobody says in a sweep or a drawn schedule. */
const session = 'another'
const text = 'wish me a good morning'

/**
 * A schedule after a turn in another session: some bugs need two sessions, and show beside other schedules but not alone. Nothing where
 * the schedule has that session itself.
 */
export function besideAnother({ title, steps, ...settings }: Scenario): Scenario | undefined {
  const before = [user.says(text, { session }), model.says('good morning to you', { session })]
  if (steps.some((step) => 'session' in step && step.session === session)) return undefined
  try {
    return parseScenario({ title, ...settings, steps: [...before, ...steps] }, 'a schedule')
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'BAD_SCENARIO') return undefined
    throw error
  }
}
