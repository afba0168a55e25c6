import type { Step } from '../steps/index.ts'

/**
 * Whether the gateway has to give up by itself a reply in which the model falls silent: a client is to see the reply to that message, or the
 * model falls silent again and again and nobody stops it.
 */
export function waitsOutSilence(steps: readonly Step[]): boolean {
  const silent = new Set<string>()
  let newest = ''
  for (const step of steps) {
    if (step.do === 'user.says') newest = step.text
    if (timesSilent(step) > 0) silent.add(('to' in step && step.to) || newest)
    if (step.do === 'client.seesReplyTo' && silent.has(step.text)) return true
  }
  const isStopped = steps.some((step) => step.do === 'user.stops' || step.do === 'user.aborts')
  return !isStopped && steps.some((step) => timesSilent(step) > 1)
}

/** How many deliveries of a reply stop coming. */
function timesSilent(step: Step): number {
  const isReply = step.do === 'model.says' || step.do === 'model.calls'
  return isReply && step.fault?.kind === 'stall' ? (step.fault.times ?? 1) : 0
}
