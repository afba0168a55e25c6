import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const files = [
  'scenarios/stop-one-running.ts',
  'scenarios/stops/stop-twice.ts',
  'scenarios/auth/key-expired.ts',
  'explore',
]

test('offers the nearest three, by the whole path or its last part', () => {
  expect(nearest('stop-twise', files)[0]).toBe('scenarios/stops/stop-twice.ts')
  expect(nearest('exlpore', files)[0]).toBe('explore')
  expect(nearest('scenarios/auth/key-expird.ts', files)[0]).toBe('scenarios/auth/key-expired.ts')
  expect(nearest('stpo', ['list', 'scan', 'scenarios/stops/stop-twice.ts'])[0]).toBe('scenarios/stops/stop-twice.ts')
  expect(nearest('tool.finish', ['tool.dies', 'tool.holds', 'tool.finishes'])[0]).toBe('tool.finishes')
  expect(nearest('x', files)).toHaveLength(3)
})
