import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, finished, ran, record, reply, turns } from '../record/example.ts'
import { lostResult } from './example.ts'
import { timelineOf } from './timeline.ts'

const none = { all: new Set<number>(), lost: new Set<number>() }
const entries = lostResult()
const at = (kind: string, index = 0) => entries.filter((entry) => entry.kind === kind)[index]?.n ?? -1
const rejected = at('provider-asked', 1)
const picture = timelineOf(entries, { ...none, all: new Set([rejected]) })

describe('the picture of a run', () => {
  test('has a lane for each who takes part', () => {
    expect(picture.lanes.map(({ name }) => name)).toEqual([
      'steps',
      'client',
      'gateway',
      'provider',
      'tool a',
      'tool b',
      'faults',
      'store',
      'log',
    ])
  })

  test('has a bar from the start of a tool to its end', () => {
    const bar = picture.bars.find(({ lane }) => lane === 'tool a')
    const [from, to] = picture.marks.filter(({ lane }) => lane === 'tool a')
    expect(bar).toMatchObject({ kind: 'tool', x: from?.x, x2: to?.x, open: false })
    expect([from?.label, to?.label]).toEqual(['0.04 s', 'finished'])
  })

  test('has the faults that landed, and marks what findings name', () => {
    expect(picture.marks.filter(({ lane }) => lane === 'faults').map(({ label }) => label)).toEqual([
      'user types /stop',
    ])
    expect(picture.marks.filter(({ cited }) => cited).map(({ entries: [n] }) => n)).toEqual([rejected])
  })

  test('breaks the line of a pair where its result is missing, and of no other', () => {
    expect(picture.pairs.map(({ tool, broken, met }) => [tool, broken, met])).toEqual([
      ['a', 'no result', rejected],
      ['a', 'no result', at('transcript-stored')],
      ['b', null, rejected],
    ])
    expect(picture.pairs[0]?.points.map(({ lane }) => lane)).toEqual(['provider', 'tool a', 'provider'])
  })

  test('has the number of each step above all else, at the instant of its mark', () => {
    const [number] = picture.marks.filter(({ lane }) => lane === 'steps')
    const [landed] = picture.marks.filter(({ lane }) => lane === 'faults')
    expect([number?.label, number?.entries]).toEqual(['1', landed?.entries])
    expect((landed?.x ?? 0) - (number?.x ?? 0)).toBeLessThan(30)
  })

  test('joins lines of the log that came with nothing between them', () => {
    expect(picture.marks.filter(({ lane }) => lane === 'log').map(({ entries: lines }) => lines.length)).toEqual([2, 1])
  })

  test('keeps the order of time, and lets no mark lie on another', () => {
    const { marks } = picture
    expect(marks.map(({ x }) => x)).toEqual(marks.map(({ x }) => x).toSorted((a, b) => a - b))
    for (const { name } of picture.lanes) {
      const xs = marks.filter(({ lane }) => lane === name).map(({ x }) => x)
      expect(xs.every((x, index) => index === 0 || x - (xs[index - 1] ?? 0) >= 24)).toBe(true)
    }
  })

  test('ends before our own cleaning up', () => {
    expect(picture.marks.some(({ label }) => label === 'exit')).toBe(false)
  })
})

test('a tool that never ends has a bar that is open', () => {
  const made = reply(0, '', { id: 'c1', tool: 'a' })
  const { bars, marks } = timelineOf(
    record(...accepted('m', 'go'), asked(0, 0, turns('u:go')), ...made, ...ran('c1', 'a', 1)),
    none,
  )
  expect(bars.find(({ kind }) => kind === 'tool')?.open).toBe(true)
  expect(marks.find(({ lane }) => lane === 'tool a')?.label).toBe('never ends')
})

test('what lasts at the same time lies on tracks of its own', () => {
  const open = [asked(0, 0, turns('u:go')), asked(1, 0, turns('u:go'))]
  const { lanes, bars } = timelineOf(record(...open), none)
  expect(lanes).toEqual([{ name: 'provider', tracks: 2 }])
  expect(bars.map(({ track }) => track)).toEqual([0, 1])
})

test('a picture that would be too wide says how much it leaves out', () => {
  const many = Array.from({ length: 500 }, (): EntryBody => ({ kind: 'gateway-signalled', signal: 'SIGUSR1' }))
  expect(timelineOf(record(...many), none)).toMatchObject({ omitted: 100 })
})

test('a result that results-kept has found lost breaks its line, though another one stands in its place', () => {
  const way = [...ran('c1', 'a', 1), ...finished('c1', 'a', 'real')]
  const lost = record(
    ...accepted('m', 'go'),
    asked(0, 0, turns('u:go')),
    ...reply(0, '', { id: 'c1', tool: 'a' }),
    ...way,
    asked(1, 0, turns('u:go', 'a+c1', 'u=c1:invented')),
  )
  const named = new Set(lost.flatMap(({ n, kind }) => (kind === 'tool-ended' || kind === 'provider-asked' ? [n] : [])))
  expect(timelineOf(lost, { all: named, lost: named }).pairs.map(({ broken }) => broken)).toEqual(['another result'])
  expect(timelineOf(lost, { all: named, lost: new Set() }).pairs.map(({ broken }) => broken)).toEqual([null])
})
