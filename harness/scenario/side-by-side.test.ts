import { expect, test } from 'vitest'
import { model, tool, user } from './builders.ts'
import { wantsSideBySide } from './side-by-side.ts'

const batch = [user.says('compare'), model.calls('a', 'b', 'c')]

test.each([
  ['the calls end in order', [...batch, tool.finishes('a'), tool.fails('b'), tool.holds('c')], false],
  ['a later one is to hold before the first has ended', [...batch, tool.holds('a'), tool.holds('b')], true],
  ['the last ends first', [...batch, tool.finishes('c')], true],
  ['calls of two replies', [...batch, tool.finishes('a'), model.calls('d'), tool.holds('d')], false],
  [
    'the one before it is of a tool that nobody has',
    [user.says('x'), model.calls(tool.call('a', { unknown: true }), 'b'), tool.holds('b')],
    false,
  ],
])('%s', (_, steps, wanted) => {
  expect(wantsSideBySide(steps)).toBe(wanted)
})
