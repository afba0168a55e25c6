import type { Position, Script, ScriptedReply } from '../../mock-provider/script.ts'
import type { Step } from '../steps/index.ts'

type Turn = { says: string; session: string; replies: ScriptedReply[] }
type Reply = Extract<Step, { do: `model.${string}` }>

/** What the model is to say, taken from a scenario's steps: its replies belong to the newest message of their session above them. */
export function scriptOf(steps: readonly Step[]): Script {
  const turns: Turn[] = []
  for (const step of steps) {
    if (step.do === 'user.says') turns.push({ says: step.text, session: step.session, replies: [] })
    if (isReply(step)) turns[turnOf(turns, step)]?.replies.push(replyOf(step))
  }
  return turns.map(({ says, replies }) => ({ says, replies }))
}

/** The place in the script of the reply that a step of the model's stands for; nothing for other steps. */
export function positionOf(steps: readonly Step[], index: number): Position | undefined {
  const step = steps[index]
  if (step === undefined || !isReply(step)) return undefined
  const upTo = steps.slice(0, index + 1)
  const turn = turnOf(
    upTo.filter((other) => other.do === 'user.says'),
    step,
  )
  return { turn, reply: (scriptOf(upTo)[turn]?.replies.length ?? 0) - 1 }
}

function isReply(step: Step): step is Reply {
  return step.do === 'model.says' || step.do === 'model.calls'
}

/** The number of the message that a reply belongs to: the newest of its session, or of all when it names none. */
function turnOf(messages: readonly { session: string }[], { session }: Reply): number {
  return messages.findLastIndex((message) => session === undefined || message.session === session)
}

function replyOf(step: Reply): ScriptedReply {
  const { text, thinking, ends, fault } = step
  return { text, thinking, ends, fault, calls: step.do === 'model.calls' ? step.calls : [] }
}
