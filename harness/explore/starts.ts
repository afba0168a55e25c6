import type { Step } from '../steps/index.ts'

/** Whether a step starts the gateway: one that is to be down by then, or the step itself ends it, unsaid. */
export function isStart(step: Step): boolean {
  return step.do === 'gateway.diesStarting' || isUpAfter(step)
}

/** Whether a gateway has been started by a step, and is up. */
export function isUpAfter(step: Step): boolean {
  return step.do === 'gateway.starts' || step.do === 'gateway.recoversTwice'
}
