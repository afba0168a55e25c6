import type { RequestPermissionRequest } from '@agentclientprotocol/sdk'
import { expect, test } from 'vitest'
import { callIn, repliesTo } from './permission.ts'

const question = (toolCall: Partial<RequestPermissionRequest['toolCall']> = {}): RequestPermissionRequest => ({
  sessionId: 's',
  toolCall: { toolCallId: 't1', ...toolCall },
  options: [
    { kind: 'allow_always', name: 'always', optionId: 'always' },
    { kind: 'allow_once', name: 'yes', optionId: 'once' },
    { kind: 'allow_once', name: 'yes, and change the mode', optionId: 'mode' },
  ],
})

test('a call is allowed by the first option that is about it alone, and what is not offered is no answer', () => {
  expect(repliesTo(question())).toEqual({
    allowed: { outcome: { outcome: 'selected', optionId: 'once' } },
    declined: undefined,
    withdrawn: { outcome: { outcome: 'cancelled' } },
  })
})

test('a call is known by the id that the model gave it, also where the agent has another', () => {
  expect(callIn(question())).toBe('t1')
  expect(callIn(question({ toolCallId: 'mcp_gate_hold__t2' }))).toBe('t2')
  expect(callIn(question({ rawInput: { arguments: { call: 'toolu_1:a' } } }))).toBe('toolu_1')
})
