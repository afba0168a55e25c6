import { expect, test } from 'vitest'
import type { CellState, MapFinding, SafeMap } from './map.ts'
import { mergeMaps } from './merge-maps.ts'
import { isOfShard } from './shard.ts'

const finding = (number: number, key: string, steps: number): MapFinding => ({
  ...{ number, claim: 'results-kept', says: key, key, failed: 3, runs: 3, seen: key, search: [] },
  ...{ steps: Array(steps).fill('x'), scenario: `findings/${number}-results-kept.ts` },
})
const mapOf = (states: readonly CellState[], findings: readonly MapFinding[], seed = 1): SafeMap => ({
  ...{ gateway: 'reference@1', api: 'anthropic-messages', seed, title: 'a batch', ms: 10, verdicts: 7 },
  ...{ instants: ['a', 'b'], faults: ['SIGKILL', '/stop'], findings, unconfirmed: [] },
  cells: states.map((state, index) => ({
    instant: index < 2 ? 'a' : 'b',
    fault: index % 2 === 0 ? 'SIGKILL' : '/stop',
    state,
  })),
  drawn: { schedules: 2, passed: 2, pairs: { 'held × SIGKILL': 2 } },
})
const green: CellState = { is: 'green', runs: 1 }
const untried: CellState = { is: 'untried' }
const red = (number: number): CellState => ({ is: 'red', finding: number, failed: 1, runs: 1 })
const same: CellState = { is: 'same', instant: 'a', fault: 'SIGKILL' }

test('each cell is of one part, and no part has a whole row or column', () => {
  const parts = [1, 2, 3].map((part) =>
    Array.from({ length: 12 }, (_, n) => n).filter((n) => isOfShard({ part, of: 3 }, n, 4)),
  )
  expect(parts.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => n))
  expect(parts.map((part) => new Set(part.map((n) => n % 4)).size)).toEqual([4, 4, 4])
})

test('two parts are one map: each cell as it was tried, each cause once and numbered anew, with its smallest schedule', () => {
  const one = mapOf([red(1), untried, green, same], [finding(1, 'lost', 5)])
  const two = mapOf([untried, red(2), untried, same], [finding(1, 'doubled', 3), finding(2, 'lost', 2)])
  const { map, files } = mergeMaps([
    { map: one, folder: 'one' },
    { map: two, folder: 'two' },
  ])
  expect(map.cells.map(({ state }) => state)).toEqual([red(1), red(1), green, same])
  expect(map.findings.map(({ number, key, steps }) => [number, key, steps.length])).toEqual([
    [1, 'lost', 2],
    [2, 'doubled', 3],
  ])
  expect(files).toMatchObject([
    { folder: 'two', from: 'findings/2-results-kept.ts', to: 'findings/1-results-kept.ts' },
    { folder: 'two', from: 'findings/1-results-kept.ts', to: 'findings/2-results-kept.ts' },
  ])
  expect(map.drawn).toEqual({ schedules: 4, passed: 4, pairs: { 'held × SIGKILL': 4 } })
})

test('maps of different runs are not put together', () => {
  const placed = [1, 2].map((seed) => ({ map: mapOf([green], [], seed), folder: `of ${seed}` }))
  expect(() => mergeMaps(placed as never)).toThrow('of 2 is no part of the same map: reference@1')
})
