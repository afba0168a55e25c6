import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody, EntryOf } from '../record/entry.ts'
import { accepted, asked, begun, failed, finished, liberties, ran, record, reply, turns } from '../record/example.ts'
import { plainProfile } from '../record/profile.ts'
import { statementsHonest } from './statements-honest.ts'

const made = [
  begun(),
  ...accepted('m1', 'compare'),
  asked(0, 0, turns('u:compare')),
  ...reply(0, '', { id: 'x', tool: 'a', name: 'exec' }),
]
const ends = (end: EntryOf<'tool-ended'>['end']): EntryBody => ({
  ...{ kind: 'tool-ended', call: 'x', tool: 'a', end, text: '' },
})
const sent = (result: string) => asked(1, 0, turns('u:compare', 'a+x', result))
const offering = (...tools: string[]) =>
  made.map((body) =>
    body.kind === 'provider-asked' ? { ...body, settings: { model: 'm', tools, system: 0 } } : body,
  ) as EntryBody[]
const findings = (bodies: readonly EntryBody[], profile = plainProfile) =>
  statementsHonest.judge(evidenceOf(record(...bodies), profile)).findings.map(({ says }) => says)

test.each([
  ['gone', 'was killed'],
  ['died', 'died'],
  ['failed', 'failed'],
] as const)('a tool that is %s has a result that is marked as an error', (end, words) => {
  const killed = [...made, ...ran('x', 'a', 1), ends(end)]
  const says = `request 2 does not mark the result of call a as an error, and tool a ${words}`
  expect(findings([...killed, sent('u=x:stopped')])).toEqual([says])
  expect(findings([...killed, sent('u!x:stopped')])).toEqual([])
  expect(findings([...killed, sent('u=x:stopped')], liberties('unflagged-errors'))).toEqual([])
})

test('a call of a tool that there is not has a result that is marked as an error', () => {
  const says = 'request 2 does not mark the result of call a as an error, and there is no tool exec'
  expect(findings([...offering('read'), sent('u=x:no such tool')])).toEqual([says])
  expect(findings([...offering('read'), sent('u!x:no such tool')])).toEqual([])
  expect(findings([...offering('exec'), sent('u=x:not now')])).toEqual([])
})

test('what a tool has returned, and what was said while it ran, is no statement about its end', () => {
  const running = [...made, ...ran('x', 'a', 1)]
  expect(findings([...running, ...finished('x', 'a', 'it rains'), sent('u=x:it rains')])).toEqual([])
  expect(
    findings([...running, ends('gone'), ...ran('x', 'a', 2), ...finished('x', 'a', 'it rains'), sent('u=x')]),
  ).toEqual([])
  expect(
    findings([
      ...running,
      sent('u=x:still running'),
      ends('gone'),
      asked(2, 0, turns('u:compare', 'a+x', 'u=x:still running')),
    ]),
  ).toEqual([])
  // another claim is about these
  expect(findings([...running, ...failed('x', 'a', 'no such city'), sent('u=x:no such city')])).toEqual([])
})
