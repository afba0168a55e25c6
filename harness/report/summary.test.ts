import { expect, test } from 'vitest'
import type { ScenarioResult } from '../result.ts'
import { besideList, lostResult, resultOf } from './example.ts'
import { shapeOf } from './page/alike.ts'
import { causesOf } from './summary.ts'

const named = (name: string): ScenarioResult => resultOf(lostResult(), { name })

test('findings that differ only in the tool are one cause', () => {
  expect(shapeOf('tool a finished, and request 1 has "x"')).toBe(shapeOf('tool b finished, and request 12 has "yz"'))
  expect(shapeOf('calls a, b and c have no stored result')).toBe(shapeOf('calls a and b have no stored result'))
  expect(shapeOf('tool a ran again')).not.toBe(shapeOf('tool a never ran'))
})

test('several scenarios with one finding are one cause, and what is new comes first', () => {
  const [one, two] = [named('one.ts'), named('two.ts')]
  const listed = besideList(named('three.ts'), 'requests-paired')
  const causes = causesOf([listed, one, two])
  expect(causes[0]).toMatchObject({ standing: 'fail' })
  const paired = causes.filter(({ claim }) => claim === 'requests-paired')
  expect(paired.map(({ standing, scenarios, about }) => [standing, scenarios, about])).toEqual([
    ['fail', ['one.ts', 'two.ts'], ''],
    ['known', ['three.ts'], 'openclaw/openclaw#70555, track record, 1'],
  ])
  expect(paired[0]?.sentence).toContain('every request')
})
