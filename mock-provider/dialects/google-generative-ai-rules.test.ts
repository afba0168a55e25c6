import { expect, test } from 'vitest'
import { judgeGenerateContent } from './google-generative-ai-rules.ts'

const user = (...parts: object[]) => ({ role: 'user', parts })
const model = (...parts: object[]) => ({ role: 'model', parts })
const text = (words: string) => ({ text: words })
const call = (name: string, more: object = {}) => ({ functionCall: { name, args: {} }, ...more })
const signed = (name: string) => call(name, { thoughtSignature: 'c2ln' })
const response = (name: string) => ({ functionResponse: { name, response: { result: 'r' } } })
const hi = user(text('hi'))
const judge = (contents: unknown, modelName = 'gemini-3-pro') => judgeGenerateContent({ contents }, modelName)

test.each([
  [
    'a whole batch of which only the first call is signed',
    [hi, model(signed('a'), call('b')), user(response('a'), response('b'))],
  ],
  ['two texts of the user in a row', [hi, hi]],
  ['a call without a signature in an earlier turn', [hi, model(call('a')), user(response('a')), model(text('ok')), hi]],
  [
    'the word that clients send in place of a signature',
    [hi, model(call('a', { thoughtSignature: 'skip_thought_signature_validator' })), user(response('a'))],
  ],
  ['no role', [{ parts: [text('hi')] }]],
])('accepts %s', (_, contents) => {
  expect(judge(contents)).toBeNull()
})

test('accepts a call without a signature from an older model', () => {
  expect(judge([hi, model(call('a')), user(response('a'))], 'gemini-2.5-flash')).toBeNull()
})

const count =
  'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'
const responseTurn = 'Please ensure that function response turn comes immediately after a function call turn.'
const callTurn =
  'Please ensure that function call turn comes immediately after a user turn or after a function response turn.'

test.each([
  ['fewer responses than calls', [hi, model(signed('a'), call('b')), user(response('a'))], count],
  ['more responses than calls', [hi, model(signed('a')), user(response('a'), response('a'))], count],
  [
    'responses split over two turns',
    [hi, model(signed('a'), call('b')), user(response('a')), user(response('b'))],
    count,
  ],
  ['a text in place of a response', [hi, model(signed('a')), hi], count],
  ['a response without a call', [user(response('a'))], responseTurn],
  ['a call as the first turn', [model(signed('a')), user(response('a'))], callTurn],
  ['a call after a text of the model', [hi, model(text('hm')), model(signed('a')), user(response('a'))], callTurn],
  [
    'a corrupted signature',
    [hi, model(call('a', { thoughtSignature: 'Ym9ndXM=' })), user(response('a'))],
    'Thought signature is not valid',
  ],
  ['an unknown role', [{ role: 'system', parts: [text('x')] }], 'Please use a valid role: user, model.'],
  ['no parts', [user()], '* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n'],
  [
    'a response without a name',
    [hi, model(signed('a')), user(response(''))],
    '* GenerateContentRequest.contents[2].parts[0].function_response.name: Name cannot be empty.\n',
  ],
])('rejects %s', (_, contents, message) => {
  expect(judge(contents)).toEqual({ status: 400, type: 'INVALID_ARGUMENT', message })
})

test('rejects a call of this turn without a signature, naming it', () => {
  expect(judge([hi, model(call('a')), user(response('a'))])?.message).toContain(
    'function call `default_api:a` , position 2.',
  )
})

test('rejects a schema with a keyword it does not know', () => {
  const tools = [{ functionDeclarations: [{ name: 'f', parameters: { $schema: 'x', type: 'object' } }] }]
  expect(judgeGenerateContent({ contents: [hi], tools }, '')?.message).toContain(
    'Unknown name "$schema" at \'tools[0].function_declarations[0].parameters\'',
  )
})

test('what is no content at all is rejected, not a crash', () => {
  expect(judge([null])?.status).toBe(400)
  expect(judge([{ role: 'user', parts: [null] }])?.status).toBe(400)
})
