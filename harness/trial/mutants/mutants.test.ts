import { expect, test } from 'vitest'
import type { Known } from '../jobs.ts'
import { type Mutant, mutantsOf } from './mutant.ts'
import { diverse, leftFor, type Outcome } from './plan.ts'
import { isPassed, type Reason, scoreOf, shareCaught } from './score.ts'
import { sectionOf, withSection } from './section.ts'

const known = (name: string) => ({ name, scenario: { title: name, steps: [] } }) as unknown as Known
const mutant = (id: string): Mutant => ({ id, name: `m${id}`, file: 'a.ts', line: 1, from: 'a', to: 'b' })
const outcome = (of: string, scenario: string, verdict: string): Outcome => ({
  mutant: of,
  scenario,
  verdict,
  says: '',
})
const reach = new Map([
  ['s', new Set(['1'])],
  ['t', new Set(['1', '2', '3'])],
  ['u', new Set(['4'])],
  ['v', new Set<string>()],
])

test('a mutant is named by what it changes, and two of one name by their number', () => {
  const texts = new Map([['a.ts', 'one()\n  if (a) {\n    b\n  }\n']])
  const place = (start: [number, number], end: [number, number]) => ({
    start: { line: start[0], column: start[1] },
    end: { line: end[0], column: end[1] },
  })
  const made = { id: '7', fileName: 'a.ts', mutatorName: 'm', replacement: '{}', location: place([1, 9], [3, 3]) }
  const [first, second] = mutantsOf([made, { ...made, id: '8' }], texts)
  expect(first).toEqual({
    id: '7',
    name: 'a.ts: if (a) {: { b } → {}',
    file: 'a.ts',
    line: 2,
    from: '{\n    b\n  }',
    to: '{}',
  })
  expect(second?.name).toBe('a.ts: if (a) {: { b } → {} (2)')
})

test('scenarios that reach what no earlier one reaches come first', () => {
  const order = diverse(['v', 's', 't', 'u'].map(known), reach)
  expect(order.map(({ name }) => name)).toEqual(['t', 'u', 's', 'v'])
})

test('a mutant meets the scenarios that reach it, none again, and none when it is caught', () => {
  const stock = { order: ['t', 'u', 's', 'v'].map(known), reach, all: [mutant('1')] }
  const left = (outcomes: Outcome[], most: number) =>
    leftFor(mutant('1'), stock, outcomes, most).map(({ name }) => name)
  expect(left([], 1)).toEqual(['t'])
  expect(left([outcome('m1', 't', 'pass')], 2)).toEqual(['s'])
  expect(left([outcome('m1', 't', 'pass'), outcome('m2', 's', 'fail')], 9)).toEqual(['s'])
  expect(left([outcome('m1', 't', 'no start')], 9)).toEqual([])
})

test('a mutant meets first the scenarios that reach most around it', () => {
  const far = { ...mutant('2'), line: 9 }
  const left = (all: Mutant[]) =>
    leftFor(mutant('1'), { order: ['s', 't'].map(known), reach, all }, [], 9).map(({ name }) => name)
  expect(left([mutant('1'), mutant('2')])).toEqual(['t', 's'])
  expect(left([mutant('1'), far])).toEqual(['s', 't'])
})

const hunted = (...verdicts: string[]) =>
  verdicts.map((verdict, n) => ({
    mutant: mutant(String(n)),
    reachedBy: 1,
    outcomes: verdict === '' ? [] : [outcome(`m${n}`, 's', verdict)],
  }))
const reasons: Reason[] = [
  { kind: 'equivalent', why: 'only in a log', mutants: ['m2', 'm0'] },
  { kind: 'unreached', why: 'no scenario has it', mutants: ['m3'] },
  { kind: 'lawful', why: 'as good', mutants: ['m6'] },
]

test('any verdict but pass catches; what lives has its reason or is unexplained', () => {
  const score = scoreOf(hunted('fail', 'inconclusive', 'pass', '', 'pass', 'no start', 'pass'), reasons)
  expect(score).toEqual({
    mutants: 7,
    caught: 3,
    living: [
      { ...reasons[0], mutants: ['m2'] },
      { ...reasons[1], mutants: ['m3'] },
      { ...reasons[2], mutants: ['m6'] },
    ],
    unexplained: ['m4'],
  })
  expect(shareCaught(score)).toBe(3 / 5)
  const section = sectionOf(score)
  expect(section).toContain('**3 of the 5 mutants that do wrong are caught (60.0 %)**')
  expect(section).toContain('1 of the others no scenario reaches, and 0 no claim minds')
  expect(section).toContain('- 1: no scenario has it')
  expect(section).toContain('- 1: only in a log')
  expect(section).toContain('nobody has said why:\n\n- ` m4 `')
})

test('a mutant that was caught in an earlier hunt counts as caught without a run', () => {
  const score = scoreOf(hunted('', 'pass'), [], ({ id }) => id === '0')
  expect(score).toMatchObject({ caught: 1, unexplained: ['m1'] })
})

test('nearly all must be caught, and what lives must have its reason', () => {
  const passed = (...verdicts: string[]) => isPassed(scoreOf(hunted(...verdicts), reasons))
  const caught = Array<string>(40).fill('fail')
  expect(passed('fail', 'fail', 'pass', ...caught)).toBe(true)
  // one of 42 that is explained, and one of 43 that is not
  expect(passed('fail', 'fail', 'pass', '', ...caught)).toBe(true)
  expect(passed('fail', 'fail', 'pass', 'fail', 'pass', ...caught)).toBe(false)
  expect(passed('fail', 'fail', 'pass', '')).toBe(false)
})

test('the section takes the place of the one before', () => {
  const begin = '<!-- the mutants of npm run mutants -->'
  const once = withSection(`before\n${begin}\nold\n<!-- end of the mutants -->\nafter\n`, 'new')
  expect(once).not.toContain('old')
  expect(withSection(once, 'new')).toBe(once)
  expect(once.startsWith('before\n') && once.endsWith('\nafter\n')).toBe(true)
})
