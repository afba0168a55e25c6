import { expect, test } from 'vitest'
import type { EntryBody } from '../../record/entry.ts'
import { Questions } from '../questions.ts'
import { type Host, Person } from './client.ts'
import { Session } from './session.ts'

test('a prompt that the next one cancelled says what the person was shown of it', () => {
  const noted: EntryBody[] = []
  const session = new Session('main', false, (body) => void noted.push(body))
  const prompt = session.begin()
  session.told({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'they differ' } })
  session.end(prompt, { stopped: 'cancelled' })
  expect(noted).toMatchObject([{ what: 'error', text: expect.stringContaining('"they differ"') }])
})

test('an agent that takes messages in speaks to the earlier one until the model was asked about the later one', () => {
  const session = new Session('main', true, () => {})
  const says = (text: string) => session.told({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })
  const [first, second] = [session.begin(), session.begin()]
  first.isAsked = true
  says('they differ')
  second.isAsked = true
  says('yes')
  expect([first.text, second.text]).toEqual(['they differ', 'yes'])
})

test('what is told before the model was asked is the end of a history, and no part of the reply', async () => {
  const noted: EntryBody[] = []
  const session = new Session('main', false, (body) => void noted.push(body))
  const says = (text: string) => session.told({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })
  const asked = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<{ stopReason: 'end_turn' }>()
  const agent = { request: () => answer.promise } as unknown as ReturnType<Host['agent']>
  const person = new Person({
    note: (body) => void noted.push(body),
    whenAsked: () => asked.promise,
    agent: () => agent,
    session: async () => session,
    questions: new Questions(() => {}),
  })
  const sent = person.send('main', 'still there?')
  await expect.poll(() => session.isBusy).toBe(true)
  says('an answer from yesterday')
  asked.resolve()
  await sent
  says('yes')
  answer.resolve({ stopReason: 'end_turn' })
  await expect.poll(() => noted.at(-1)).toMatchObject({ kind: 'client-saw', what: 'reply', text: 'yes' })
})
