import type { Position, Script, ScriptedReply } from '../../mock-provider/script.ts'
import type { Step } from '../steps/index.ts'

type Turn = { says: string; session: string; replies: ScriptedReply[] }
type Reply = Extract<Step, { do: 'model.says' | 'model.calls' }>
type OfModel = Extract<Step, { do: `model.${string}` }>

/** What the model is to say, taken from a scenario's steps: its replies belong to the newest message of their session above them. */
export function scriptOf(steps: readonly Step[]): Script {
  const turns: Turn[] = []
  for (const step of steps) {
    if (step.do === 'user.says') turns.push({ says: step.text, session: step.session, replies: [] })
    if (isReply(step)) turns[turnOf(turns, step)]?.replies.push(replyOf(step))
  }
  return turns.map(({ says, replies }) => ({ says, replies }))
}

/** The place in the script of the reply that a step of the model's stands for, or waits for; nothing for other steps. */
export function positionOf(steps: readonly Step[], index: number): Position | undefined {
  const step = steps[index]
  if (step === undefined || !isOfModel(step)) return undefined
  const above = steps.slice(0, index)
  const messages = above.flatMap((other) => (other.do === 'user.says' ? [{ ...other, says: other.text }] : []))
  const turn = turnOf(messages, step)
  return { turn, reply: scriptOf(above)[turn]?.replies.length ?? 0 }
}

function isReply(step: Step): step is Reply {
  return step.do === 'model.says' || step.do === 'model.calls'
}

function isOfModel(step: Step): step is OfModel {
  return isReply(step) || step.do === 'model.thinks'
}

/** The number of the message that a reply belongs to: the newest of all, of its session, or with the words that it answers. */
function turnOf(messages: readonly { session: string; says: string }[], { session, to }: OfModel): number {
  return messages.findLastIndex(
    (message) => message.session === (session ?? message.session) && message.says === (to ?? message.says),
  )
}

function replyOf(step: Reply): ScriptedReply {
  const { text, thinking, ends, fault } = step
  return { text, thinking, ends, fault, calls: step.do === 'model.calls' ? step.calls : [] }
}
