import { expect, test } from 'vitest'
import { describeDrift } from './matrix.ts'

test.each([
  [['1', '2'], ['1', '2'], 'the first and the last release of each month are all in it'],
  [
    ['1', '2'],
    ['1', '3'],
    'it lacks the first or last release of a month: 3\nneither the first nor the last of a month: 2',
  ],
])('of a list %j, when it should be %j, one is told: %s', (listed, wanted, says) => {
  expect(describeDrift(listed, wanted).join('\n')).toBe(says)
})
