import { expect, test } from 'vitest'
import { environmentOf } from './environment.ts'

const place = { node: '/opt/node/bin/node', home: '/home/of/the/run', environment: { GATECRASH_RUN: 'r1' } }
const own = ['PATH', 'HOME', 'GATECRASH_RUN', 'NODE_COMPILE_CACHE']

test('the gateway gets no variable of ours, except that which names the mutant on trial', () => {
  expect(Object.keys(environmentOf(place, { SECRET: 's' }))).toEqual(own)
  const mutated = environmentOf(place, { SECRET: 's', __STRYKER_ACTIVE_MUTANT__: '7' })
  expect(Object.keys(mutated)).toEqual([...own, '__STRYKER_ACTIVE_MUTANT__'])
  expect(mutated).toMatchObject({ HOME: place.home, GATECRASH_RUN: 'r1', __STRYKER_ACTIVE_MUTANT__: '7' })
})
