import { expect, test } from 'vitest'
import { apart } from './apart.ts'

const long = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen '.repeat(
  3,
)

test.each([
  ['short texts as they are', 'two cities', 'three cities', 'two cities', 'three cities'],
  ['an end that is missing', `${long}end`, long, /^….*fifteen sixteen end$/, /^….*fifteen sixteen$/],
  ['a change far behind', `${long}good`, `${long}bad`, /sixteen good$/, /sixteen bad$/],
  ['spaces', 'take:  this', 'take: this', 'take:␣␣this', 'take:␣this'],
  ['a line that is joined to another', 'if late:\n\thurry', 'if late: hurry', 'if␣late:⏎⇥hurry', 'if␣late:␣hurry'],
  ['accents', 'cafe\u0301 au lait', 'café au lait', 'cafe\\u{301}␣au␣lait', 'café␣au␣lait'],
  ['words around it', `${long}a  b`, `[Sat] ${long}a b`, /sixteen␣a␣␣b$/, /sixteen␣a␣b$/],
  ['a letter of two halves', `${'x'.repeat(29)}🍐${'y'.repeat(40)}`, `${'x'.repeat(29)}🍐`, /^…x+🍐y+$/, /^…x+🍐$/],
])('tells %s', (_, one, other, first, second) => {
  const [a, b] = apart(one, other)
  expect(a).toEqual(first instanceof RegExp ? expect.stringMatching(first) : first)
  expect(b).toEqual(second instanceof RegExp ? expect.stringMatching(second) : second)
})
