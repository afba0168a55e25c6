import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { begun, liberties, record, turns } from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import type { Turn } from '../transcript/transcript.ts'
import { judgeRun } from './judge.ts'
import { recoveryRepeats } from './recovery-repeats.ts'

type Held = readonly Turn[]

const came = (nth: 1 | 2, stored: Held, asked: Held = stored, missed = ''): EntryBody => ({
  kind: 'recovered',
  nth,
  missed,
  stored: [{ session: 'main', turns: stored }],
  asked: [{ session: 'main', turns: asked }],
})
const judged = (bodies: readonly EntryBody[], profile: Profile = plainProfile) =>
  recoveryRepeats.judge(evidenceOf(record(begun(), ...bodies), profile))
const ended = (words: string) => turns('u:compare', 'a+x', `u=x:${words}`, 'a:done')
const whole = turns('u:compare', 'a+x|+y', 'u=x:one', 'u=y:two', 'a:done')

test('a finding shows the words from shortly before they differ', () => {
  const long = (end: string) => ended(`${'so many words '.repeat(40)}${end}`)
  const [finding] = judged([came(1, long('kept')), came(2, long('lost'))]).findings
  expect(finding?.actual).toMatch(/^result of call 1: .* … .*lost"$/)
  expect(finding?.expected).toMatch(/kept"$/)
})

test('a run without a copy of its state has nothing to compare', () => {
  expect(judged([])).toEqual({ verdict: 'pass', findings: [], why: '' })
})

test('a second recovery that was not seen tells nothing', () => {
  expect(judged([came(1, whole)]).verdict).toBe('inconclusive')
})

test('two that come to the same pass, whatever the ids, and whichever tool ended first', () => {
  const other = turns('u:compare', 'a+p|+q', 'u=q:two', 'u=p:one', 'a:done')
  expect(judged([came(1, whole), came(2, other)]).verdict).toBe('pass')
})

test.each<[string, Held]>([
  ['a result is missing', turns('u:compare', 'a+x|+y', 'u=x:one', 'a:done')],
  ['a result has other words', turns('u:compare', 'a+x|+y', 'u=x:one', 'u=y:three', 'a:done')],
  ['two results are swapped', turns('u:compare', 'a+x|+y', 'u=x:two', 'u=y:one', 'a:done')],
  ['a call is missing', turns('u:compare', 'a+x', 'u=x:one', 'a:done')],
  ['the answer is missing', whole.slice(0, -1)],
  ['the answer is there twice', [...whole, ...turns('a:done')]],
  ['messages have another order', turns('a+x|+y', 'u=x:one', 'u=y:two', 'u:compare', 'a:done')],
  ['nothing is stored', []],
])('fails when in one of them %s', (_, other) => {
  for (const pair of [
    [came(1, whole), came(2, other)],
    [came(1, whole), came(2, other, whole)],
    [came(1, whole), came(2, whole, other)],
    [came(1, other, whole), came(2, whole)],
  ]) {
    const { verdict, findings } = judged(pair)
    expect(verdict).toBe('fail')
    expect(findings).toHaveLength(1)
  }
})

test('an error mark counts', () => {
  expect(judged([came(1, whole), came(2, turns('u:compare', 'a+x|+y', 'u=x:one', 'u!y:two', 'a:done'))]).verdict).toBe(
    'fail',
  )
})

test('fails when a session is there in one of them only', () => {
  const one = came(1, whole) as Extract<EntryBody, { kind: 'recovered' }>
  const more = { ...one, stored: [...one.stored, { session: 'side', turns: whole }] }
  expect(judged([more, came(2, whole)]).verdict).toBe('fail')
  expect(judged([one, { ...more, nth: 2 }]).verdict).toBe('fail')
})

test('fails when only one of them worked; when neither did, another claim tells it', () => {
  expect(judged([came(1, whole), came(2, whole, whole, 'a start')]).findings[0]?.actual).toContain('a start')
  expect(judged([came(1, whole, whole, 'a start'), came(2, whole)]).verdict).toBe('fail')
  expect(judged([came(1, [], [], 'a start'), came(2, [], [], 'a start')]).verdict).toBe('inconclusive')
})

test('ids and times that are made anew are no difference', () => {
  const anew = [
    ['see 0b0c6a1e-98d5-4f1c-8d6b-0a4a4f0c7a11', 'see 9f0c6a1e-98d5-4f1c-8d6b-0a4a4f0c7a12'],
    ['at 2026-11-30T13:00:01.123Z', 'at 2026-11-30T13:00:07.001Z'],
    ['at 1796044801123', 'at 1796044807001'],
    // what our own provider and tools make of the number of a request
    ['a returned 1QQ1r20: naïve', 'a returned 1QQ1r90: naïve'],
    ['gate 4000 call_QQQQQQQ1r20:a', 'gate 4000 call_QQQQQQQ1r90:a'],
  ]
  for (const [one = '', other = ''] of anew)
    expect([one, judged([came(1, ended(one)), came(2, ended(other))]).verdict]).toEqual([one, 'pass'])
})

test('words with a time in them are a liberty', () => {
  const pair = [came(1, ended('interrupted 2 s ago')), came(2, ended('interrupted 9 s ago'))]
  expect(judged(pair).verdict).toBe('fail')
  const liberty = liberties({ name: 'tells-the-time', pattern: '\\d+ s ago' })
  expect(judged(pair, liberty).verdict).toBe('pass')
  expect(judged([came(1, ended('2 s ago: lost')), came(2, ended('2 s ago: kept'))], liberty).verdict).toBe('fail')
})

test('what the second recovery came to is judged, though it is told after the end of the run', () => {
  const run = record(begun(), came(1, whole), { kind: 'run-ended' }, came(2, []))
  expect(judgeRun(run).claims.find(({ claim }) => claim === 'recovery-repeats')?.verdict).toBe('fail')
})
