import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, ran, record, reply, turns } from '../record/example.ts'
import { argumentsWhole } from './arguments-whole.ts'

const before = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare'))]
const wrote = (mark: string): EntryBody => ({ kind: 'provider-wrote', request: 0, mark })
const judge = (...bodies: EntryBody[]) => argumentsWhole.judge(evidenceOf(record(...before, ...bodies)))
const cut = reply(0, '', { id: 'x1', tool: 'a' }, { id: 'x2', tool: 'b', cut: true })
const broke: EntryBody = { kind: 'provider-broke', request: 0 }

test('passes for the call that was whole before the reply broke off', () => {
  expect(judge(...cut, ...ran('x1', 'a', 1)).verdict).toBe('pass')
})

test('fails for the call that was not', () => {
  const { verdict, findings } = judge(...cut, wrote('b start 1'), wrote('b input 2'), ...ran('x2', 'b', 7))
  expect(verdict).toBe('fail')
  expect(findings).toEqual([
    {
      says: "tool b ran, though its call broke off in the provider's reply to request 1",
      expected: 'tool b does not run before its call is whole',
      actual: 'it ran as pid 7 with ["4000","x2:b"]',
      entries: [3, 8],
      excerpt: ['the last that the provider wrote of it: "b input 2"', 'it ran as pid 7 with ["4000","x2:b"]'],
    },
  ])
})

test('passes for the call of the retry, whether its id is new or not', () => {
  const retry = (id: string) => [
    asked(1, 0, turns('u:compare')),
    ...reply(1, '', { id, tool: 'b' }),
    ...ran(id, 'b', 2),
  ]
  expect(judge(...cut, ...retry('x3')).verdict).toBe('pass')
  expect(judge(...cut, ...retry('x2')).verdict).toBe('pass')
})

test('fails when the gateway hung up inside the call, and ran it all the same', () => {
  const [replying] = reply(0, '', { id: 'x2', tool: 'b' }) as [EntryBody]
  const gone: EntryBody = { kind: 'provider-replied', request: 0, end: 'client-gone' }
  const half = [replying, wrote('b start 1'), wrote('b input 1'), gone]
  expect(judge(...half, ...ran('x2', 'b', 1)).verdict).toBe('fail')
  expect(judge(...half, wrote('b end 1'), ...ran('x2', 'b', 1)).verdict).toBe('pass')
})

test('fails for the beginning of arguments, also in a stream that was garbled', () => {
  const { findings } = judge(...cut, broke, ...ran('x', '', 7))
  expect(findings[0]).toMatchObject({
    says: 'a tool ran with arguments that the provider never sent',
    excerpt: ['it ran as pid 7 with ["4000","x:"]', 'the whole call is x1, tool a'],
  })
})

test('fails for arguments that nobody has sent, but not when the provider garbled the stream itself', () => {
  expect(judge(...cut, ...ran('q', 'a', 7)).findings[0]?.excerpt).toContain('no call of the provider has them')
  expect(judge(...cut, broke, ...ran('q', 'a', 7)).verdict).toBe('pass')
})

test('an old record does not say which calls were cut', () => {
  expect(judge(...reply(0, '', { id: 'x2', tool: 'b' }), ...ran('x2', 'b', 1)).verdict).toBe('pass')
})
