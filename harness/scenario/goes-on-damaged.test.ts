import { expect, test } from 'vitest'
import { model, store, user } from './builders.ts'
import { goesOnDamaged } from './goes-on-damaged.ts'

const before = [user.says('compare'), model.calls('a')]

test.each([
  [
    'the model answers there after the damage',
    [store.holds('orphaned-call'), user.says('and?'), model.says('yes')],
    true,
  ],
  ['only a message is sent there', [store.holds('orphaned-call'), user.says('and?')], false],
  [
    'the model answers in another session',
    [store.holds('orphaned-call'), user.says('and?'), user.says('hi', { session: 'side' }), model.says('yes')],
    false,
  ],
  ['a line is cut, which is no broken pair', [store.holds('cut-line'), user.says('and?'), model.says('yes')], false],
])('%s', (_, steps, goesOn) => {
  expect(goesOnDamaged([...before, ...steps])).toBe(goesOn)
})
