import { expect, test } from 'vitest'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import { oracles } from '../oracles/index.ts'
import { tableOf, withTable } from './table.ts'
import { isPassed, type TrialScore } from './trial.ts'

const bug = {
  name: 'b',
  does: 'does wrong',
  claim: 'results-kept',
  scenario: 's',
  caught: true,
  by: ['results-kept'],
  ms: 1,
}
const clean = { scenario: 's.ts', runs: 2, falseAlarms: [], inconclusive: [] }

test.each<[string, Partial<TrialScore>, boolean]>([
  ['all caught and nobody accused', {}, true],
  ['a bug that is not caught', { bugs: [bug, { ...bug, caught: false, by: ['session-live'] }] }, false],
  ['a false alarm', { scenarios: [{ ...clean, falseAlarms: ['results-kept: lost'] }] }, false],
  ['a scenario that never ran on the correct gateway', { scenarios: [{ ...clean, runs: 0 }] }, false],
  ['no scenario', { scenarios: [] }, false],
  ['no bug', { bugs: [] }, false],
  ['a doubt', { scenarios: [{ ...clean, inconclusive: ['no message was accepted'] }] }, false],
])('%s', (_, score, passed) => {
  expect(isPassed({ bugs: [bug], scenarios: [clean], ...score })).toBe(passed)
})

test('the table says what is wrong, and takes the place of the one before', () => {
  const table = tableOf({
    bugs: [{ ...bug, caught: false, by: ['session-live'] }],
    scenarios: [{ ...clean, falseAlarms: ['results-kept: lost'] }],
  })
  expect(table).toContain('**0 of 1 planted bugs caught')
  expect(table).toContain('- s.ts: results-kept: lost')
  expect(table).toContain('| does wrong (`b`) | `results-kept` | s | **no** | `session-live` |')
  const once = withTable('before\n<!-- the table of npm run trial -->\nold\n<!-- end of the table -->\nafter\n', table)
  expect(once).not.toContain('old')
  expect(withTable(once, table)).toBe(once)
  expect(once.endsWith('<!-- end of the table -->\nafter\n')).toBe(true)
})

test('every claim that the reference gateway can break has a planted bug', () => {
  const planted = new Set<string>(Object.values(plantedBugs).map(({ claim }) => claim))
  // it serves no page
  expect(oracles.map(({ claim }) => claim).filter((claim) => !planted.has(claim))).toEqual(['page-true'])
})
