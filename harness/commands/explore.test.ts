import { expect, test } from 'vitest'
import { faults } from '../explore/faults.ts'
import { faultsOf } from './explore.ts'

test('every fault can be named alone, and all together, though some names have a comma in them', () => {
  for (const fault of faults) expect(faultsOf(fault.name)).toEqual([fault])
  expect(faultsOf(faults.map(({ name }) => name).join(', '))).toEqual(faults)
  expect(faultsOf(undefined)).toEqual(faults)
  expect(faultsOf('none')).toEqual([])
})

test('a name that no fault has is refused', () => {
  expect(() => faultsOf('SIGKILL,nothing of that kind')).toThrow('--faults nothing of that kind is not known')
})
