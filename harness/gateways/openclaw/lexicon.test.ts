import { expect, test } from 'vitest'
import { Manners } from '../../expected/manners.ts'
import { profileOf } from './lexicon.ts'

const manners = new Manners(profileOf('2026.9.6'))

test.each([
  ['never ran', 'Skipped to process an incoming message.'],
  ['never ran', 'Skipped due to queued user message.'],
  ['is over', '(no output)\n\nCommand aborted by signal SIGTERM'],
  ['is over', 'Command timed out after 5 seconds'],
  ['has succeeded', 'Process exited with code 0.'],
  ['still runs', 'Command still running (session calm-reef, pid 7)'],
  [undefined, 'No result provided'],
  [undefined, 'Process exited with code 1'],
])('%s: "%s"', (means, text) => {
  expect(manners.meaningOf(text)).toBe(means)
})

test('a result that is invented, and a tool that is turned away, are known by their words', () => {
  expect(manners.invents('No result provided')).toBe(true)
  expect(manners.invents('[openclaw] missing tool result in session history; inserted synthetic error result')).toBe(
    true,
  )
  expect(manners.invents('3 files')).toBe(false)
  expect(manners.turnsAway('gateway closed (1008): pairing required')).toBe(true)
  expect(manners.turnsAway('no jobs')).toBe(false)
})

test('failed attempts are kept up to 2026.7', () => {
  const keeps = (version: string) => new Manners(profileOf(version)).takes('keeps-broken-attempts')
  expect(['2026.1.29', '2026.7.1-2', '2026.8.1', '2026.9.6'].map(keeps)).toEqual([true, true, false, false])
})
