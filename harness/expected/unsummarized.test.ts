import { expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, begun, finished, liberties, record, reply, saw, stopped, turns } from '../record/example.ts'
import { evidenceOf } from './evidence-of.ts'
import { inShort } from './in-short.ts'

const person = 'u:compare three companies'
const answer = 'a:they are alike'
const next = 'u:and the fourth?'
const answered: EntryBody[] = [...reply(0, 'they are alike'), saw('r-m1', 'they are alike')]
const ordered = (what: 'reset' | 'compact'): EntryBody[] => [
  { kind: 'client-sent', message: what, session: 'main', what, text: `/${what}` },
  { kind: 'client-acknowledged', message: what, ok: true, detail: '' },
]

/** How the request after all that deviates. */
function deviations(bodies: readonly EntryBody[], ...held: string[]): string[] {
  const before = [begun(), ...accepted('m1', 'compare three companies'), asked(0, 0, turns(person))]
  const after = [...accepted('m2', 'and the fourth?'), asked(9, 1, turns(...held, next))]
  const profile = liberties('summarizes', 'forgets-after-reset')
  return evidenceOf(record(...before, ...bodies, ...after), profile).deviations.map(inShort)
}

const lost = ['missing: a message of the person']

test('an answered turn that a compaction took out needs a summary in its place', () => {
  const compacted = [...answered, ...ordered('compact')]
  expect(deviations(compacted)).toEqual(lost)
  expect(deviations(compacted, answer)).toEqual(lost)
  expect(deviations(compacted, 'u:somebody wanted to compare companies')).toEqual([])
  expect(deviations(compacted, person, answer)).toEqual([])
})

test('nothing stands for what a reset threw away, or for a turn without an answer', () => {
  expect(deviations([...answered, ...ordered('compact'), ...ordered('reset')])).toEqual([])
  expect(deviations(ordered('compact'))).toEqual([])
})

test('what the model says beside other calls again stands for no turn that a summary took in', () => {
  const call = (id: string) => ({ id, tool: id, name: 'exec', input: { of: id } })
  const first = [...reply(0, 'let me look', call('x')), ...finished('x', 'x', 'it rains')]
  const asks = (...held: string[]) => asked(1, 0, turns(person, 'a:let me look', ...held))
  const second = [
    ...[asks('a+x:{"of":"x"}', 'u=x:it rains'), ...reply(1, 'they are alike'), saw('r-m1', 'they are alike')],
    ...[...accepted('m3', 'weigh two offers'), asked(2, 0, turns(person, answer, 'u:weigh two offers'))],
    ...reply(2, 'let me look', call('y')),
  ]
  const held = ['u:a summary|:weigh two offers', 'a:let me look|+y:{"of":"y"}', 'u=y:[stopped]']
  const lacks = deviations([...first, ...second, ...stopped('s'), ...ordered('compact')], ...held)
  expect(lacks).not.toContain('missing: a message of the person')
})
