import type { FailureName } from '../../mock-provider/failure.ts'
import type { Instant as Inside, WireFault } from '../../mock-provider/wire-fault.ts'
import type { Need } from '../need.ts'
import type { Scenario } from '../scenario/schema.ts'
import type { Step } from '../steps/index.ts'
import { firstTurn } from './beside-another.ts'
import { type Instant, isReply, type ReplyStep } from './instants.ts'

/** The schedule of a fault at an instant, or why there is none. */
export type Put = { readonly steps: readonly Step[]; readonly gateway?: Scenario['gateway'] } | { readonly not: string }

/** A fault that can be put at an instant. */
export type Fault = {
  /** short, as the head of a column */
  readonly name: string
  /** what not every gateway has and no step says */
  readonly needs?: Need
  readonly put: (instant: Instant) => Put
}

/** Why an instant and a fault make no schedule. */
export const whyNot = {
  idle: 'nothing runs there',
  maybeIdle: 'what runs there may be over before it is stopped',
  noTool: 'no tool holds there',
  noReply: 'no reply is under way there',
  notAsked: 'the model is not being asked there',
  needsEnd: 'a reply is held there by a stall, and only what ends the run ends that',
} as const

/** A fault of what runs where something keeps the gateway at its instant, and nothing else can come first. */
export function ofKept(name: string, steps: (instant: Instant) => readonly Step[], needs?: Need): Fault {
  return {
    name,
    ...(needs && { needs }),
    put(instant) {
      if (!instant.busy) return { not: whyNot.idle }
      return instant.passing ? { not: whyNot.maybeIdle } : { steps: [...upTo(instant), ...steps(instant)] }
    },
  }
}

/** The schedule up to an instant, with the reply that it is inside of, or that has not begun, held there for good. */
export function upTo({ before, after, inside, asked }: Instant): readonly Step[] {
  if (inside !== undefined) return [...before, stalled(inside.reply, inside.at)]
  const [reply] = after
  if (!asked || !isReply(reply)) return before
  return [...before.filter((step) => step.do !== 'model.thinks'), stalled(reply, { write: 0 })]
}

function stalled(reply: ReplyStep, at: Inside): Step {
  return { ...reply, fault: { kind: 'stall', pings: false, at } }
}

/** The reply that is awaited, which comes after what is put before it. */
function awaited({ before, after: [reply], asked }: Instant): readonly Step[] {
  const to = before.findLast((step) => step.do === 'user.says')?.text
  return asked && isReply(reply) ? [{ ...reply, ...(to !== undefined && { to }) }] : []
}

/** A fault that ends what runs. */
export function ending(name: string, steps: (instant: Instant) => readonly Step[]): Fault {
  return {
    name,
    put: (instant) => (instant.busy ? { steps: [...upTo(instant), ...steps(instant)] } : { not: whyNot.idle }),
  }
}

/** A fault of the process, which may come at any time. */
export function ofProcess(name: string, ...steps: readonly Step[]): Fault {
  return { name, put: (instant) => ({ steps: [...upTo(instant), ...steps] }) }
}

/** A fault after which the run goes on. */
export function passing(name: string, steps: (instant: Instant) => readonly Step[]): Fault {
  return {
    name,
    put: (instant) =>
      instant.inside === undefined
        ? { steps: [...instant.before, ...steps(instant), ...awaited(instant)] }
        : { not: whyNot.needsEnd },
  }
}

/** A fault inside a reply. */
export function inReply(name: string, fault: (at: Inside) => WireFault): Fault {
  return {
    name,
    put: ({ before, inside }) =>
      inside === undefined
        ? { not: whyNot.noReply }
        : { steps: [...before, { ...inside.reply, fault: fault(inside.at) }] },
  }
}

/** A fault of the whole reply that the model is asked for. */
export function ofReply(name: string, change: (reply: ReplyStep) => ReplyStep): Fault {
  return {
    name,
    // whether the model has been asked by then, or is asked next, the gateway sees the same
    put: ({ before, after: [reply], asked, passing }) =>
      (asked || passing) && isReply(reply)
        ? { steps: [...before.filter((step) => step.do !== 'model.thinks'), change(reply)] }
        : { not: whyNot.notAsked },
  }
}

/** A reply that the provider refuses, beside another session, which has nothing to do with that. */
export function refused(name: string, failure: FailureName, retryAfterSeconds?: number): Fault {
  const fault = ofReply(name, (reply) => ({
    ...reply,
    fault: { kind: 'status', failure, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  }))
  return afterTurn('another', fault)
}

/** A fault in a schedule that begins with a turn in a session. */
export function afterTurn(session: string, { put, ...fault }: Fault): Fault {
  return {
    ...fault,
    put: (instant) => {
      const made = put(instant)
      return 'not' in made ? made : { steps: [...firstTurn(session), ...made.steps] }
    },
  }
}

/** A fault of the tool that has held for longest. */
export function ofTool(name: string, steps: (tool: string) => readonly Step[]): Fault {
  return {
    name,
    put: ({ before, held: [first] }) =>
      first === undefined ? { not: whyNot.noTool } : { steps: [...before, ...steps(first)] },
  }
}

/** A stop of a run that may be over by then stops what is left. */
export const maybeOver = ({ passing }: Instant) => (passing ? { again: true } : {})
