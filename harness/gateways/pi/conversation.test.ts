import { describe, expect, test } from 'vitest'
import { Conversation } from './conversation.ts'

const put = (text: string) => ({ type: 'message_start', message: { role: 'user', content: [{ type: 'text', text }] } })
const said = (text: string, stopReason = 'stop', more: object[] = []) => ({
  type: 'message_end',
  message: { role: 'assistant', stopReason, errorMessage: 'overloaded', content: [{ type: 'text', text }, ...more] },
})
const call = { type: 'toolCall', id: 'call_1|fc_1', name: 'bash', arguments: {} }
const settled = (aborted: boolean) => ({ type: 'agent_settled', aborted })

/** What a person is told of the runs of messages, by the events that come. */
function told(messages: readonly string[], events: readonly object[]): string[] {
  const conversation = new Conversation('main')
  for (const text of messages) conversation.sending({ text, run: `run of ${text}` })
  const entries = events.flatMap((event) => conversation.entriesOf(event as Record<string, unknown>))
  return entries.flatMap((entry) => (entry.kind === 'client-saw' ? [`${entry.run}: ${entry.what} ${entry.text}`] : []))
}

describe('a reply', () => {
  test('answers the message that was put to the model before it', () => {
    expect(told(['a', 'b'], [put('a'), said('one'), put('b'), said('two'), settled(false)])).toEqual([
      'run of a: reply one',
      'run of b: reply two',
    ])
  })

  test('answers all that were put to the model since the last one', () => {
    const events = [put('a'), said('look', 'toolUse', [call]), put('b'), said('both')]
    expect(told(['a', 'b'], events)).toEqual(['run of a: reply both', 'run of b: reply both'])
  })

  test('that ran out of tokens inside a call is none', () => {
    expect(told(['a'], [put('a'), said('half', 'length', [call])])).toEqual([])
    expect(told(['a'], [put('a'), said('half', 'length')])).toEqual(['run of a: reply half'])
  })
})

describe('a run', () => {
  test('that failed is over when pi tries no more', () => {
    expect(told(['a'], [put('a'), said('', 'error')])).toEqual([])
    expect(told(['a'], [put('a'), said('', 'error'), settled(false)])).toEqual(['run of a: error overloaded'])
    expect(told(['a'], [put('a'), said('', 'error'), said('after all'), settled(false)])).toEqual([
      'run of a: reply after all',
    ])
  })

  test('that was stopped leaves what waits', () => {
    expect(told(['a', 'b'], [put('a'), settled(true)])).toEqual(['run of a: aborted '])
  })

  test('that ends while a stop is under way was stopped, where the event does not say', () => {
    const conversation = new Conversation('main')
    conversation.sending({ text: 'a', run: 'a' })
    const events = [put('a'), said('', 'error'), { type: 'agent_settled' }]
    conversation.isStopping = true
    expect(events.flatMap((event) => conversation.entriesOf(event))).toMatchObject([{ what: 'aborted', run: 'a' }])
    conversation.isStopping = false
    conversation.sending({ text: 'a', run: 'b' })
    expect(events.flatMap((event) => conversation.entriesOf(event))).toMatchObject([{ what: 'error', run: 'b' }])
  })

  test('and what waits end with the process', () => {
    const conversation = new Conversation('main')
    for (const run of ['a', 'b']) conversation.sending({ text: run, run })
    conversation.entriesOf(put('a'))
    expect(conversation.closed()).toMatchObject([
      { what: 'error', run: 'a' },
      { what: 'error', run: 'b' },
    ])
    expect(conversation.closed()).toEqual([])
  })
})

test('the starts and ends of tools are told with the id that the model gave the call', () => {
  const entries = ['tool_execution_start', 'tool_execution_update', 'tool_execution_end'].flatMap((type) =>
    new Conversation('main').entriesOf({ type, toolCallId: 'call_1|fc_1' }),
  )
  expect(entries).toMatchObject([
    { kind: 'tool-reported', call: 'call_1', phase: 'started' },
    { kind: 'tool-reported', call: 'call_1', phase: 'ended' },
  ])
})
