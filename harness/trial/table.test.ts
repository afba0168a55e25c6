import { expect, test } from 'vitest'
import { reference } from '../gateways/reference/driver.ts'
import { lawfulVariants } from '../gateways/reference/lawful-variants.ts'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import { oracles } from '../oracles/index.ts'
import { jobsOf, versionsOf } from './jobs.ts'
import { isPassed, isSound, type Run, scoreOf, type TrialScore } from './score.ts'
import { tableOf, withTable } from './table.ts'

const bug = {
  name: 'b',
  does: 'does wrong',
  claim: 'results-kept',
  scenario: 's',
  caught: true,
  by: ['results-kept'],
  acted: 1,
  missedOn: [],
}
const variant = { name: 'v', does: 'does right', liberties: [], runs: 2, acted: 1, accused: [], doubted: [] }
const clean = { scenario: 's.ts', runs: 2, falseAlarms: [], inconclusive: [] }
const good: TrialScore = { bugs: [bug], variants: [variant], scenarios: [clean] }

test.each<[string, Partial<TrialScore>, boolean]>([
  ['all caught and nobody accused', {}, true],
  ['a bug that is not caught', { bugs: [bug, { ...bug, caught: false, by: ['session-live'] }] }, false],
  ['a bug that is caught on its scenario only', { bugs: [{ ...bug, acted: 2, missedOn: ['t.ts'] }] }, false],
  ['one run of many that a bug passed', { bugs: [{ ...bug, acted: 100, missedOn: ['t.ts'] }] }, true],
  ['a variant that is accused', { variants: [{ ...variant, accused: ['s.ts: lost'] }] }, false],
  ['a variant that never acted', { variants: [{ ...variant, acted: 0 }] }, false],
  ['a variant that is in doubt', { variants: [{ ...variant, doubted: ['s.ts: a step'] }] }, true],
  ['no variant', { variants: [] }, false],
  ['a false alarm', { scenarios: [{ ...clean, falseAlarms: ['results-kept: lost'] }] }, false],
  ['a scenario that never ran on the correct gateway', { scenarios: [{ ...clean, runs: 0 }] }, false],
  ['no scenario', { scenarios: [] }, false],
  ['no bug', { bugs: [] }, false],
  ['a doubt', { scenarios: [{ ...clean, inconclusive: ['no message was accepted'] }] }, false],
])('%s', (_, score, passed) => {
  expect(isPassed({ ...good, ...score })).toBe(passed)
})

const finding = { entries: [], says: 'lost', at: '' }
const runOf = (version: string, acted: boolean, claims: Run['claims'], more: Partial<Run> = {}): Run => ({
  version,
  name: 's.ts',
  seed: 1,
  isOwn: true,
  acted,
  claims,
  missed: [],
  verdict: claims.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'pass',
  ...more,
})
const failed = (claim: string) => [{ claim, verdict: 'fail', why: '', findings: [finding] }] as unknown as Run['claims']

test('a bug is caught where it acted on its scenario and its own claim failed', () => {
  const scored = (...runs: Run[]) => scoreOf(runs).bugs.find(({ name }) => name === 'result-cut-short')
  const { claim = '' } = plantedBugs['result-cut-short'] ?? {}
  expect(scored(runOf('result-cut-short', true, failed(claim)))).toMatchObject({ caught: true, acted: 1, missedOn: [] })
  expect(scored(runOf('result-cut-short', false, failed(claim)))).toMatchObject({ caught: false, acted: 0 })
  expect(scored(runOf('result-cut-short', true, failed('session-live')))).toMatchObject({ caught: false, acted: 1 })
  const elsewhere = runOf('result-cut-short', true, [], { isOwn: false, name: 't.ts' })
  expect(scored(runOf('result-cut-short', true, failed(claim)), elsewhere)).toMatchObject({
    caught: true,
    acted: 2,
    missedOn: ['t.ts'],
  })
})

test('a variant is accused by any finding', () => {
  const scored = scoreOf([runOf('wraps-results', true, failed('results-kept'))]).variants
  expect(scored.find(({ name }) => name === 'wraps-results')).toMatchObject({
    runs: 1,
    acted: 1,
    accused: ['s.ts: results-kept: lost'],
  })
})

test('the table says what is wrong, and takes the place of the one before', () => {
  const table = tableOf({
    bugs: [{ ...bug, caught: false, by: ['session-live'], missedOn: ['t.ts'] }],
    variants: [{ ...variant, accused: ['s.ts: results-kept: lost'] }],
    scenarios: [{ ...clean, falseAlarms: ['results-kept: lost'] }],
  })
  expect(table).toContain('**0 of 1 planted bugs caught')
  expect(table).toContain('1 of 1 lawful variants accused')
  expect(table).toContain('- s.ts: results-kept: lost')
  expect(table).toContain('- `v` on s.ts: results-kept: lost')
  expect(table).toContain('| does wrong (`b`) | `results-kept` | s | **no** | `session-live` | 0 of 1 | t.ts |')
  const once = withTable('before\n<!-- the table of npm run trial -->\nold\n<!-- end of the table -->\nafter\n', table)
  expect(once).not.toContain('old')
  expect(withTable(once, table)).toBe(once)
  expect(once.endsWith('<!-- end of the table -->\nafter\n')).toBe(true)
})

test('--only names bugs and variants, and "lawful" is the correct gateway and every variant', () => {
  const correct = reference.defaultVersion
  expect(versionsOf('wraps-results,result-cut-short')).toEqual(['wraps-results', 'result-cut-short'])
  expect(versionsOf('wraps-results,lawful').toSorted()).toEqual([correct, ...Object.keys(lawfulVariants)].toSorted())
  expect(() => versionsOf('wraps-result')).toThrow('no planted bug or lawful variant "wraps-result"')
})

test('--only runs each of its versions on every scenario, and is judged by these alone', () => {
  const known = ['stop-one-running.ts', 'other.ts'].map((name) => ({
    name,
    scenario: { title: 't', steps: [] } as never,
  }))
  const only = ['stopped-tool-lives-on']
  const met = jobsOf(known, { repeats: 3, others: 1, seed: 1, only }).map(({ version, name, isOwn }) => [
    version,
    name,
    isOwn,
  ])
  expect(met).toEqual([
    ['stopped-tool-lives-on', 'stop-one-running.ts', true],
    ['stopped-tool-lives-on', 'other.ts', false],
  ])
  expect(isSound(scoreOf([]))).toBe(false)
  const score = scoreOf([runOf('wraps-results', true, [])])
  expect(tableOf(score)).toContain('**0 of 1 lawful variants accused in 1 runs.**')
  expect([isSound(score), isPassed(score)]).toEqual([true, false])
  expect(isSound(scoreOf([runOf('wraps-results', true, failed('results-kept'))]))).toBe(false)
})

test('every claim that the reference gateway can break has a planted bug', () => {
  const planted = new Set<string>(Object.values(plantedBugs).map(({ claim }) => claim))
  // it serves no page
  expect(oracles.map(({ claim }) => claim).filter((claim) => !planted.has(claim))).toEqual(['page-true'])
})

test('the seed alone decides which other scenarios a change meets', () => {
  const scenario = { title: 't', steps: [] } as never
  const names = new Set(Object.values({ ...plantedBugs, ...lawfulVariants }).map((one) => one.scenario))
  const others = Array.from({ length: 20 }, (_, n) => `other-${n}.ts`)
  const known = [...names, ...others].map((name) => ({ name, scenario }))
  const met = (seed: number) =>
    jobsOf(known, { repeats: 1, others: 3, seed }).flatMap(({ version, name, isOwn }) =>
      version === 'result-cut-short' && !isOwn ? [name] : [],
    )
  expect(met(1)).toHaveLength(3)
  expect(met(1)).toEqual(met(1))
  expect(met(1)).not.toEqual(met(2))
})
