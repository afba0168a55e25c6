import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, fault, record, replied, reply, turns } from '../record/example.ts'
import { no400Loop } from './no-400-loop.ts'

const judged = (...bodies: EntryBody[]) => no400Loop.judge(evidenceOf(record(...bodies)))

const before = [
  ...accepted('m1', 'compare'),
  asked(0, 0, turns('u:compare')),
  replied(0),
  fault,
  ...accepted('m2', 'still there?'),
]

test('passes when a turn after the fault succeeds', () => {
  expect(judged(...before, asked(1, 1, turns('u:still there?')), replied(1)).verdict).toBe('pass')
})

test('fails when the same rejection comes twice', () => {
  const again = (n: number) => asked(n, 1, turns('u:still there?'), 'ids were found')
  const { verdict, findings } = judged(...before, again(1), again(2))
  expect(verdict).toBe('fail')
  expect(findings[0]?.says).toBe('the same request was rejected 2 times (requests 2, 3)')
  expect(findings[0]?.excerpt).toEqual(['provider: ids were found', 'request 3, line 1 user: "still there?"'])
})

test('two sessions whose requests are rejected once each, and mended, are in no loop', () => {
  const mended = (request: number, turn: number, text: string) => [
    asked(request, turn, turns(text), 'ids were found'),
    asked(request + 1, turn, turns(text)),
    ...reply(request + 1, 'yes'),
  ]
  const aside = accepted('m3', 'and you?', 'side')
  const both = [...mended(1, 1, 'u:still there?'), ...aside, ...mended(3, 2, 'u:and you?')]
  expect(judged(...before, ...both).verdict).toBe('pass')
  const again = mended(5, 2, 'u:and you?')
  expect(judged(...before, ...both, ...again).findings.map(({ says }) => says)).toEqual([
    'the same request was rejected 2 times (requests 4, 6)',
  ])
})

test('a clean turn that fails in one session is not made good by another session', () => {
  const aside = [...accepted('m3', 'and you?', 'side'), asked(2, 2, turns('u:and you?')), ...reply(2, 'yes')]
  const refused = asked(1, 1, turns('u:still there?'), 'ids were found')
  expect(judged(...before, refused, ...aside).findings.map(({ says }) => says)).toEqual([
    'no request for "still there?" succeeded',
  ])
})

test('fails when the only request after the fault was rejected', () => {
  const { findings } = judged(...before, asked(1, 1, turns('u:still there?'), 'ids were found'))
  expect(findings[0]?.says).toBe('no request for "still there?" succeeded')
})

test('fails when all that came of it was a failure, in the words of the provider', () => {
  const failed: EntryBody[] = [
    { kind: 'provider-replying', request: 1, status: 529, text: '', calls: [], failure: { message: 'Overloaded' } },
    { kind: 'provider-replied', request: 1, end: 'broken' },
  ]
  const unanswered = asked(2, 1, turns('u:still there?'))
  const { findings } = judged(...before, asked(1, 1, turns('u:still there?')), ...failed, unanswered)
  expect(findings[0]).toMatchObject({
    entries: [5, 7, 10],
    excerpt: ['provider: request 2 was answered with 529, broken: Overloaded', 'request 3 was never answered'],
  })
})

test('a message that a later one has joined succeeds with it, and a session goes on when a later one succeeds', () => {
  const later = accepted('m3', 'and now?')
  const joined = [asked(2, 2, turns('u:still there?', 'u:and now?')), replied(2)]
  const gone: EntryBody[] = [
    asked(1, 1, turns('u:still there?')),
    { kind: 'provider-replied', request: 1, end: 'client-gone' },
  ]
  expect(judged(...before, ...later, ...joined).verdict).toBe('pass')
  expect(judged(...before, ...gone, ...later, ...joined).verdict).toBe('pass')
  const rejected = asked(1, 1, turns('u:still there?'), 'ids were found')
  expect(judged(...before, rejected, ...later, ...joined).verdict).toBe('pass')
})

test('a turn before the fault proves nothing', () => {
  const { verdict, why } = judged(...before.slice(0, 5))
  expect(verdict).toBe('inconclusive')
  expect(why).toBe('no message was accepted after the last fault')
})

test('a history that we have broken ourselves may be refused once, when the person is told, and not in silence or again', () => {
  const damaged: EntryBody = { kind: 'store-damaged', session: 'main', damage: 'orphaned-call', calls: ['y'] }
  const carries = (request: number) => asked(request, 0, turns('u:hi', 'a+y', 'u:on'), 'tool_use without tool_result')
  const told: EntryBody = { kind: 'client-saw', session: 'main', what: 'error', text: 'refused', run: 'r-m' }
  const base = [damaged, ...accepted('m', 'on')]
  expect(judged(...base, carries(0), told).verdict).toBe('pass')
  expect(judged(...base, carries(0)).verdict).toBe('fail')
  expect(judged(...base, carries(0), carries(1), told).verdict).toBe('fail')
})
