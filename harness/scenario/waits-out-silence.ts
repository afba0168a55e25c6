import type { Step } from '../steps/index.ts'

/** Whether a client is to see the reply to a message though the model falls silent in it: the gateway has to give that reply up by itself. */
export function waitsOutSilence(steps: readonly Step[]): boolean {
  const silent = new Set<string>()
  let newest = ''
  for (const step of steps) {
    if (step.do === 'user.says') newest = step.text
    const isReply = step.do === 'model.says' || step.do === 'model.calls'
    if (isReply && step.fault?.kind === 'stall') silent.add(step.to ?? newest)
    if (step.do === 'client.seesReplyTo' && silent.has(step.text)) return true
  }
  return false
}
