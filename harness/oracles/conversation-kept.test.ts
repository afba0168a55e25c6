import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import {
  accepted,
  asked,
  atRest,
  begun,
  finished,
  history,
  ran,
  record,
  reply,
  saw,
  stored,
  turns,
} from '../record/example.ts'
import { conversationKept } from './conversation-kept.ts'

const call = { id: 'x', tool: 'a', name: 'exec', input: { path: '/etc/hosts' } }
const held = ['u:compare', 'a:let me look|+x:{"path":"/etc/hosts"}', 'u=x:one', 'a:they are alike']
const before: EntryBody[] = [
  begun(),
  ...accepted('m1', 'compare'),
  asked(0, 0, turns('u:compare')),
  ...reply(0, 'let me look', call),
  ...ran('x', 'a', 1),
  ...finished('x', 'a', 'one'),
  asked(1, 0, turns(...held.slice(0, 3))),
  ...reply(1, 'they are alike'),
  saw('r-m1', 'they are alike'),
]
const judged = (...bodies: EntryBody[]) => conversationKept.judge(evidenceOf(record(...before, ...bodies)))
const next = (...turned: string[]) => [...accepted('m2', 'and?'), asked(2, 1, turns(...turned))]

test('passes when requests, histories and the store carry the conversation', () => {
  const all = [...next(...held, 'u:and?'), ...reply(2, 'no'), saw('r-m2', 'no'), ...atRest]
  const whole = turns(...held, 'u:and?', 'a:no')
  expect(judged(...all, history(whole), stored(whole)).findings).toEqual([])
})

test('says what is lost, where, and what should stand there', () => {
  const { findings } = judged(...next(...held.slice(0, 3), 'u:and?'))
  expect(findings).toMatchObject([
    { says: 'request 3 of session main lacks an answer of the model', expected: '"they are alike"' },
  ])
})

test('does not want a reply sent in which the model refused to go on', () => {
  const lacks = (bodies: readonly EntryBody[]) =>
    conversationKept.judge(evidenceOf(record(...bodies, ...next(...held.slice(0, 3), 'u:and?')))).findings
  const refused = before.map((body) =>
    body.kind === 'provider-replying' && body.request === 1 ? { ...body, refuses: true as const } : body,
  )
  expect(lacks(refused)).toEqual([])
  expect(lacks(before)).not.toEqual([])
})

test.each([
  ['doubled', [...held, held[3] as string, 'u:and?'], 'request 3 of session main has an answer of the model twice'],
  [
    'altered',
    [held[0] as string, 'a:let me look|+x:{"path":"/etc/passwd"}', ...held.slice(2), 'u:and?'],
    "request 3 of session main has the model's reply with call a altered",
  ],
  ['invented', [...held, 'u:nobody said this', 'u:and?'], 'request 3 of session main has a text that nobody said'],
  [
    'invented by call',
    [held[0] as string, 'a:let me look|+x:{"path":"/etc/hosts"}|+z', 'u=x:one|=z:1', held[3] as string, 'u:and?'],
    'request 3 of session main has a call that the model never made',
  ],
])('fails when something is %s', (_, turned, says) => {
  expect(judged(...next(...turned)).findings.map((finding) => finding.says)).toEqual([says])
})

test('leaves the results of tools to their own claim', () => {
  expect(judged(...next(held[0] as string, held[1] as string, held[3] as string, 'u:and?')).findings).toEqual([])
})

describe('the end of a run', () => {
  const done = [...next(...held, 'u:and?'), ...reply(2, 'no'), saw('r-m2', 'no'), ...atRest]

  test('fails when the history that a client is served is empty', () => {
    expect(judged(...done, history([])).verdict).toBe('fail')
  })

  test('fails when the store lost what was told before it was stored', () => {
    expect(judged(...done, stored(turns(...held, 'u:and?'))).findings).toMatchObject([
      { says: 'the store of session main lacks an answer of the model' },
    ])
  })

  test('tells each difference once, where it is seen first', () => {
    const again = [...accepted('m3', 'so?'), asked(3, 2, turns(...held.slice(0, 3), 'u:and?', 'a:no', 'u:so?'))]
    const lost = [...next(...held.slice(0, 3), 'u:and?'), ...reply(2, 'no'), saw('r-m2', 'no')]
    expect(judged(...lost, ...again).findings).toHaveLength(1)
  })
})
