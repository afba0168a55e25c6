import { expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { Questions } from './questions.ts'

function opened() {
  const noted: EntryBody[] = []
  return { noted, questions: new Questions<string>((body) => void noted.push(body)) }
}

const replies = { allowed: 'yes', declined: 'no', withdrawn: 'never mind' }

test('asks, and gives each answer in the words of the protocol', async () => {
  const { noted, questions } = opened()
  const first = questions.ask('main', 'call1', replies)
  const second = questions.ask('main', 'call2', replies)
  questions.answer('main', 'permission 1', 'allow')
  questions.answer('main', 'permission 2', 'decline')
  expect(await first).toBe('yes')
  expect(await second).toBe('no')
  expect(noted).toMatchObject([
    { kind: 'permission-asked', permission: 'permission 1', call: 'call1' },
    { kind: 'permission-asked', permission: 'permission 2', call: 'call2' },
    { kind: 'permission-answered', permission: 'permission 1', call: 'call1', answer: 'allowed' },
    { kind: 'permission-answered', permission: 'permission 2', call: 'call2', answer: 'declined' },
  ])
})

test('takes back what is open in one session, and no answer after that', async () => {
  const { noted, questions } = opened()
  const asked = questions.ask('main', 'call1', replies)
  const other = questions.ask('side', 'call1', replies)
  questions.withdraw('main')
  expect(await asked).toBe('never mind')
  expect(noted.at(-1)).toMatchObject({ session: 'main', answer: 'withdrawn' })
  expect(() => questions.answer('main', 'permission 1', 'allow')).toThrow('takes no "allow" for permission 1')
  questions.answer('side', 'permission 2', 'allow')
  expect(await other).toBe('yes')
})

test('notes no answer that the gateway does not take', () => {
  const { noted, questions } = opened()
  void questions.ask('main', 'call1', { allowed: 'yes' })
  expect(() => questions.answer('main', 'permission 1', 'decline')).toThrow('takes no "decline"')
  questions.withdraw('main')
  expect(noted).toHaveLength(1)
})
