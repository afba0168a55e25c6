import { expect, test } from 'vitest'
import { turns } from '../harness/record/example.ts'
import { positionIn, replyAt, type Script } from './script.ts'

const script: Script = [
  { says: 'compare three companies', replies: [{ text: '', calls: [{ tool: 'a' }] }] },
  { says: 'still there?', replies: [{ text: 'yes', calls: [] }] },
]
const at = (...short: string[]) => positionIn(script, turns(...short))

test.each([
  ['the first message', ['u:compare three companies'], { turn: 0, reply: 0 }],
  [
    'a message with the gateway’s own words around it',
    ['u:[Sat] compare three companies', 'u:context'],
    { turn: 0, reply: 0 },
  ],
  ['after the calls', ['u:compare three companies', 'a+x', 'u=x:1'], { turn: 0, reply: 1 }],
  [
    'the next message, whatever came before it',
    ['u:compare three companies', 'a+x', 'u=x:1', 'u:still there?'],
    { turn: 1, reply: 0 },
  ],
  [
    'a recovery in the gateway’s words',
    ['u:compare three companies', 'a+x', 'u=x:1', 'u:please resume'],
    { turn: 0, reply: 1 },
  ],
  ['two messages collected into one', ['u:compare three companies and still there?'], { turn: 1, reply: 0 }],
])('finds %s', (_, short, position) => {
  expect(at(...short)).toEqual(position)
})

test('a task is answered where it begins a conversation, and not where it is told of later', () => {
  const tasks: Script = [...script, { says: 'count herds', replies: [], begins: true }]
  expect(positionIn(tasks, turns('u:[task] count herds', 'a+x', 'u=x:1'))).toEqual({ turn: 2, reply: 1 })
  expect(positionIn(tasks, turns('u:still there?', 'a:yes', 'u:done: count herds'))).toEqual({ turn: 1, reply: 1 })
})

test('the same conversation gets the same place again, however often it is asked', () => {
  expect(at('u:still there?')).toEqual(at('u:still there?'))
})

test('a conversation without a scripted message has no place', () => {
  expect(at('u:give this chat a title')).toBeNull()
})

test('where the script has no more to say, the model ends the turn with a text', () => {
  expect(replyAt(script, { turn: 0, reply: 1 })).toEqual({ text: 'done (message 1, reply 2)', calls: [] })
})
