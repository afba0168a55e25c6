import { expect, test } from 'vitest'
import { Coverage } from './coverage.ts'
import { draw } from './fuzz.ts'
import { puts } from './fuzz-puts.ts'
import { randomOf } from './random.ts'

const coverage = new Coverage()
const drawn = Array.from({ length: 400 }, (_, n) => {
  const one = draw(randomOf(n), coverage, `drawn ${n}`)
  coverage.reached(...(one?.pairs ?? []))
  return one
}).filter((one) => one !== undefined)

test('most of what is drawn is a schedule', () => expect(drawn.length).toBeGreaterThan(300))

test.each(puts.flatMap(({ name, phases }) => phases.map((phase) => `${phase} × ${name}`)))('%s is drawn', (pair) => {
  expect(coverage.times(pair)).toBeGreaterThan(0)
})

test('a sign-in that expires was there', () => {
  const expired = drawn.filter(({ scenario }) => scenario.steps.some(({ do: kind }) => kind === 'oauth.expires'))
  expect(expired).not.toEqual([])
  expect(expired.every(({ scenario }) => scenario.gateway?.signIn === 'oauth')).toBe(true)
})

test('two sessions get the same ids of calls', () => {
  expect(drawn.some(({ scenario }) => JSON.stringify(scenario.steps).includes('"idOf"'))).toBe(true)
})
