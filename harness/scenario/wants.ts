import type { ScriptedCall } from '../../mock-provider/script.ts'
import type { Scenario } from './schema.ts'

/** The sessions that a scenario's messages go to, each once. */
export function sessionsOf({ steps }: Scenario): string[] {
  return [...new Set(steps.flatMap((step) => (step.do === 'user.says' ? [step.session] : [])))]
}

/** Whether the model is to make such a call in a scenario. */
export function callsSome({ steps }: Scenario, isSuch: (call: ScriptedCall) => boolean): boolean {
  return steps.some((step) => step.do === 'model.calls' && step.calls.some(isSuch))
}
