import { expect, test } from 'vitest'
import { judgeResponses } from './openai-responses-rules.ts'

const hi = { role: 'user', content: 'hi' }
const call = (id: string, more: object = {}) => ({
  type: 'function_call',
  call_id: id,
  name: 'f',
  arguments: '{}',
  ...more,
})
const output = (id: string) => ({ type: 'function_call_output', call_id: id, output: 'r' })
const thought = (id: string, more: object = {}) => ({ type: 'reasoning', id, summary: [], ...more })
const judge = (input: unknown, more: object = {}) => judgeResponses({ model: 'gpt-5', input, ...more })
const long = 'c'.repeat(65)

test.each([
  ['a text', 'hi', {}],
  ['a whole batch', [hi, call('a'), call('b'), output('a'), output('b')], {}],
  ['reasoning with its call', [hi, thought('rs_1'), call('a', { id: 'fc_1' }), output('a')], {}],
  ['ids of a reply without reasoning', [hi, call('a', { id: 'fc_plainQ1' }), output('a')], {}],
  [
    'encrypted reasoning that is not stored',
    [hi, thought('rs_1', { encrypted_content: 'x' }), call('a'), output('a')],
    { store: false },
  ],
  ['outputs of an earlier response of ours', [output('a')], { previous_response_id: 'resp_gatecrash1' }],
])('accepts %s', (_, input, more) => {
  expect(judge(input, more)).toBeNull()
})

test.each([
  [
    'a call without an output',
    [hi, call('a'), call('b'), output('a')],
    'No tool output found for function call b.',
    'input',
  ],
  [
    'an output without a call',
    [hi, output('z')],
    'No tool call found for function call output with call_id z.',
    'input',
  ],
  [
    'an output before its call',
    [output('a'), call('a')],
    'No tool call found for function call output with call_id a.',
    'input',
  ],
  [
    'reasoning with nothing after it',
    [hi, thought('rs_1')],
    "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
    'input',
  ],
  [
    'reasoning before the user speaks',
    [thought('rs_1'), hi],
    "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
    'input',
  ],
  [
    'a call without its reasoning',
    [hi, call('a', { id: 'fc_1' }), output('a')],
    "Item 'fc_1' of type 'function_call' was provided without its required 'reasoning' item: 'rs_1'.",
    'input',
  ],
  [
    'a message without its reasoning',
    [{ type: 'message', id: 'msg_1', role: 'assistant', content: [] }, hi],
    "Item 'msg_1' of type 'message' was provided without its required 'reasoning' item: 'rs_1'.",
    'input',
  ],
  [
    'an id with another prefix',
    [call('a', { id: 'call_a' }), output('a')],
    "Invalid 'input[0].id': 'call_a'. Expected an ID that begins with 'fc'.",
    'input[0].id',
  ],
  [
    'an empty id',
    [thought('')],
    "Invalid 'input[0].id': ''. Expected an ID that contains letters, numbers, underscores, or dashes, but this value contained additional characters.",
    'input[0].id',
  ],
  [
    'a long call id',
    [call(long), output(long)],
    "Invalid 'input[0].call_id': string too long. Expected a string with maximum length 64, but got a string with length 65 instead.",
    'input[0].call_id',
  ],
  [
    'a call without a call id',
    [{ type: 'function_call', name: 'f', arguments: '{}' }],
    "Missing required parameter: 'input[0].call_id'.",
    'input[0].call_id',
  ],
  [
    'an output that is none',
    [call('a'), { type: 'function_call_output', call_id: 'a' }],
    "Missing required parameter: 'input[1].output'.",
    'input[1].output',
  ],
  [
    'an item id twice',
    [thought('rs_1'), thought('rs_1'), call('a'), output('a')],
    'Duplicate item found with id rs_1. Remove duplicate items from your input and try again.',
    'input',
  ],
  [
    'a role of chats',
    [{ role: 'tool', content: 'x' }],
    "Invalid value: 'tool'. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
    'input[0]',
  ],
  ['an unknown key', [{ ...hi, bogus: 1 }], "Unknown parameter: 'input[0].bogus'.", 'input[0].bogus'],
  [
    'an empty status of reasoning',
    [thought('rs_1', { status: null })],
    "Unknown parameter: 'input[0].status'.",
    'input[0].status',
  ],
  [
    'input text from the assistant',
    [{ role: 'assistant', content: [{ type: 'input_text', text: 'x' }] }],
    "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.",
    'input[0].content[0]',
  ],
])('rejects %s', (_, input, message, param) => {
  expect(judge(input)).toMatchObject({ status: 400, type: 'invalid_request_error', message, param })
})

test('reasoning that was not stored is not found', () => {
  expect(judge([hi, thought('rs_x'), call('a'), output('a')], { store: false })).toMatchObject({
    status: 404,
    message: expect.stringContaining("Item with id 'rs_x' not found."),
  })
})

test('a response that was never given cannot be continued', () => {
  const rejection = judge([hi], { previous_response_id: 'resp_1' })
  expect(rejection).toMatchObject({
    code: 'previous_response_not_found',
    message: "Previous response with id 'resp_1' not found.",
  })
})
