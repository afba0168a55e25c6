import { client, gateway, message, model, oauth, tool, user } from '../index.ts'
import type { Step } from '../steps/index.ts'
import {
  afterTurn,
  ending,
  type Fault,
  inReply,
  maybeOver,
  ofKept,
  ofProcess,
  ofReply,
  ofTool,
  passing,
  refused,
  upTo,
  whyNot,
} from './fault.ts'
import { faultsOfPermissions } from './faults-of-permissions.ts'
import { long, odd } from './odd-words.ts'

/** What the person says besides. */
export const secondMessage = 'and look at a fourth'

const sameText = 'a piece of a text that comes twice makes another text, which no gateway can know'
const sameStore = 'two recoveries are tried between replies only'

/** Every fault that a sweep puts at every instant. */
export const faults: readonly Fault[] = [
  ending('/stop', (instant) => [user.stops(maybeOver(instant))]),
  ofKept('stop button', () => [user.aborts()]),
  ending('/stop twice', (instant) => [user.stops(maybeOver(instant)), user.stops({ again: true })]),
  ending('/stop and say', () => [user.stops({ until: 'sent', again: true }), user.says(secondMessage)]),
  ending('/stop by another client', (instant) => [user.stops({ ...maybeOver(instant), client: 'phone' })]),
  ofKept('/stop beside a later session', () => [...laterSession(), user.stops(), tool.finishes('other')]),
  // there is more to summarize than what runs
  afterTurn(
    'main',
    ending('/compact', () => [user.compacts()]),
  ),
  passing('second message', () => [user.says(secondMessage)]),
  passing('second message, odd and long', () => [user.says(`${secondMessage}${odd}${long}`.slice(0, 1_500))]),
  passing('message by another client', () => [user.says(secondMessage, { client: 'phone' })]),
  ofKept('second message, /stop', () => [user.says(secondMessage), user.stops()]),
  ofTool('second message, its stop button', () => [
    user.says(secondMessage),
    message.waits(secondMessage),
    user.aborts({ run: secondMessage }),
  ]),
  ofProcess('SIGTERM', gateway.receives('SIGTERM'), gateway.starts()),
  ofProcess('SIGINT', gateway.receives('SIGINT'), gateway.starts()),
  ofProcess('SIGKILL', gateway.receives('SIGKILL'), gateway.starts()),
  ofKept('second message, SIGKILL', () => [user.says(secondMessage), gateway.receives('SIGKILL'), gateway.starts()]),
  ofKept(
    'SIGKILL, again as it resumes',
    () => [gateway.receives('SIGKILL'), gateway.diesStarting('request'), gateway.starts()],
    'resumes',
  ),
  {
    name: 'SIGKILL, two recoveries',
    put: (instant) => {
      if (!instant.busy) return { not: whyNot.idle }
      if (instant.inside !== undefined) return { not: sameStore }
      return { steps: [...upTo(instant), gateway.receives('SIGKILL'), gateway.recoversTwice()] }
    },
  },
  passing('client cut', () => [client.disconnects()]),
  passing('client reset, back at once', () => [client.disconnects({ by: 'rst' }), client.reconnects()]),
  {
    name: 'client away to the end',
    put: ({ before, after, inside, busy }) => {
      if (inside !== undefined) return { not: whyNot.needsEnd }
      if (!busy) return { not: whyNot.idle }
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
      if (inside === undefined) return { not: whyNot.noReply }
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
  ofReply('long words', (reply) => ({ ...reply, text: long.trim().slice(0, 1_900) })),
  ofReply('refusal', (reply) => ({ ...reply, ends: 'refusal' })),
  {
    name: 'sign-in expired, two sessions',
    put: ({ before }) => {
      if (before.length !== 1) return { not: 'a gateway renews its sign-in with the first message' }
      const [other] = laterSession()
      const renewed = [oauth.asked(), ...(other === undefined ? [] : [other]), oauth.answers('granted')]
      return { steps: [...before, ...renewed], gateway: { signIn: 'expired-oauth' } }
    },
  },
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
        ? { not: whyNot.noTool }
        : { steps: [...before.map((step) => hurried(step, first)), tool.timesOut(first)] },
  },
  ...faultsOfPermissions,
]

/** Another session, which has begun later than the one under test and has a tool that holds. */
function laterSession(): readonly Step[] {
  const session = 'another'
  return [user.says('wish me a good morning', { session }), model.calls('other'), tool.holds('other')]
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
