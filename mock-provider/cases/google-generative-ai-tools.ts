import { type Case, unreplayable } from './case.ts'
import {
  accepts,
  call,
  hi,
  older,
  refused,
  rejects,
  request,
  response,
  said,
  text,
  user,
} from './google-generative-ai-request.ts'

const pro = 'gemini-3-pro-preview'
const cannotFind = (name: string, at: string) =>
  `Invalid JSON payload received. Unknown name "${name}"${at === '' ? '' : ` at '${at}'`}: Cannot find field.`

/** A request that is rejected for what stands beside its contents. */
function beside(name: string, evidence: Case['evidence'], more: object, message: string, asked = older): Case {
  return { name, evidence, request: request([hi], more, asked), answer: refused(message) }
}

/** A request that is accepted with what stands beside its contents. */
function goes(name: string, evidence: Case['evidence'], more: object, asked = older): Case {
  return { name, evidence, request: request([hi], more, asked), answer: 'accepted' }
}

const functions = (...all: object[]) => ({ tools: [{ functionDeclarations: all }] })
const parameters = (properties: object) => functions({ name: 'a', parameters: { type: 'OBJECT', properties } })
const thinking = (thinkingConfig: object) => ({ generationConfig: { thinkingConfig } })
const badName =
  '* GenerateContentRequest.tools[0].function_declarations[0].name: [FIELD_INVALID] Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 64.\n'

const partCases: readonly Case[] = [
  rejects(
    'a strange field of a part',
    'verbatim: ai.nvim#13',
    [user({ ...text('hi'), role: 'user' })],
    cannotFind('role', 'contents[0].parts[0]'),
  ),
  rejects(
    'a strange field of a content and of a call, told at once',
    'inferred',
    [hi, { ...said({ functionCall: { name: 'a', arguments: {} } }), content: 'x' }, user(response('a'))],
    [cannotFind('content', 'contents[1]'), cannotFind('arguments', 'contents[1].parts[0].function_call')].join('\n'),
    older,
  ),
  rejects(
    'arguments as text',
    'verbatim: public reports',
    [hi, said({ functionCall: { name: 'a', args: '{}' } }), user(response('a'))],
    'Invalid value at \'contents[1].parts[0].function_call.args\' (type.googleapis.com/google.protobuf.Struct), "{}"',
    older,
  ),
  rejects(
    'a response as text',
    'verbatim: public reports',
    [hi, said(call('a')), user({ functionResponse: { name: 'a', response: 'ok' } })],
    'Invalid value at \'contents[2].parts[0].function_response.response\' (type.googleapis.com/google.protobuf.Struct), "ok"',
    older,
  ),
  rejects(
    'a signature that is no base64',
    'verbatim: public reports',
    [hi, said({ ...call('a'), thoughtSignature: 'EmIKYAERT' }), user(response('a'))],
    'Invalid value at \'contents[1].parts[0].thought_signature\' (TYPE_BYTES), Base64 decoding failed for "EmIKYAERT"',
  ),
  ...unreplayable('its signature is the mock provider’s own', [
    rejects(
      'a signature of ours that was changed',
      'verbatim: gemini-cli#13467',
      [hi, said({ ...call('a'), thoughtSignature: 'Z2F0ZWNyYXNoLnh4' }), user(response('a'))],
      'Corrupted thought signature.',
    ),
  ]),
  rejects(
    'a part that says nothing',
    'verbatim: public reports',
    [user({})],
    "* GenerateContentRequest.contents[0].parts[0].data: required oneof field 'data' must have one initialized field\n",
  ),
  accepts('an empty text', 'verbatim: recorded streams', [hi, said(text('')), hi]),
  rejects(
    'a call without a name',
    'verbatim: vscode-unify-chat-provider#49',
    [hi, said(call('')), user(response('a'))],
    '* GenerateContentRequest.contents[1].parts[0].function_call.name: Name cannot be empty.\n',
    older,
  ),
  accepts('contents that are one object', 'docs', hi),
  accepts('parts that are one object', 'docs', [{ role: 'user', parts: text('hi') }]),
  accepts(
    'fields in snake case',
    'docs',
    [hi, said({ function_call: { name: 'a', args: {} } }), user({ function_response: { name: 'a', response: {} } })],
    older,
  ),
  rejects(
    'a text for contents',
    'inferred',
    'hi',
    'Invalid value at \'contents[0]\' (type.googleapis.com/google.ai.generativelanguage.v1beta.Content), "hi"',
  ),
]

const bodyCases: readonly Case[] = [
  beside('a strange field of the body', 'verbatim: openclaw#22704', { stream: true }, cannotFind('stream', '')),
  beside('a tool of another API', 'inferred', { tools: [{ type: 'function' }] }, cannotFind('type', 'tools[0]')),
  beside(
    'a type that is a list',
    'verbatim: zed#53919',
    parameters({ a: { type: ['string', 'null'] } }),
    'Invalid JSON payload received. Unknown name "type" at \'tools[0].function_declarations[0].parameters.properties[0].value\': Proto field is not repeating, cannot start list.',
  ),
  beside('a function with a slash', 'verbatim: 2026-09-05', functions({ name: 'a/b' }), badName),
  goes('a function with a dot and a dash', 'docs', functions({ name: 'a.b-c:d' })),
  beside(
    'two functions of one name',
    'verbatim: public reports',
    functions({ name: 'a' }, { name: 'a' }),
    'Duplicate function declaration found: a',
  ),
  beside(
    'a list of nothing',
    'verbatim: public reports',
    parameters({ a: { type: 'ARRAY' } }),
    '* GenerateContentRequest.tools[0].function_declarations[0].parameters.properties[a].items: missing field.\n',
  ),
  beside(
    'a number of several',
    'verbatim: opencode#28397',
    parameters({ a: { type: 'INTEGER', enum: ['1'] } }),
    '* GenerateContentRequest.tools[0].function_declarations[0].parameters.properties[a].enum: only allowed for STRING type\n',
  ),
  goes('a schema of JSON', 'docs', functions({ name: 'a', parametersJsonSchema: { $schema: 'x', type: ['object'] } })),
  beside(
    'a choice without functions',
    'verbatim: public reports',
    { tools: undefined, toolConfig: { functionCallingConfig: { mode: 'AUTO' } } },
    'Function calling config is set without function_declarations.',
  ),
]

const optionCases: readonly Case[] = [
  beside(
    'a budget and a level of thinking',
    'verbatim: public reports',
    thinking({ thinkingBudget: 0, thinkingLevel: 'low' }),
    'You can only set only one of thinking budget and thinking level.',
    pro,
  ),
  beside(
    'a level of thinking for a model that takes a budget',
    'verbatim: public reports',
    thinking({ thinkingLevel: 'low' }),
    'Thinking level is not supported for this model.',
  ),
  ...['gemini-2.5-pro', 'gemini-3.1-pro-preview', pro].map((model) =>
    beside(
      `no thinking for ${model}`,
      'verbatim: public reports',
      thinking({ thinkingBudget: 0 }),
      'Budget 0 is invalid. This model only works in thinking mode.',
      model,
    ),
  ),
  beside(
    'a large budget',
    'verbatim: public reports',
    thinking({ thinkingBudget: 64_000 }),
    'The thinking budget 64000 is invalid. Please choose a value between 128 and 32768.',
    'gemini-2.5-pro',
  ),
  beside(
    'a small budget',
    'verbatim: public reports',
    thinking({ thinkingBudget: 256 }),
    'The thinking budget 256 is invalid. Please choose a value between 512 and 24576.',
  ),
  goes('as much thinking as the model likes', 'docs', thinking({ thinkingBudget: -1 })),
  {
    name: 'a request by way of Code Assist',
    evidence: 'docs: gemini-cli',
    replay: false,
    why: 'it is another host',
    request: {
      path: '/v1internal:generateContent',
      body: { model: older, project: 'p', request: { contents: [hi, said(call('a'))] } },
    },
    answer: refused(
      'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
    ),
  },
]

/** What is said about parts, tools and options. */
export const toolCases: readonly Case[] = [...partCases, ...bodyCases, ...optionCases]
