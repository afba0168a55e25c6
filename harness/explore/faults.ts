import type { FailureName } from '../../mock-provider/failure.ts'
import type { Instant as Inside, WireFault } from '../../mock-provider/wire-fault.ts'
import { client, gateway, tool, user } from '../index.ts'
import type { Need } from '../need.ts'
import type { Step } from '../steps/index.ts'
import { firstTurn } from './beside-another.ts'
import { type Instant, isReply, type ReplyStep } from './instants.ts'

/** What becomes of an instant with a fault: a schedule, or why there is none. */
export type Put = { readonly steps: readonly Step[] } | { readonly not: string }

/** A fault that can be put at an instant. */
export type Fault = {
  /** short, as the head of a column */
  readonly name: string
  /** what not every gateway has and no step says */
  readonly needs?: Need
  readonly put: (instant: Instant) => Put
}

/** What the person says besides. */
export const secondMessage = 'and look at a fourth'

const idle = 'nothing runs there'
const maybeIdle = 'what runs there may be over before it is stopped'
const noTool = 'no tool holds there'
const noReply = 'no reply is under way there'
const sameText = 'a piece of a text that comes twice makes another text, which no gateway can know'
const sameStore = 'two recoveries are tried between replies only'
const notAsked = 'the model is not being asked there'
const nothingWritten = 'nothing that is stored comes next there'
const needsEnd = 'a reply is held there by a stall, and only what ends the run ends that'

/** The schedule up to an instant, with the reply that it is inside of, or that has not begun, held there for good. */
function upTo({ before, after, inside, asked }: Instant): readonly Step[] {
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
function ending(name: string, steps: (instant: Instant) => readonly Step[]): Fault {
  return {
    name,
    put: (instant) => (instant.busy ? { steps: [...upTo(instant), ...steps(instant)] } : { not: idle }),
  }
}

/** A fault of the process, which may come at any time. */
function ofProcess(name: string, ...steps: readonly Step[]): Fault {
  return { name, put: (instant) => ({ steps: [...upTo(instant), ...steps] }) }
}

/** A fault after which the run goes on. */
function passing(name: string, steps: (instant: Instant) => readonly Step[]): Fault {
  return {
    name,
    put: (instant) =>
      instant.inside === undefined
        ? { steps: [...instant.before, ...steps(instant), ...awaited(instant)] }
        : { not: needsEnd },
  }
}

/** A fault inside a reply. */
function inReply(name: string, fault: (at: Inside) => WireFault): Fault {
  return {
    name,
    put: ({ before, inside }) =>
      inside === undefined ? { not: noReply } : { steps: [...before, { ...inside.reply, fault: fault(inside.at) }] },
  }
}

/** A fault of the whole reply that the model is asked for. */
function ofReply(name: string, change: (reply: ReplyStep) => ReplyStep): Fault {
  return {
    name,
    // whether the model has been asked by then, or is asked next, the gateway sees the same
    put: ({ before, after: [reply], asked, passing }) =>
      (asked || passing) && isReply(reply)
        ? { steps: [...before.filter((step) => step.do !== 'model.thinks'), change(reply)] }
        : { not: notAsked },
  }
}

/** A reply that the provider refuses, beside another session, which has nothing to do with that. */
function refused(name: string, failure: FailureName, retryAfterSeconds?: number): Fault {
  const fault = ofReply(name, (reply) => ({
    ...reply,
    fault: { kind: 'status', failure, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  }))
  return afterTurn('another', fault)
}

/** A fault in a schedule that begins with a turn in a session. */
function afterTurn(session: string, { put, ...fault }: Fault): Fault {
  return {
    ...fault,
    put: (instant) => {
      const made = put(instant)
      return 'not' in made ? made : { steps: [...firstTurn(session), ...made.steps] }
    },
  }
}

/** A fault of the tool that has held for longest. */
function ofTool(name: string, steps: (tool: string) => readonly Step[]): Fault {
  return {
    name,
    put: ({ before, held: [first] }) =>
      first === undefined ? { not: noTool } : { steps: [...before, ...steps(first)] },
  }
}

/** A stop of a run that may be over by then stops what is left. */
const maybeOver = ({ passing }: Instant) => (passing ? { again: true } : {})

/** Every fault that a sweep puts at every instant. */
export const faults: readonly Fault[] = [
  ending('/stop', (instant) => [user.stops(maybeOver(instant))]),
  {
    name: 'stop button',
    put: (instant) => {
      if (!instant.busy) return { not: idle }
      return instant.passing ? { not: maybeIdle } : { steps: [...upTo(instant), user.aborts()] }
    },
  },
  ending('/stop twice', (instant) => [user.stops(maybeOver(instant)), user.stops({ again: true })]),
  ending('/stop and say', () => [user.stops({ until: 'sent', again: true }), user.says(secondMessage)]),
  ending('/stop by another client', (instant) => [user.stops({ ...maybeOver(instant), client: 'phone' })]),
  // there is more to summarize than what runs
  afterTurn(
    'main',
    ending('/compact', () => [user.compacts()]),
  ),
  passing('second message', () => [user.says(secondMessage)]),
  passing('message by another client', () => [user.says(secondMessage, { client: 'phone' })]),
  {
    name: 'second message, /stop',
    put: (instant) =>
      instant.busy && !instant.passing
        ? { steps: [...upTo(instant), user.says(secondMessage), user.stops()] }
        : { not: instant.busy ? maybeIdle : idle },
  },
  ofProcess('SIGTERM', gateway.receives('SIGTERM'), gateway.starts()),
  ofProcess('SIGINT', gateway.receives('SIGINT'), gateway.starts()),
  ofProcess('SIGKILL', gateway.receives('SIGKILL'), gateway.starts()),
  {
    name: 'SIGKILL, again as it resumes',
    needs: 'resumes',
    put: (instant) => {
      if (!instant.busy) return { not: idle }
      if (instant.passing) return { not: maybeIdle }
      return {
        steps: [...upTo(instant), gateway.receives('SIGKILL'), gateway.diesStarting('request'), gateway.starts()],
      }
    },
  },
  {
    name: 'SIGKILL, two recoveries',
    put: (instant) => {
      if (!instant.busy) return { not: idle }
      if (instant.inside !== undefined) return { not: sameStore }
      return { steps: [...upTo(instant), gateway.receives('SIGKILL'), gateway.recoversTwice()] }
    },
  },
  passing('client cut', () => [client.disconnects()]),
  passing('client reset, back at once', () => [client.disconnects({ by: 'rst' }), client.reconnects()]),
  {
    name: 'client away to the end',
    put: ({ before, after, inside, busy }) => {
      if (inside !== undefined) return { not: needsEnd }
      if (!busy) return { not: idle }
      return { steps: [...before, client.disconnects(), ...after.filter(isNotSeen), client.reconnects()] }
    },
  },
  inReply('stream cut', (at) => ({ kind: 'cut', by: 'fin', at })),
  inReply('stream reset', (at) => ({ kind: 'cut', by: 'rst', at })),
  inReply('stream error', (at) => ({ kind: 'stream-error', failure: 'overloaded', at })),
  inReply('event broken', (at) => ({ kind: 'truncated-json', at })),
  {
    name: 'event twice',
    put: ({ before, inside }) => {
      if (inside === undefined) return { not: noReply }
      const { reply, at } = inside
      // nothing tells a repeated piece of a text from a text that repeats itself
      if (!('after' in at) || at.after === 'input') return { not: sameText }
      return { steps: [...before, { ...reply, fault: { kind: 'repeated', at } }] }
    },
  },
  ofReply('connection cut', (reply) => ({ ...reply, fault: { kind: 'cut', by: 'rst', at: { write: 0 } } })),
  ofReply('no last event', (reply) => ({ ...reply, fault: { kind: 'no-end' } })),
  ofReply('in drops', (reply) => ({ ...reply, fault: { kind: 'trickle', bytes: 7, everyMs: 1 } })),
  refused('429', 'rate-limit', 1),
  refused('overloaded', 'overloaded'),
  refused('server error', 'server-error'),
  refused('key refused', 'bad-key'),
  refused('400', 'invalid-request'),
  ofReply('out of tokens', (reply) => ({ ...reply, ends: 'max-tokens' })),
  ofReply('refusal', (reply) => ({ ...reply, ends: 'refusal' })),
  ofTool('tool fails', (name) => [tool.fails(name)]),
  ofTool('tool dies', (name) => [tool.dies(name)]),
  ofTool('tool floods', (name) => [tool.floods(name)]),
  ofTool('tool garbles', (name) => [tool.garbles(name)]),
  ofTool('tool ignores SIGTERM, /stop', (name) => [tool.resists(name, 'ignores'), user.stops()]),
  ofTool('tool leaves a child, /stop', (name) => [tool.resists(name, 'child'), user.stops()]),
  {
    name: 'tool hangs',
    put: ({ before, held: [first] }) =>
      first === undefined
        ? { not: noTool }
        : { steps: [...before.map((step) => hurried(step, first)), tool.timesOut(first)] },
  },
]

/**
 * SIGKILL right before each of the next writes into the state folder that follow what comes next, and in the middle of each; where there are
 * fewer writes, the map says so. Two recoveries from what is stored then must come to the same.
 */
export function faultsOfWrites(count: number): Fault[] {
  return Array.from({ length: count }, (_, n) => [atWrite(n + 1, false), atWrite(n + 1, true)]).flat()
}

function atWrite(write: number, torn: boolean): Fault {
  return {
    name: `SIGKILL ${torn ? 'in' : 'before'} write ${write}`,
    put({ before, inside, after }) {
      const next = after.find(({ do: kind }) => kind !== 'tool.holds')
      if (inside !== undefined || next === undefined || !leadsToWrites(next)) return { not: nothingWritten }
      const dies = [gateway.stopsAtWrite(write, { torn }), next, gateway.diesAtWrite(), gateway.recoversTwice()]
      return { steps: [...before, ...dies] }
    },
  }
}

/** Whether a gateway stores what comes of a step after the step has landed. */
function leadsToWrites(step: Step): boolean {
  return isReply(step) || step.do === 'tool.finishes'
}

/** Whether a step does more than wait for what is seen. */
function isNotSeen({ do: kind }: Step): boolean {
  return kind !== 'client.seesReplyTo' && kind !== 'tool.holds'
}

/** The model asks for a short time-out of one tool. */
function hurried(step: Step, name: string): Step {
  if (step.do !== 'model.calls') return step
  return { ...step, calls: step.calls.map((call) => (call.tool === name ? { ...call, timeoutSeconds: 1 } : call)) }
}
