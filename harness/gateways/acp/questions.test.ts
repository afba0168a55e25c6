import type { RequestPermissionRequest } from '@agentclientprotocol/sdk'
import { expect, test } from 'vitest'
import type { EntryBody } from '../../record/entry.ts'
import { Questions } from './questions.ts'

const question = (toolCall: Partial<RequestPermissionRequest['toolCall']>): RequestPermissionRequest => ({
  sessionId: 's',
  toolCall: { toolCallId: 't1', ...toolCall },
  options: [
    { kind: 'allow_always', name: 'always', optionId: 'always' },
    { kind: 'allow_once', name: 'yes', optionId: 'once' },
    { kind: 'reject_once', name: 'no', optionId: 'never' },
  ],
})

function opened() {
  const noted: EntryBody[] = []
  return { noted, questions: new Questions((body) => void noted.push(body)) }
}

test('asks, and answers with the option that is about this call alone', async () => {
  const { noted, questions } = opened()
  const first = questions.ask('main', question({}))
  const second = questions.ask('main', question({ toolCallId: 'mcp_gate_hold__t2' }))
  questions.answer('main', 'permission 1', 'allow')
  questions.answer('main', 'permission 2', 'decline')
  expect(await first).toEqual({ outcome: { outcome: 'selected', optionId: 'once' } })
  expect(await second).toEqual({ outcome: { outcome: 'selected', optionId: 'never' } })
  expect(noted).toMatchObject([
    { kind: 'permission-asked', permission: 'permission 1', call: 't1' },
    { kind: 'permission-asked', permission: 'permission 2', call: 't2' },
    { kind: 'permission-answered', permission: 'permission 1', answer: 'allowed' },
    { kind: 'permission-answered', permission: 'permission 2', answer: 'declined' },
  ])
})

test('knows a call by the id that the model gave it, where the agent has another', () => {
  const { noted, questions } = opened()
  void questions.ask('main', question({ rawInput: { arguments: { call: 'toolu_1:a' } } }))
  expect(noted).toMatchObject([{ call: 'toolu_1' }])
})

test('takes back what is open in a session, and no answer after that', async () => {
  const { noted, questions } = opened()
  const asked = questions.ask('main', question({}))
  const other = questions.ask('side', question({}))
  questions.withdraw('main')
  expect(await asked).toEqual({ outcome: { outcome: 'cancelled' } })
  expect(noted.at(-1)).toMatchObject({ session: 'main', answer: 'withdrawn' })
  expect(() => questions.answer('main', 'permission 1', 'allow')).toThrow('takes no "allow" for permission 1')
  questions.answer('side', 'permission 2', 'allow')
  expect(await other).toMatchObject({ outcome: { optionId: 'once' } })
})
