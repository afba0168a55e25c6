import type { Position, Script, ScriptedReply } from '../../mock-provider/script.ts'
import type { Step } from '../steps/index.ts'

type Turn = { says: string; replies: ScriptedReply[] }

/** What the model is to say, taken from a scenario's steps: its replies belong to the newest message above them. */
export function scriptOf(steps: readonly Step[]): Script {
  const turns: Turn[] = []
  for (const step of steps) {
    if (step.do === 'user.says') turns.push({ says: step.text, replies: [] })
    const reply = replyOf(step)
    if (reply !== undefined) turns.at(-1)?.replies.push(reply)
  }
  return turns
}

/** The place in the script of the reply that a step of the model's stands for; nothing for other steps. */
export function positionOf(steps: readonly Step[], index: number): Position | undefined {
  const step = steps[index]
  if (step === undefined || replyOf(step) === undefined) return undefined
  const before = scriptOf(steps.slice(0, index + 1))
  return { turn: before.length - 1, reply: (before.at(-1)?.replies.length ?? 0) - 1 }
}

function replyOf(step: Step): ScriptedReply | undefined {
  if (step.do !== 'model.says' && step.do !== 'model.calls') return undefined
  const { text, thinking, ends, fault } = step
  return { text, thinking, ends, fault, calls: step.do === 'model.calls' ? step.calls : [] }
}
