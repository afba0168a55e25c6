import { describe, expect, test } from 'vitest'
import { Conversation } from './conversation.ts'

const state = (command_uuid: string, to: string) => ({ type: 'command_lifecycle', command_uuid, state: to })
const result = (more: object) => ({ type: 'result', subtype: 'success', is_error: false, ...more })
const event = (said: object) => ({ type: 'stream_event', event: said })
const stopped = result({ subtype: 'error_during_execution', is_error: true })

/** What is told of two messages, `r1` and `r2`, by some lines, in short. */
function told(...lines: (object | 'stop')[]): string[] {
  const conversation = new Conversation('main')
  for (const n of [1, 2]) conversation.sending(`m${n}`, `r${n}`)
  const entries = lines.flatMap((line) => {
    if (line !== 'stop') return conversation.entriesOf(line as Record<string, unknown>)
    conversation.stopping()
    return []
  })
  return entries.map((entry) => {
    if (entry.kind === 'client-saw') return `${entry.what} "${entry.text}" of ${entry.run}`
    if (entry.kind === 'client-acknowledged') return `${entry.message} accepted as ${entry.run}`
    return entry.kind === 'tool-reported' ? `${entry.call} ${entry.phase}` : entry.kind
  })
}

describe('a message', () => {
  test('is accepted once: when it is queued, or when it comes back in versions that do not tell', () => {
    const back = { type: 'user', isReplay: true, uuid: 'r1' }
    expect(told(state('r1', 'queued'), state('r1', 'started'), back)).toEqual(['m1 accepted as r1'])
    expect(told(back)).toEqual(['m1 accepted as r1'])
  })

  test('is accepted, too, when the model is asked about it, and then not again', () => {
    const conversation = new Conversation('main')
    conversation.sending('m1', 'r1')
    expect(conversation.asked('r1')).toMatchObject([{ kind: 'client-acknowledged', message: 'm1', run: 'r1' }])
    expect(conversation.entriesOf(state('r1', 'started'))).toEqual([])
    expect(conversation.entriesOf(result({ result: 'yes' }))).toMatchObject([{ what: 'reply', run: 'r1' }])
  })

  test('does not end with the turn before, whose end is still in the pipe when the model is asked about it', () => {
    const conversation = new Conversation('main')
    for (const n of [1, 2]) conversation.sending(`m${n}`, `r${n}`)
    for (const line of [state('r1', 'started'), state('r2', 'queued')]) conversation.entriesOf(line)
    conversation.asked('r2')
    expect(conversation.entriesOf(result({ result: 'first' }))).toMatchObject([{ what: 'reply', run: 'r1' }])
    conversation.entriesOf(state('r2', 'started'))
    expect(conversation.entriesOf(result({ result: 'second' }))).toMatchObject([{ what: 'reply', run: 'r2' }])
  })

  test('that was taken into a turn ends with it, and one that still waits does not', () => {
    const both = [state('r1', 'started'), state('r2', 'started')]
    const ends = ['reply "alike" of r1', 'reply "alike" of r2']
    expect(told(...both, result({ result: 'alike' })).slice(2)).toEqual(ends)
    const one = [state('r1', 'started'), state('r2', 'queued')]
    expect(told(...one, result({ result: 'alike' })).slice(2)).toEqual(ends.slice(0, 1))
  })
})

describe('the end of a turn', () => {
  test('is an abort where the person has stopped it', () => {
    expect(told(state('r1', 'started'), 'stop', stopped).slice(1)).toEqual(['aborted "" of r1'])
    expect(told(state('r1', 'started'), stopped).slice(1)).toEqual(['error "" of r1'])
  })

  test('is an error where the provider has refused', () => {
    const refused = result({ is_error: true, result: 'API Error: 400' })
    expect(told(state('r1', 'started'), refused).slice(1)).toEqual(['error "API Error: 400" of r1'])
  })
})

test('the calls of a reply are reported when it is whole, and each when it has its result', () => {
  const call = (id: string) => event({ type: 'content_block_start', content_block: { type: 'tool_use', id } })
  const returned = { type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 'x' }] } }
  const broken = [event({ type: 'message_start' }), call('w')]
  const whole = [event({ type: 'message_start' }), call('x'), call('y'), event({ type: 'message_stop' })]
  expect(told(...broken, ...whole, returned)).toEqual(['x started', 'y started', 'x ended'])
})
