import { describe, expect, test } from 'vitest'
import { Events } from './events.ts'

const session = 'ses_1'
const user = (id: string) => ({
  type: 'message.updated',
  properties: { info: { id, sessionID: session, role: 'user' } },
})
const answer = (id: string, parentID: string, more: object = {}) => ({
  type: 'message.updated',
  properties: { info: { id, sessionID: session, role: 'assistant', parentID, time: { created: 1 }, ...more } },
})
const completed = { time: { created: 1, completed: 2 } }
const part = (id: string, messageID: string, more: object) => ({
  type: 'message.part.updated',
  properties: { part: { id, messageID, sessionID: session, ...more } },
})
const tool = (status: string) => part('p1', 'a1', { type: 'tool', callID: 'toolu_1', state: { status } })
const idle = { type: 'session.idle', properties: { sessionID: session } }

/** What a client is told by some events, in short. */
function told(...events: object[]): string[] {
  const listening = new Events('main', (id) => (id === session ? 'main' : id))
  return events
    .flatMap((event) => listening.entriesOf(event as Record<string, unknown>))
    .map((entry) => {
      if (entry.kind === 'client-saw') return `${entry.session} ${entry.what} "${entry.text}" of ${entry.run}`
      return entry.kind === 'tool-reported' ? `${entry.session} ${entry.call} ${entry.phase}` : entry.kind
    })
}

describe('a run', () => {
  const text = part('p2', 'a1', { type: 'text', text: 'they are alike' })

  test('ends with the answer that has no calls, once', () => {
    const whole = answer('a1', 'u1', { ...completed, finish: 'stop' })
    expect(told(user('u1'), answer('a1', 'u1'), text, whole, whole, idle)).toEqual([
      'main reply "they are alike" of u1',
    ])
  })

  test('does not end with an answer that has calls', () => {
    expect(told(user('u1'), answer('a1', 'u1', { ...completed, finish: 'tool-calls' }))).toEqual([])
  })

  test('does not end with an answer whose stream did not say how it ended: the model is asked again', () => {
    const cut = answer('a1', 'u1', { ...completed, finish: 'unknown' })
    const last = answer('a2', 'u1', { ...completed, finish: 'stop' })
    expect(told(user('u1'), text, cut, last, idle)).toEqual(['main reply "" of u1'])
  })

  test('goes on after an answer that was cut behind a call, or ends with it', () => {
    const cut = answer('a1', 'u1', { ...completed, finish: 'length' })
    const last = answer('a2', 'u1', { ...completed, finish: 'stop' })
    expect(told(user('u1'), text, tool('completed'), cut, last, idle)).toEqual([
      'main toolu_1 ended',
      'main reply "" of u1',
    ])
    expect(told(user('u1'), text, tool('completed'), cut, idle)).toEqual([
      'main toolu_1 ended',
      'main reply "they are alike" of u1',
    ])
  })

  test('that ended by itself is counted, and one that was stopped is not', () => {
    const listening = new Events('main', (id) => id)
    const error = { name: 'MessageAbortedError', data: { message: 'Aborted' } }
    for (const event of [
      answer('a1', 'u1', { ...completed, finish: 'stop' }),
      answer('a2', 'u2', { ...completed, error }),
    ])
      listening.entriesOf(event)
    expect(listening.repliesIn(session)).toBe(1)
  })

  test('of a message that another run took in ends when the session is at rest', () => {
    const batch = answer('a1', 'u1', { ...completed, finish: 'tool-calls' })
    const last = answer('a2', 'u2', { ...completed, finish: 'stop' })
    expect(told(user('u1'), batch, user('u2'), last, idle)).toEqual(['main reply "" of u2', 'main reply "" of u1'])
  })

  test('that was stopped says so after the session is at rest', () => {
    const error = { name: 'MessageAbortedError', data: { message: 'Aborted' } }
    const stopped = answer('a1', 'u1', { ...completed, error })
    expect(told(user('u1'), answer('a1', 'u1'), idle, stopped, idle)).toEqual(['main aborted "" of u1'])
  })

  test('that failed says why', () => {
    const failed = answer('a1', 'u1', { ...completed, error: { name: 'APIError', data: { message: 'bad request' } } })
    expect(told(user('u1'), answer('a1', 'u1'), failed)).toEqual(['main error "bad request" of u1'])
  })
})

test('a tool is reported when it starts and when it ends, once each', () => {
  expect(told(tool('pending'), tool('running'), tool('running'), tool('completed'))).toEqual([
    'main toolu_1 started',
    'main toolu_1 ended',
  ])
})

describe('a person who is asked first', () => {
  const asks = { id: 'per_1', sessionID: session, permission: 'bash', tool: { messageID: 'a1', callID: 'toolu_1' } }
  const asked = { type: 'permission.asked', properties: asks }

  test('is asked about a call', () => {
    const events = new Events('main', () => 'main')
    expect(events.entriesOf(asked)).toEqual([
      { kind: 'permission-asked', client: 'main', session: 'main', permission: 'per_1', call: 'toolu_1' },
    ])
    expect(events.callOf('per_1')).toBe('toolu_1')
  })
})
