import { execa } from 'execa'
import { expect, test } from 'vitest'
import { isGone, ownWord } from './owner.ts'

const [pid, start, place] = ownWord().split('.')
const ended = execa(process.execPath, ['--eval', ''])
await ended

test.each([
  ['this process', ownWord(), false],
  ['one of the same id that has started at another time', [pid, 'zzz', place].join('.'), process.platform === 'linux'],
  ['one that has ended', [ended.pid?.toString(36), start, place].join('.'), true],
  ['one of another machine', [pid, 'zzz', '000000'].join('.'), false],
  ['no process at all', 'anything', false],
])('%s', (_, word, gone) => {
  expect(isGone(word)).toBe(gone)
})
