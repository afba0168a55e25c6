import { expect, test } from 'vitest'
import { asked, record, turns } from '../record/example.ts'
import { requestsPaired } from './requests-paired.ts'

test('passes when the provider accepted every request', () => {
  expect(requestsPaired.judge(record(asked(0, 0, turns('u:hi')))).verdict).toBe('pass')
})

test('fails with the words of the provider', () => {
  const { verdict, findings } = requestsPaired.judge(record(asked(0, 0, turns('u:hi'), 'messages.1: `tool_use` ids …')))
  expect(verdict).toBe('fail')
  expect(findings).toEqual([
    { says: 'request 0 was rejected with 400', entries: [0], excerpt: ['provider: messages.1: `tool_use` ids …'] },
  ])
})

test('cannot tell without a request', () => {
  expect(requestsPaired.judge(record()).verdict).toBe('inconclusive')
})
