import { expect, test } from 'vitest'
import { type CellState, compareMaps, countStates, type SafeMap, stateOf } from './map.ts'
import { renderMapHtml } from './map-html.ts'
import { renderMapMarkdown } from './map-markdown.ts'
import { describeMap } from './map-terminal.ts'
import { differenceLines } from './map-words.ts'

const finding = {
  ...{ number: 1, claim: 'results-kept', says: 'tool <a> was | lost', key: 'results-kept: …', failed: 3, runs: 3 },
  ...{ seen: 'SIGKILL at b', steps: ['gateway receives SIGKILL'], search: ['without tool b'] },
  ...{ scenario: 'findings/1.ts', repro: 'findings/1.json' },
}
const mapOf = (...states: readonly [CellState, CellState, CellState]): SafeMap => ({
  ...{ gateway: 'reference@1', api: 'anthropic-messages', seed: 1, title: 'a batch', ms: 90_000, verdicts: 7 },
  ...{ instants: ['a', 'b', 'c'], faults: ['SIGKILL'], findings: [finding], unconfirmed: [] },
  cells: ['a', 'b', 'c'].map((instant, index) => ({ instant, fault: 'SIGKILL', state: states[index] as CellState })),
  drawn: { schedules: 2, passed: 2, pairs: { 'held × SIGKILL': 2 } },
})
const green: CellState = { is: 'green', runs: 1 }
const red: CellState = { is: 'red', finding: 1, failed: 1, runs: 1 }
const same: CellState = { is: 'same', instant: 'b', fault: 'SIGKILL' }

test('a cell that is the same as another is what that one is', () => {
  expect(stateOf(mapOf(green, red, same), 'c', 'SIGKILL')).toEqual(red)
  expect(stateOf(mapOf(green, red, same), 'd', 'SIGKILL')).toEqual({ is: 'untried' })
  expect(countStates(mapOf(green, red, same))).toEqual({ green: 1, red: 1, same: 1, not: 0, unknown: 0, untried: 0 })
})

test('two maps tell what a version broke and mended, and nothing of what one of them has not tried', () => {
  const compared = compareMaps(mapOf(green, red, { is: 'untried' }), mapOf(red, green, red))
  expect(compared.broken.map(({ instant }) => instant)).toEqual(['a'])
  expect(compared.mended.map(({ instant }) => instant)).toEqual(['b'])
  expect(differenceLines(compared)).toEqual([
    '1 cells broke',
    '  SIGKILL at a: finding 1, 1 of 1',
    '1 cells were mended',
    '  SIGKILL at b: every claim held, 1 of 1',
  ])
})

test('every form shows the cells, the finding and where its repro is', () => {
  const map = mapOf(green, red, { is: 'not', why: 'nothing runs there' })
  for (const form of [describeMap(map).join('\n'), renderMapMarkdown(map), renderMapHtml(map)]) {
    expect(form).toContain('✗1')
    expect(form).toContain('findings/1.json')
    expect(form).toContain('1 cells green, 1 red, 0 unknown')
  }
  expect(renderMapMarkdown(map)).toContain('- 1 cells: not applicable: nothing runs there')
})

test("a gateway's own words are text in every form", () => {
  const map = mapOf(green, red, same)
  expect(renderMapHtml(map)).toContain('tool &lt;a&gt; was | lost')
  expect(renderMapMarkdown(map)).toContain('tool &lt;a&gt; was \\| lost')
})
