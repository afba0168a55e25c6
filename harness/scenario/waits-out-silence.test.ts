import { expect, test } from 'vitest'
import { client, model, user } from './builders.ts'
import { waitsOutSilence } from './waits-out-silence.ts'

const stall = { fault: { kind: 'stall', pings: false, at: { write: 1 } } } as const

test.each([
  [
    'a client is to see what the model fell silent in',
    [model.says('alike', stall), client.seesReplyTo('compare')],
    true,
  ],
  ['the person stops it', [model.says('alike', stall), user.stops()], false],
  ['a client is to see a reply that came', [model.says('alike'), client.seesReplyTo('compare')], false],
])('%s', (_, steps, waits) => {
  expect(waitsOutSilence([user.says('compare'), ...steps])).toBe(waits)
})
