import { expect, test } from 'vitest'
import { keyOf, nameOf } from './events.ts'

test.for([
  ['main', 'agent:main:main', {}],
  ['side', 'agent:main:side', {}],
  ['main', 'agent:main:main', { agentPerSession: true }],
  ['side', 'agent:side:main', { agentPerSession: true }],
] as const)('session %s has the key %s, with %o', ([session, key, settings]) => {
  expect(keyOf(session, settings)).toBe(key)
  expect(nameOf(key)).toBe(session)
})

test('a session that the gateway made for itself keeps its own key', () => {
  expect(nameOf('agent:side:subagent:1f0c')).toBe('agent:side:subagent:1f0c')
  expect(nameOf('')).toBe('')
})
