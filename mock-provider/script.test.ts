import { describe, expect, test } from 'vitest'
import { turns } from '../harness/record/example.ts'
import type { Turn } from '../harness/transcript/transcript.ts'
import { goesOn, notedPlace, placeIn, type Served, servedCall, sidePlaceIn } from './place.ts'
import { replyAt, type Script } from './script.ts'

const script: Script = [
  { says: 'compare three companies', replies: [{ text: '', calls: [{ tool: 'a' }] }] },
  { says: 'still there?', replies: [{ text: 'yes', calls: [] }] },
  { says: 'nai\u0308ve,  so  to say', replies: [{ text: 'very', calls: [] }] },
]
const call = { tool: 'a', id: 'x', name: 'exec', input: { command: 'gate x:a' } }
const served: Served[] = [{ turn: 0, reply: 0, text: '', calls: [servedCall(call)], broken: false }]
const at = (...short: string[]) => placeIn(script, served, turns(...short))

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
  ['a message whose letters the gateway has composed', ['u:naïve,  so  to say'], { turn: 2, reply: 0 }],
  ['a message in which the gateway has made one space of two', ['u:naïve, so to say'], { turn: 2, reply: 0 }],
])('finds %s', (_, short, position) => {
  expect(at(...short)).toEqual(position)
})

test('a task is answered where it begins a conversation, and not where it is told of later', () => {
  const tasks: Script = [...script, { says: 'count herds', replies: [], begins: true }]
  expect(placeIn(tasks, [], turns('u:[task] count herds', 'a+x', 'u=x:1'))).toEqual({ turn: 3, reply: 1 })
  expect(placeIn(tasks, [], turns('u:still there?', 'a:yes', 'u:done: count herds'))).toEqual({ turn: 1, reply: 1 })
})

test('the same conversation gets the same place again, however often it is asked', () => {
  expect(at('u:still there?')).toEqual(at('u:still there?'))
})

test.each([
  [
    'a message that a gateway folds into the result of a tool',
    ['u:compare three companies', 'a+x', 'u=x:1 still there?'],
    { turn: 1, reply: 0 },
  ],
  ['several steps in one turn', ['u:compare three companies', 'a+x|:and then|+y', 'u=x:1|=y:2'], { turn: 0, reply: 2 }],
  [
    'a reminder that quotes an earlier message',
    ['u:compare three companies', 'a+x', 'u=x:1', 'u:still there?|:you asked to compare three companies'],
    { turn: 1, reply: 0 },
  ],
  ['an attempt that broke off', ['u:compare three companies', 'a:I sh', 'u:go on'], { turn: 0, reply: 0 }],
])('finds the place after %s', (_, short, position) => {
  const second: Served = {
    turn: 0,
    reply: 1,
    text: 'and then',
    calls: [servedCall({ ...call, id: 'y' })],
    broken: false,
  }
  expect(placeIn(script, [...served, second], turns(...short))).toEqual(position)
})

describe('after a broken delivery', () => {
  const cut: Script = [
    { says: 'compare', replies: [{ text: 'the first one', again: 'the first', goesOn: ' one', calls: [] }] },
  ]
  const broken: Served = { turn: 0, reply: 0, text: 'the first one', calls: [], broken: true }
  const saysTo = (...short: string[]) => {
    const position = placeIn(cut, [broken], turns(...short))
    return position && replyAt(cut, position).text
  }

  test('a gateway that asks again is told so, and one that goes on from its part is given the rest', () => {
    expect(saysTo('u:compare')).toBe('the first')
    expect(saysTo('u:compare', 'a:I shall look', 'u:go on')).toBe('the first')
    expect(saysTo('u:compare', 'a:the fir')).toBe(' one')
    expect(saysTo('u:compare', 'a:the fir [cut off]', 'u:go on')).toBe(' one')
  })

  test('a gateway that has run the calls that it got whole is given the others', () => {
    const both: Script = [{ says: 'compare', replies: [{ text: '', calls: [{ tool: 'a' }, { tool: 'b' }] }] }]
    const made = (id: string, tool: string) =>
      servedCall({ tool, id, name: 'exec', input: { command: `gate ${id}:${tool}` } })
    const cut: Served = { turn: 0, reply: 0, text: '', calls: [made('x', 'a'), made('y', 'b')], broken: true }
    const position = placeIn(both, [cut], turns('u:compare', 'a+x', 'u=x:1'))
    expect(position).toEqual({ turn: 0, reply: 0, after: 'went on', kept: ['a'] })
    expect(replyAt(both, position as NonNullable<typeof position>).calls).toEqual([{ tool: 'b' }])
    const rest: Served = { turn: 0, reply: 0, text: '', calls: [made('z', 'b')], broken: false }
    const held = turns('u:compare', 'a+x', 'u=x:1', 'a+z', 'u=z:2')
    expect(placeIn(both, [cut, rest], held)).toEqual({ turn: 0, reply: 1 })
    expect(placeIn(both, [cut], turns('u:compare', 'a+x|+y', 'u=x:1|=y:2'))).toEqual({ turn: 0, reply: 1 })
  })

  test('it is over with the delivery that was not broken', () => {
    const rest: Served = { ...broken, text: ' one', broken: false }
    expect(placeIn(cut, [broken, rest], turns('u:compare', 'a:the fir one'))).toEqual({ turn: 0, reply: 1 })
  })
})

test('what the gateway asks for itself is answered in order, and asked again after a broken delivery', () => {
  const side: Script = [
    ...script,
    {
      says: '',
      replies: [
        { text: 'one', calls: [] },
        { text: 'two', calls: [] },
      ],
      side: true,
    },
  ]
  const given = (reply: number, broken = false): Served => ({ turn: 3, reply, text: '', calls: [], broken })
  expect(sidePlaceIn(side, [])).toEqual({ turn: 3, reply: 0, side: true })
  expect(sidePlaceIn(side, [given(0, true)])).toEqual({ turn: 3, reply: 0, side: true })
  expect(sidePlaceIn(side, [given(0)])).toEqual({ turn: 3, reply: 1, side: true })
  expect(sidePlaceIn(side, [given(0), given(1)])).toBeNull()
  expect(sidePlaceIn(script, [])).toBeNull()
  expect(notedPlace(side, sidePlaceIn(side, [given(0)]))).toEqual({ turn: null, reply: 1 })
  expect(placeIn(side, [], turns('u:give this chat a title'))).toBeNull()
})

test('a call is known by what it calls where a gateway gives it another id', () => {
  const [said, made] = turns('u:compare three companies', 'a+renamed')
  const renamed = { ...made, blocks: [{ type: 'call', id: 'renamed', name: 'exec', input: call.input }] } as typeof made
  expect(placeIn(script, served, [said, renamed] as Turn[])).toEqual({ turn: 0, reply: 1 })
})

test('a provider that was started anew counts the turns of a reply that it never made', () => {
  expect(placeIn(script, [], turns('u:compare three companies', 'a+x', 'u=x:1'))).toEqual({ turn: 0, reply: 1 })
})

test('a conversation without a scripted message has no place', () => {
  expect(at('u:give this chat a title')).toBeNull()
})

test('where the script has no more to say, the model ends the turn with a text', () => {
  expect(replyAt(script, { turn: 0, reply: 1 })).toEqual({ text: 'done (message 1, reply 2)', calls: [] })
})

test.each([
  ['a last turn without tools', ['u:compare three companies', 'a+x', 'u=x:1'], true],
  ['the next message without tools', ['u:compare three companies', 'a+x', 'u=x:1', 'a:done', 'u:still there?'], true],
  ['a title request', ['u:a title for: compare three companies'], false],
  ['a summary request', ['u:compare three companies', 'a+x', 'u=x:1', 'a:done', 'u:summarize this'], false],
])('%s is a part of the conversation or not', (_, short, isMain) => {
  expect(goesOn(script, served, turns(...short))).toBe(isMain)
})
