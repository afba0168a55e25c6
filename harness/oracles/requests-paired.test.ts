import { expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { asked, record, turns } from '../record/example.ts'
import { requestsPaired } from './requests-paired.ts'

test('passes when the provider accepted every request', () => {
  expect(requestsPaired.judge(record(asked(0, 0, turns('u:hi')))).verdict).toBe('pass')
})

test('fails with the words of the provider, and the turns they are about', () => {
  const words = 'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: x'
  const broken = turns('u:hi', 'a+x', 'u:still there?', 'a:yes')
  const { verdict, findings } = requestsPaired.judge(record(asked(0, 0, broken, words)))
  expect(verdict).toBe('fail')
  expect(findings).toEqual([
    {
      says: 'request 0 was rejected with 400',
      entries: [0],
      excerpt: [
        `provider: ${words}`,
        'request 0, line 1 user: "hi"',
        'request 0, line 2 assistant: call x',
        'request 0, line 3 user: "still there?"',
      ],
    },
  ])
})

test('cannot tell without a request', () => {
  expect(requestsPaired.judge(record()).verdict).toBe('inconclusive')
})

test('a request that carries what we have broken in the store ourselves is not held against the gateway; another is', () => {
  const damaged: EntryBody = { kind: 'store-damaged', session: 'main', damage: 'orphaned-call', calls: ['y'] }
  const carries = (call: string) => asked(0, 0, turns('u:hi', `a+${call}`, 'u:on'), 'tool_use without tool_result')
  expect(requestsPaired.judge(record(damaged, carries('y'))).verdict).toBe('pass')
  expect(requestsPaired.judge(record(damaged, carries('z'))).verdict).toBe('fail')
})
