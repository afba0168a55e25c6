import { describe, expect, test } from 'vitest'
import type { Expectation } from './expectations.ts'
import { type Sight, updateExpectations } from './update.ts'

const about = { scenario: 'scenarios/stop-one-running.ts', claim: 'results-kept' }
const all = ['2026.1.29', '2026.4.14', '2026.7.1', '2026.7.1-2', '2026.9.6']

/** One sight a version: `+` the finding was seen, `-` it was not, `.` the version did not run. */
function sights(marks: string): Sight[] {
  return [...marks].flatMap((mark, index) =>
    mark === '.' ? [] : [{ ...about, version: all[index] ?? '', seen: mark === '+' }],
  )
}

const listed = (versions: string, rest: Partial<Expectation> = {}): Expectation => ({
  ...about,
  versions,
  issue: 'a/b#1',
  note: 'as told',
  ...rest,
})
const rangesAfter = (old: readonly Expectation[], marks: string) =>
  updateExpectations(old, sights(marks), all).map(({ versions }) => versions)

describe('updateExpectations', () => {
  test.each([
    ['---++', '>=2026.7.1-2'],
    ['++---', '2026.1.29 - 2026.4.14'],
    ['+-+-+', '2026.1.29 || 2026.7.1 || >=2026.9.6'],
    ['+...+', '>=2026.1.29'],
    ['.+...', '2026.4.14'],
    ['+++++', '>=2026.1.29'],
  ])('a new finding, seen as %s, is listed for %s', (marks, range) => {
    expect(rangesAfter([], marks)).toEqual([range])
  })

  test('what was never seen is not listed', () => {
    expect(rangesAfter([], '-----')).toEqual([])
  })

  test.each([
    ['a version that did not run stays as it was', '2026.1.29 - 2026.7.1', '-....', '2026.4.14 - 2026.7.1'],
    ['a hole in the middle', '>=2026.1.29', '..-..', '2026.1.29 - 2026.4.14 || >=2026.7.1-2'],
    ['gone on the newest', '>=2026.7.1', '....-', '2026.7.1 - 2026.7.1-2'],
    ['longer than was known', '2026.4.14', '..+..', '2026.4.14 - 2026.7.1'],
    ['what lies between two that are alike is like them', '2026.4.14', '-.-..', undefined],
    ['an end that is open stays open', '>=2026.4.14', '+....', '>=2026.1.29'],
    ['an end that is not open stays so', '2026.4.14 - 2026.9.6', '.+...', '2026.4.14 - 2026.9.6'],
  ])('%s', (_, versions, marks, range) => {
    expect(rangesAfter([listed(versions)], marks)).toEqual(range === undefined ? [] : [range])
  })

  test('the issue and the note stay; a new entry has none yet', () => {
    expect(updateExpectations([listed('2026.9.6')], sights('---++'), all)).toEqual([listed('>=2026.7.1-2')])
    expect(updateExpectations([], sights('....+'))).toEqual([{ ...about, versions: '>=2026.9.6', issue: null }])
  })

  test('what comes and goes is not taken off for a run without it', () => {
    const old = listed('>=2026.7.1', { sometimes: 'a race' })
    expect(updateExpectations([old], sights('....-'), all)).toEqual([old])
  })

  test('of several entries about one claim each keeps its issue, and takes what comes after it', () => {
    const old = [listed('2026.7.1-2', { issue: 'a/b#2' }), listed('2026.1.29')]
    expect(updateExpectations(old, sights('+++++'), all)).toEqual([
      listed('2026.1.29 - 2026.7.1'),
      listed('>=2026.7.1-2', { issue: 'a/b#2' }),
    ])
  })

  test('versions without an order stand alone', () => {
    const seen = ['bug-a', 'bug-b'].map((version) => ({ ...about, version, seen: true }))
    const [expectation] = updateExpectations([], [...seen, { ...about, version: '0.1.0', seen: false }])
    expect(expectation?.versions).toBe('bug-a || bug-b')
  })

  test('the file is the same whatever the order in which runs came', () => {
    const more = [...sights('+-+-+'), ...sights('++---').map((sight) => ({ ...sight, claim: 'a-claim' }))]
    expect(updateExpectations([], more.toReversed(), all)).toEqual(updateExpectations([], more, all))
  })
})
