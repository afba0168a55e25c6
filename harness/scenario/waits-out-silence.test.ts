import { expect, test } from 'vitest'
import { client, model, user } from './builders.ts'
import { waitsOutSilence } from './waits-out-silence.ts'

const stall = { fault: { kind: 'stall', pings: false, at: { write: 1 } } } as const
const again = { fault: { ...stall.fault, times: 4 } }

test.each([
  [
    'a client is to see what the model fell silent in',
    [model.says('alike', stall), client.seesReplyTo('compare')],
    true,
  ],
  ['the person stops it', [model.says('alike', stall), user.stops()], false],
  ['the model falls silent again and again', [model.says('alike', again)], true],
  ['the person stops that', [model.says('alike', again), user.stops()], false],
  ['the model falls silent once, and nobody waits for it', [model.says('alike', stall)], false],
  ['a client is to see a reply that came', [model.says('alike'), client.seesReplyTo('compare')], false],
])('%s', (_, steps, waits) => {
  expect(waitsOutSilence([user.says('compare'), ...steps])).toBe(waits)
})
