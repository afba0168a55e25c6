import { accepts, assistant, hi, rejects, result, text, use, user } from './anthropic-messages-request.ts'
import type { Case } from './case.ts'

const block = (one: object) => [hi, assistant(one), user(result('a'))]
const long = 'n'.repeat(201)
const mark = { cache_control: { type: 'ephemeral' } }
const marked = (n: number) => ({ ...text(`part ${n}`), ...mark })

/** The types of fields, which come before everything else. */
export const fieldCases: readonly Case[] = [
  {
    ...rejects('a body that is no object', 'inferred', [], 'Input should be a valid dictionary'),
    request: { path: '/v1/messages', body: null },
  },
  rejects(
    'no max_tokens, before a look at the calls',
    'verbatim: kangminlee',
    block(use('a')).slice(0, 2),
    'max_tokens: Field required',
    {
      max_tokens: undefined,
    },
  ),
  rejects('no messages', 'inferred', undefined, 'messages: Field required'),
  rejects('messages that are no list', 'inferred', 'hi', 'messages: Input should be a valid array'),
  rejects('a message that is no object', 'inferred', ['hi'], 'messages.0: Input should be a valid dictionary'),
  rejects('no role', 'inferred', [{ content: 'hi' }], 'messages.0.role: Field required'),
  rejects('no content', 'verbatim: kangminlee', [{ role: 'user' }], 'messages.0.content: Field required'),
  rejects(
    'content null',
    'verbatim: kangminlee',
    [{ role: 'user', content: null }],
    'messages.0.content: Input should be a valid array',
  ),
  rejects(
    'a name for a message',
    'verbatim: kangminlee',
    [{ ...hi, name: 'x' }],
    'messages.0.name: Extra inputs are not permitted',
  ),
  rejects(
    'a directive from the user',
    'docs: SDK types',
    [{ ...hi, output_config: {} }],
    'messages.0.output_config: Extra inputs are not permitted',
  ),
  rejects(
    'a block without a type',
    'verbatim: kangminlee',
    [user({ text: 'x' })],
    'messages.0.content.0.type: Field required',
  ),
  rejects('a block that is no object', 'inferred', [user(['x'])], 'messages.0.content.0.type: Field required'),
  rejects(
    'a block whose type is null',
    'inferred',
    [user({ type: null })],
    'messages.0.content.0.type: Input should be a valid string',
  ),
  rejects(
    'a text without its text',
    'verbatim: CLIProxyAPI#730',
    [user({ type: 'text' })],
    'messages.0.content.0.text.text: Field required',
  ),
  rejects(
    'a text that is null',
    'inferred',
    [user({ type: 'text', text: null })],
    'messages.0.content.0.text.text: Input should be a valid string',
  ),
  rejects(
    'a call without an id',
    'inferred',
    block(use('a', { id: undefined })),
    'messages.1.content.0.tool_use.id: Field required',
  ),
  rejects(
    'a call whose id has other characters',
    'verbatim: ClawRouter#17',
    block(use('a', { id: 'functions.exec:0' })),
    "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  ),
  rejects(
    'a call whose id is empty',
    'verbatim: forgecode#1142',
    block(use('a', { id: '' })),
    "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  ),
  rejects(
    'a call of no tool',
    'verbatim: recorded probe',
    block(use('a', { name: '' })),
    'messages.1.content.0.tool_use.name: String should have at least 1 character',
  ),
  rejects(
    'a call of a tool with a long name',
    'inferred: openclaw#13134',
    block(use('a', { name: long })),
    'messages.1.content.0.tool_use.name: String should have at most 200 characters',
  ),
  ...[
    ['text', '{}'],
    ['a list', []],
    ['null', null],
    ['absent', undefined],
  ].map(([what, input]) =>
    rejects(
      `a call whose input is ${what}`,
      'verbatim: recorded probe',
      block(use('a', { input })),
      'messages.1.content.0.tool_use.input: Input should be a valid dictionary',
    ),
  ),
  rejects(
    'a call with a strange key',
    'verbatim: claude-code#4378',
    block(use('a', { text: 'x' })),
    'messages.1.content.0.tool_use.text: Extra inputs are not permitted',
  ),
  rejects(
    'a server’s call with a client’s id',
    'verbatim: sub2api#1308',
    [hi, assistant({ type: 'server_tool_use', id: 'toolu_a', name: 'web_search', input: {} }), hi],
    "messages.1.content.0.server_tool_use.id: String should match pattern '^srvtoolu_[a-zA-Z0-9_]+$'",
  ),
  rejects(
    'a result without an id',
    'verbatim: AEGIS',
    [hi, assistant(use('a')), user({ type: 'tool_result' })],
    'messages.2.content.0.tool_result.tool_use_id: Field required',
  ),
  ...[
    ['empty text', ''],
    ['an empty list', []],
    ['nothing', undefined],
  ].map(([what, content]) =>
    rejects(
      `an error that says ${what}`,
      'verbatim: recorded probe',
      [hi, assistant(use('a')), user(result('a', { content, is_error: true }))],
      'messages.2.content.0.tool_result: content cannot be empty if `is_error` is true',
    ),
  ),
  rejects(
    'thinking without its text',
    'verbatim: recorded probe',
    block({ type: 'thinking', signature: 's' }),
    'messages.1.content.0.thinking.thinking: Field required',
  ),
  rejects(
    'thinking without its signature',
    'inferred',
    block({ type: 'thinking', thinking: 't' }),
    'messages.1.content.0.thinking.signature: Field required',
  ),
  rejects('a tool that is no object', 'inferred', [hi], 'tools.0: Input should be a valid dictionary', {
    tools: ['exec'],
  }),
  rejects('a tool without a name', 'inferred', [hi], 'tools.0.custom.name: Field required', {
    tools: [{ input_schema: {} }],
  }),
  rejects(
    'a tool name with a dot',
    'verbatim: recorded probe',
    [hi],
    "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
    { tools: [{ name: 'docker.io', input_schema: {} }] },
  ),
  rejects(
    'a long tool name',
    'verbatim: claude-code#96152',
    [hi],
    'tools.0.custom.name: String should have at most 128 characters',
    { tools: [{ name: long, input_schema: {} }] },
  ),
  rejects('a tool without a schema', 'verbatim: kangminlee', [hi], 'tools.0.custom.input_schema: Field required', {
    tools: [{ name: 'exec' }],
  }),
  accepts('a tool of the API’s own', 'docs', [hi], { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }),
  rejects('a tool_choice that is a text', 'verbatim: kangminlee', [hi], 'tool_choice: Input should be an object', {
    tool_choice: 'auto',
  }),
  rejects('a strange field of the body', 'verbatim: oli#7', [hi], 'response_format: Extra inputs are not permitted', {
    response_format: {},
  }),
  rejects(
    'a strange field and an empty list: the field speaks',
    'measured: kangminlee',
    [],
    'response_format: Extra inputs are not permitted',
    { response_format: {} },
  ),
  rejects(
    'a strange field and a wrong type: the type speaks',
    'measured: kangminlee',
    [{ role: 'user' }],
    'messages.0.content: Field required',
    { response_format: {} },
  ),
  accepts('four marks for the cache', 'docs', [{ role: 'user', content: [1, 2, 3, 4].map(marked) }]),
  rejects(
    'five marks for the cache, in all places',
    'verbatim: tghamm/Anthropic.SDK#50',
    [user(marked(1)), assistant(use('a', mark)), user(result('a', { content: [marked(2)] }))],
    'A maximum of 4 blocks with cache_control may be provided. Found 5.',
    { system: [marked(3)], tools: [{ name: 'exec', input_schema: { type: 'object' }, ...mark }] },
  ),
  accepts('max_tokens 0', 'measured', [hi], { max_tokens: 0 }),
]
