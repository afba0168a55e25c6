import type { Instant, ReplyStep } from '../explore/instants.ts'
import { model, tool } from '../index.ts'
import type { Step } from '../steps/index.ts'
import type { Rebuilt } from './rebuild.ts'

/**
 * Where a conversation most likely broke, told from the conversation alone, so that no run without faults is needed to know these instants:
 * inside the reply whose call was lost, or with the same tools open, or as the model is asked about a whole batch.
 */
export function likelyInstants({ scenario, open, lostCall }: Rebuilt): Instant[] {
  const { steps } = scenario
  const at = steps.findLastIndex((step) => step.do === 'model.calls')
  const batch = steps[at]
  if (batch?.do !== 'model.calls') return []
  const [message, number] = [countOf(steps.slice(0, at), 'user.says'), requestsSince(steps.slice(0, at)) + 1]
  const request = `main, message ${message}, request`
  if (lostCall) return insides(batch, steps.slice(0, at), `${request} ${number}`)
  const finishes = steps.filter((step, index) => index > at && step.do === 'tool.finishes')
  const answer = steps.slice(at + 1 + finishes.length)
  const called = steps.slice(0, at + 1)
  const isOpen = (step: Step) => 'tool' in step && open.includes(step.tool)
  // calls that run one after another never hold together, and one that holds keeps all after it open
  const ended = open.length > 0 ? finishes.filter((step) => !isOpen(step)) : finishes.slice(0, -1)
  const left = finishes.filter((step) => !ended.includes(step))
  const held = left.flatMap((step) => ('tool' in step ? [step.tool] : []))
  const holding = {
    ...plain,
    name: `${request} ${number}: ${held.join(', ')} open`,
    before: [...called, ...ended, ...held.slice(0, 1).map(tool.holds)],
    after: [...left, ...answer],
    held,
  }
  const asking = {
    ...plain,
    name: `${request} ${number + 1}: arrived`,
    before: [...called, ...finishes, model.thinks()],
    after: answer,
    asked: true,
  }
  return [holding, asking]
}

function countOf(steps: readonly Step[], kind: Step['do']): number {
  return steps.filter((step) => step.do === kind).length
}

/** How many requests the newest message has had. */
function requestsSince(steps: readonly Step[]): number {
  return countOf(steps.slice(steps.findLastIndex((step) => step.do === 'user.says')), 'model.calls')
}

const plain = { held: [], asked: false, busy: true, passing: false } as const

/** The instants inside a reply with calls: in the middle of the arguments of each, and at its end. */
function insides(
  reply: Extract<ReplyStep, { do: 'model.calls' }>,
  before: readonly Step[],
  request: string,
): Instant[] {
  return reply.calls.flatMap(({ tool: call }) =>
    (['input', 'end'] as const).map((after) => ({
      ...plain,
      name: `${request}: ${call} ${after} 1`,
      ...{ before, after: [reply] },
      inside: { reply, at: { call, after, nth: 1 } },
    })),
  )
}
