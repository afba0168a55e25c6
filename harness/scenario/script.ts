import type { Position, Script, ScriptedReply } from '../../mock-provider/script.ts'
import type { Step } from '../steps/index.ts'

type Said = { says: string; session: string }
type Reply = Extract<Step, { do: 'model.says' | 'model.calls' }>
type Summary = Extract<Step, { do: 'model.summarizes' }>
type OfModel = Extract<Step, { do: `model.${string}` }>

/**
 * What the model is to say, taken from a scenario's steps: its replies belong to the newest message of their session above them, or to
 * the task that they name. The turns of messages come first, in their order, and then those of tasks; what it says of what the gateway
 * asks for itself comes last.
 */
export function scriptOf(steps: readonly Step[]): Script {
  const replies = (): ScriptedReply[] => []
  const turns = [
    ...messagesOf(steps).map(({ says }) => ({ says, replies: replies() })),
    ...tasksOf(steps).map((says) => ({ says, replies: replies(), begins: true })),
    ...(steps.some(isSummary) ? [{ says: '', replies: replies(), side: true }] : []),
  ]
  for (const [index, step] of steps.entries())
    if (isReply(step) || isSummary(step)) turns[positionOf(steps, index)?.turn ?? -1]?.replies.push(replyOf(step))
  return turns
}

/** The place in the script of the reply that a step of the model's stands for, or waits for; nothing for other steps. */
export function positionOf(steps: readonly Step[], index: number): Position | undefined {
  let known = positions.get(steps)
  if (known === undefined) {
    known = positionsIn(steps)
    positions.set(steps, known)
  }
  return known[index]
}

/** Of the schedules that were asked about: those that are played side by side have thousands of steps. */
const positions = new WeakMap<readonly Step[], readonly (Position | undefined)[]>()

function positionsIn(steps: readonly Step[]): (Position | undefined)[] {
  const replies = new Map<number, number>()
  let summaries = 0
  return turnsIn(steps).map((turn, index) => {
    if (turn === undefined) return undefined
    const step = steps[index] as Step
    if (isSummary(step)) return { turn, reply: summaries++, side: true }
    const reply = replies.get(turn) ?? 0
    if (isReply(step)) replies.set(turn, reply + 1)
    return { turn, reply }
  })
}

/** The words of the message, or of the task, that a step of the model's answers, or waits for; nothing for other steps. */
export function answeredBy(steps: readonly Step[], index: number): string | undefined {
  const position = positionOf(steps, index)
  return position === undefined || position.side
    ? undefined
    : [...messagesOf(steps).map(({ says }) => says), ...tasksOf(steps)][position.turn]
}

/** What sessions are told that the model has had the gateway spawn. */
export function tasksOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => (step.do === 'model.calls' ? step.calls.flatMap(({ task }) => task ?? []) : []))
}

function messagesOf(steps: readonly Step[]): Said[] {
  return steps.flatMap((step) => (step.do === 'user.says' ? [{ says: step.text, session: step.session }] : []))
}

function isReply(step: Step): step is Reply {
  return step.do === 'model.says' || step.do === 'model.calls'
}

function isSummary(step: Step): step is Summary {
  return step.do === 'model.summarizes'
}

function isOfModel(step: Step): step is OfModel {
  return isReply(step) || isSummary(step) || step.do === 'model.thinks'
}

/** The number of the turn that each step of the model's belongs to: of the task or the message that it names, or of the newest message, in its session. */
function turnsIn(steps: readonly Step[]): (number | undefined)[] {
  const messages = messagesOf(steps).length
  const side = messages + tasksOf(steps).length
  const said: Said[] = []
  const tasks: string[] = []
  return steps.map((step) => {
    if (step.do === 'user.says') said.push({ says: step.text, session: step.session })
    if (!isOfModel(step)) return undefined
    if (isSummary(step)) return side
    const { session, to } = step
    const task = to === undefined ? -1 : tasks.indexOf(to)
    if (step.do === 'model.calls') tasks.push(...tasksOf([step]))
    if (task >= 0) return messages + task
    return said.findLastIndex(
      (message) => message.session === (session ?? message.session) && message.says === (to ?? message.says),
    )
  })
}

function replyOf(step: Reply | Summary): ScriptedReply {
  const { text, fault } = step
  if (isSummary(step)) return { text, fault, calls: [] }
  const { thinking, ends, usage } = step
  if (step.do === 'model.calls') return { text, thinking, ends, usage, fault, calls: step.calls }
  const { again, goesOn } = step
  return { text, again, goesOn, thinking, ends, usage, fault, calls: [] }
}

/** The tools that a step has the model call. */
export function toolsOf(step: Step): string[] {
  return step.do === 'model.calls' ? step.calls.map(({ tool }) => tool) : []
}
