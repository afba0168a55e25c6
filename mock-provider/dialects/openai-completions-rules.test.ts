import { expect, test } from 'vitest'
import { judgeCompletions } from './openai-completions-rules.ts'

const hi = { role: 'user', content: 'hi' }
const call = (id: string, name = 'f') => ({ id, type: 'function', function: { name, arguments: '{}' } })
const calls = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map((id) => call(id)) })
const result = (id?: string, content: unknown = 'r') => ({ role: 'tool', tool_call_id: id, content })
const judge = (messages: unknown, more: object = {}) => judgeCompletions({ model: 'gpt-4.1', messages, ...more })
const long = 'c'.repeat(41)

test.each([
  ['a whole batch', [hi, calls('a', 'b'), result('a'), result('b'), { role: 'assistant', content: 'ok' }]],
  ['results in another order', [hi, calls('a', 'b'), result('b'), result('a')]],
  ['an assistant message first', [{ role: 'assistant', content: 'hi' }, hi]],
  ['a refusal without content', [hi, { role: 'assistant', content: null, refusal: 'no' }, hi]],
  ['no tool calls on a user message', [{ ...hi, tool_calls: [] }]],
])('accepts %s', (_, messages) => {
  expect(judge(messages)).toBeNull()
})

const unanswered =
  "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
const preceding =
  "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
const noContent = "Invalid value for 'content': expected a string, got null."

test.each([
  ['a call without a result', [hi, calls('a', 'b'), result('a'), hi], `${unanswered}b`, 'messages.[3].role', null],
  ['calls at the end', [hi, calls('a', 'b')], `${unanswered}a, b`, 'messages.[1].role', null],
  [
    'a result after plain text',
    [hi, { role: 'assistant', content: 'x' }, result('a')],
    preceding,
    'messages.[2].role',
    null,
  ],
  [
    'a result of another call',
    [hi, calls('a'), result('z')],
    "Invalid parameter: 'tool_call_id' of 'z' not found in 'tool_calls' of previous message.",
    'messages.[2].tool_call_id',
    null,
  ],
  [
    'two results for a call',
    [hi, calls('a'), result('a'), result('a')],
    "Invalid parameter: Duplicate value for 'tool_call_id' of 'a', in messages[2] and messages[3].",
    'messages.[3].tool_call_id',
    null,
  ],
  [
    'a result without an id',
    [hi, calls('a'), result()],
    "Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.",
    'messages.[2].tool_call_id',
    null,
  ],
  [
    'a long call id',
    [hi, calls(long), result(long)],
    "Invalid 'messages[1].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 41 instead.",
    'messages[1].tool_calls[0].id',
    'string_above_max_length',
  ],
  [
    'a long result id',
    [hi, calls('a'), result(long)],
    "Invalid 'messages[2].tool_call_id': string too long. Expected a string with maximum length 40, but got a string with length 41 instead.",
    'messages[2].tool_call_id',
    'string_above_max_length',
  ],
  [
    'no calls in a list of calls',
    [hi, { role: 'assistant', content: 'x', tool_calls: [] }],
    "Invalid 'messages[1].tool_calls': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    'messages[1].tool_calls',
    'empty_array',
  ],
  [
    'a tool name with a dot',
    [hi, { role: 'assistant', content: null, tool_calls: [call('a', 'x.y')] }],
    "Invalid 'messages[1].tool_calls[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
    'messages[1].tool_calls[0].function.name',
    'invalid_value',
  ],
  ['an assistant who says nothing', [hi, { role: 'assistant' }], noContent, 'messages.[1].content', null],
  ['a result without content', [hi, calls('a'), result('a', null)], noContent, 'messages.[2].content', null],
  [
    'a developer without content',
    [hi, { role: 'developer' }],
    "Missing required parameter: 'messages[1].content'.",
    'messages[1].content',
    'missing_required_parameter',
  ],
  [
    'an unknown role',
    [{ role: 'robot', content: 'x' }],
    "Invalid value: 'robot'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
    'messages[0].role',
    'invalid_value',
  ],
  [
    'a number for content',
    [{ role: 'user', content: 7 }],
    "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got an integer instead.",
    'messages[0].content',
    'invalid_type',
  ],
  [
    'text for calls',
    [hi, { role: 'assistant', content: 'x', tool_calls: 'y' }],
    "Invalid type for 'messages[1].tool_calls': expected an array of objects, but got a string instead.",
    'messages[1].tool_calls',
    'invalid_type',
  ],
  [
    'no messages',
    [],
    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    'messages',
    'empty_array',
  ],
])('rejects %s', (_, messages, message, param, code) => {
  expect(judge(messages)).toEqual({ status: 400, type: 'invalid_request_error', message, param, code })
})

test('the first rule that is broken speaks: a field before pairing, pairing before missing content', () => {
  expect(judge([hi, calls('a'), { role: 'robot' }])?.code).toBe('invalid_value')
  expect(judge([hi, calls('a'), { role: 'user' }])?.message).toContain('did not have response messages')
})

test('a reasoning model refuses max_tokens, and a tool name with a dot is refused anywhere', () => {
  expect(judge([hi], { model: 'gpt-5', max_tokens: 9 })?.param).toBe('max_tokens')
  expect(judge([hi], { tools: [{ type: 'function', function: { name: 'a.b' } }] })?.param).toBe(
    'tools[0].function.name',
  )
})
