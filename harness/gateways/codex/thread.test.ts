import { expect, test } from 'vitest'
import { Thread } from './thread.ts'

type Told = readonly [method: string, params: Record<string, unknown>]

const put = (clientId: string): Told => ['item/started', { item: { type: 'userMessage', clientId } }]
const said = (text: string): Told => ['item/completed', { item: { type: 'agentMessage', text } }]
const runs: Told = ['item/started', { item: { type: 'commandExecution', id: 'call_1' } }]
const ended = (status: string): Told => ['turn/completed', { turn: { status, error: { message: 'overloaded' } } }]

/** What a person is told of the runs of messages, by the notifications that come. */
function told(messages: readonly string[], notifications: readonly Told[]): string[] {
  const thread = new Thread('id', 'main')
  for (const run of messages) thread.sending(run)
  const entries = notifications.flatMap(([method, params]) => thread.entriesOf(method, params))
  return entries.flatMap((entry) => (entry.kind === 'client-saw' ? [`${entry.run}: ${entry.what} ${entry.text}`] : []))
}

test('the last text of a turn is its reply, and a text beside calls is none', () => {
  expect(told(['a'], [put('a'), said('let me look'), runs, said('it is so'), ended('completed')])).toEqual([
    'a: reply it is so',
  ])
})

test('a message that is put into a turn has what was said before it as the reply to the others, if that was a whole reply', () => {
  const whole: Told = ['thread/tokenUsage/updated', {}]
  const events = [put('a'), said('it is so'), whole, put('b'), said('and so'), whole, ended('completed')]
  expect(told(['a', 'b'], events)).toEqual(['a: reply it is so', 'b: reply and so'])
  const cut = [put('a'), said('let me look'), put('b'), said('both'), whole, ended('completed')]
  expect(told(['a', 'b'], cut)).toEqual(['a: reply both', 'b: reply both'])
})

test('a reply to two messages is told as the end of both', () => {
  expect(told(['a', 'b'], [put('a'), runs, put('b'), said('both'), ended('completed')])).toEqual([
    'a: reply both',
    'b: reply both',
  ])
})

test('a turn that was stopped or has failed says so', () => {
  expect(told(['a'], [put('a'), runs, ended('interrupted')])).toEqual(['a: aborted '])
  expect(told(['a'], [put('a'), ended('failed')])).toEqual(['a: error overloaded'])
  expect(told(['a'], [put('a'), said('half'), ended('failed')])).toEqual(['a: error half\noverloaded'])
})

test('all that ran or waited ends with the pipe', () => {
  const thread = new Thread('id', 'main')
  for (const run of ['a', 'b']) thread.sending(run)
  thread.entriesOf(...put('a'))
  expect(thread.closed()).toMatchObject([
    { what: 'error', run: 'a' },
    { what: 'error', run: 'b' },
  ])
})
