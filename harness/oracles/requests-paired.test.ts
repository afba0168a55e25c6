import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, begun, record, reply, turns } from '../record/example.ts'
import { requestsPaired } from './requests-paired.ts'

const judged = (...bodies: EntryBody[]) => requestsPaired.judge(evidenceOf(record(...bodies)))

test('passes when the provider accepted every request', () => {
  expect(judged(asked(0, 0, turns('u:hi'))).verdict).toBe('pass')
})

test('fails with the words of the provider, and the turns they are about', () => {
  const words = 'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: x'
  const broken = turns('u:hi', 'a+x', 'u:still there?', 'a:yes')
  const { verdict, findings } = judged(asked(0, 0, broken, words))
  expect(verdict).toBe('fail')
  expect(findings).toEqual([
    {
      says: 'request 1 was rejected with 400',
      expected: 'a request that the provider accepts',
      actual: words,
      entries: [0],
      excerpt: [
        `provider: ${words}`,
        'request 1, line 1 user: "hi"',
        'request 1, line 2 assistant: call x',
        'request 1, line 3 user: "still there?"',
      ],
    },
  ])
})

test('cannot tell without a request', () => {
  expect(judged().verdict).toBe('inconclusive')
})

test('a request that carries what we have broken in the store ourselves is not held against the gateway; another is', () => {
  const damaged: EntryBody = { kind: 'store-damaged', session: 'main', damage: 'orphaned-call', calls: ['y'] }
  const carries = (call: string) => asked(0, 0, turns('u:hi', `a+${call}`, 'u:on'), 'tool_use without tool_result')
  expect(judged(damaged, carries('y')).verdict).toBe('pass')
  expect(judged(damaged, carries('z')).verdict).toBe('fail')
})

test('a request of the gateway for itself owes paired calls, and nothing else', () => {
  const aside = (words: string, ...short: string[]): EntryBody =>
    ({ ...asked(1, 0, turns('u:a title', ...short), words), turn: null }) as EntryBody
  const main = [begun(), ...accepted('m', 'hi'), asked(0, 0, turns('u:hi')), ...reply(0, 'yes')]
  expect(judged(...main, aside('thinking.budget_tokens: must be less than max_tokens')).verdict).toBe('pass')
  expect(judged(...main, aside('ids were found without results', 'a+x', 'u:on')).verdict).toBe('fail')
})
