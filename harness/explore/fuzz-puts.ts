import { auth, client, gateway, message, oauth, user } from '../index.ts'
import { nonsense } from '../nonsense.ts'
import type { Step } from '../steps/index.ts'
import type { Phase } from './fuzz-turns.ts'
import type { Random } from './random.ts'

/** What is put between two steps, where it can be, and whether what the model and the tools were to do in a session is over by it. */
export type Put = {
  readonly name: string
  readonly phases: readonly Phase[]
  readonly ends: 'session' | 'all' | 'nothing'
  /** the client is cut off, and stays away or comes back */
  readonly client?: 'away' | 'back'
  readonly steps: (at: { readonly session: string; readonly number: number }, random: Random) => readonly Step[]
}

const busy: readonly Phase[] = ['asked', 'held', 'answering']
const always: readonly Phase[] = ['idle', ...busy]

/** All that can be put somewhere. */
export const puts: readonly Put[] = [
  { name: '/stop', phases: busy, ends: 'session', steps: ({ session }) => [user.stops({ session, again: true })] },
  { name: 'stop button', phases: ['held'], ends: 'session', steps: ({ session }) => [user.aborts({ session })] },
  {
    name: '/stop by another client',
    phases: ['held'],
    ends: 'session',
    steps: ({ session }) => [user.stops({ session, client: 'phone' })],
  },
  { name: '/compact', phases: always, ends: 'session', steps: ({ session }) => [user.compacts({ session })] },
  {
    name: 'second message',
    phases: busy,
    ends: 'nothing',
    steps: ({ session, number }) => [user.says(`and look at number ${number}, too`, { session })],
  },
  {
    name: 'second message, /stop',
    phases: ['held'],
    ends: 'session',
    steps: ({ session, number }) => [
      user.says(`and look at number ${number}, too`, { session }),
      user.stops({ session }),
    ],
  },
  { name: 'SIGTERM', phases: always, ends: 'all', steps: () => [gateway.receives('SIGTERM'), gateway.starts()] },
  { name: 'SIGKILL', phases: always, ends: 'all', steps: () => [gateway.receives('SIGKILL'), gateway.starts()] },
  { name: 'client cut', phases: always, ends: 'nothing', client: 'away', steps: () => [client.disconnects()] },
  {
    name: 'client reset, back at once',
    phases: always,
    ends: 'nothing',
    client: 'back',
    steps: () => [client.disconnects({ by: 'rst' }), client.reconnects()],
  },
  {
    name: 'two messages',
    phases: busy,
    ends: 'nothing',
    steps: ({ session, number }) => [1, 2].map((nth) => user.says(`and look at number ${number}.${nth}`, { session })),
  },
  {
    name: 'second message, its stop',
    phases: ['held'],
    ends: 'nothing',
    steps: ({ session, number }) => {
      const text = `and look at number ${number}, too`
      return [user.says(text, { session }), message.waits(text), user.aborts({ session, run: text })]
    },
  },
  { name: 'message sent again', phases: busy, ends: 'nothing', steps: ({ session }) => [user.repeats({ session })] },
  {
    name: 'nonsense',
    phases: busy,
    ends: 'nothing',
    steps: ({ session }, random) => [client.misspeaks(random.one(nonsense), { session })],
  },
  { name: 'token rotated', phases: busy, ends: 'nothing', steps: () => changed(auth.rotates('device-token', 'phone')) },
  { name: 'token revoked', phases: busy, ends: 'nothing', steps: () => changed(auth.revokes('device-token', 'phone')) },
  { name: 'sign-in expired', phases: ['held'], ends: 'nothing', steps: () => [oauth.expires()] },
]

/** The token of a device with two windows is changed; then the device shows its old one, and the one that it has. */
function changed(change: Step): Step[] {
  return [
    client.reconnects({ client: 'phone' }),
    client.reconnects({ client: 'window', deviceOf: 'phone' }),
    change,
    client.reconnects({ client: 'phone', shows: 'old-device-token' }),
    client.reconnects({ client: 'phone', shows: 'device-token' }),
  ]
}
