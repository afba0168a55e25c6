import type { Nonsense } from '../../nonsense.ts'
import type { Answered } from '../../record/entry.ts'
import type { Answer, Connection } from './connection.ts'

const message = { text: 'what no client should send', key: 'nonsense' }
const ask = (what: string, fields: object) => (connection: Connection) => connection.ask(what, { ...fields })

/** How each kind of nonsense is sent to a session, over a connection that is let in, but for `strangers`. */
export const nonsenseOf: Readonly<Record<Nonsense, (session: string) => (connection: Connection) => Promise<Answer>>> =
  {
    'no-json': () => (connection) => connection.write('this is no JSON'),
    'no-object': () => (connection) => connection.write('null'),
    'unknown-request': (session) => ask('shout', { ...message, session }),
    'no-session': () => ask('say', message),
    'path-for-session': () => ask('say', { ...message, session: '../outside' }),
    'path-in-session': () => ask('say', { ...message, session: 'outside/../inside' }),
    'blank-text': (session) => ask('say', { ...message, session, text: '  ' }),
    'no-key': (session) => ask('say', { session, text: message.text }),
    'not-let-in': () => ask('sessions', {}),
    'empty-token': () => ask('hello', { token: '' }),
  }

/** What is sent over a connection on which nobody has said hello. */
export const strangers: readonly Nonsense[] = ['not-let-in', 'empty-token']

/** How something was answered. */
export function answeredBy({ ok, lost }: Answer, { isOpen }: Connection): Answered {
  if (ok) return 'accepted'
  if (!lost) return 'refused'
  return isOpen ? 'not at all' : 'closed'
}
