import type { Case } from './case.ts'
import { accepts, call, field, hi, ok, output, path, thought, tool } from './openai-responses-request.ts'
import {
  emptyText,
  missing,
  noMatch,
  refused,
  tooLong,
  unknown,
  unknownValue,
  type Words,
  wrongType,
} from './openai-words.ts'

const noObject = (got: string) => wrongType('an object', got)
const badPrefix =
  (id: string, prefix: string): Words =>
  (where) => [`Invalid '${where}': '${id}'. Expected an ID that begins with '${prefix}'.`, 'invalid_value']
const badId =
  (id: string): Words =>
  (where) => [
    `Invalid '${where}': '${id}'. Expected an ID that contains letters, numbers, underscores, or dashes, but this value contained additional characters.`,
    'invalid_value',
  ]
const notAssistants = unknownValue('input_text', "'output_text' and 'refusal'")
const notARole = unknownValue('tool', "'assistant', 'system', 'developer', and 'user'")
const longId = `call_${'c'.repeat(60)}`
const custom = { type: 'custom_tool_call', call_id: 'call_a', name: 'x', input: '' }

/** What is said about the fields of items and tools, which come before everything else. */
export const fieldCases: readonly Case[] = [
  {
    name: 'a body that is no object',
    evidence: 'inferred',
    request: { path, body: null },
    answer: refused('We could not parse the JSON body of your request.', null),
  },
  field('no input', 'inferred', undefined, 'input', missing),
  field('an item that is no object', 'measured', ['hi'], 'input[0]', wrongType('an input item', 'a string')),
  field('an item that is null', 'measured', [null], 'input[0]', wrongType('an input item', 'null')),
  field(
    'a role of chats',
    'measured',
    [hi, { role: 'tool', tool_call_id: 'call_a', content: 'x' }],
    'input[1]',
    notARole,
  ),
  field(
    'a call without an output, and a role of chats: the role speaks',
    'inferred',
    [call('a'), { role: 'tool', content: 'x' }],
    'input[1]',
    notARole,
  ),
  field('a message without a role', 'inferred', [{ type: 'message', content: 'x' }], 'input[0].role', missing),
  field('a message without content', 'inferred', [{ role: 'user' }], 'input[0].content', missing),
  field('an unknown key', 'measured', [{ ...hi, bogus: 1 }], 'input[0].bogus', unknown),
  field('the calls of a chat', 'measured', [hi, ok({ tool_calls: [] })], 'input[1].tool_calls', unknown),
  field(
    'an empty status of reasoning',
    'verbatim: litellm#13420',
    [thought('rs_1', { status: null })],
    'input[0].status',
    unknown,
  ),
  field(
    'a call with the id of a chat’s call',
    'verbatim: nodetool#4252',
    [hi, call('a', { id: 'call_a' }), output('a')],
    'input[1].id',
    badPrefix('call_a', 'fc'),
  ),
  field(
    'a custom tool’s call with the id of a chat’s call',
    'verbatim: nodetool#4252',
    [{ ...custom, id: 'call_a' }],
    'input[0].id',
    badPrefix('call_a', 'ctc'),
  ),
  field(
    'a message with the id of a response',
    'verbatim: nodetool#4252',
    [ok({ id: 'resp_1' })],
    'input[0].id',
    badPrefix('resp_1', 'msg'),
  ),
  field(
    'reasoning with the id of a message',
    'verbatim: nodetool#4252',
    [thought('msg_1')],
    'input[0].id',
    badPrefix('msg_1', 'rs'),
  ),
  field('an empty id', 'verbatim: langchainjs#11044', [hi, thought('')], 'input[1].id', badId('')),
  field(
    'an id of two parts',
    'inferred',
    [call('a', { id: 'call_1|fc_1' }), output('a')],
    'input[0].id',
    badId('call_1|fc_1'),
  ),
  field(
    'a long id',
    'verbatim: github/app#499',
    [call('a', { id: `fc_${'0'.repeat(62)}` }), output('a')],
    'input[0].id',
    tooLong(64),
  ),
  field(
    'a long call id',
    'verbatim: ungate#26',
    [call('a', { call_id: longId }), output('a', { call_id: longId })],
    'input[0].call_id',
    tooLong(64),
  ),
  field(
    'a long call id of an output',
    'inferred',
    [call('a'), output('a', { call_id: longId })],
    'input[1].call_id',
    tooLong(64),
  ),
  field('a call without a call id', 'inferred', [call('a', { call_id: undefined })], 'input[0].call_id', missing),
  field('a call of no tool', 'inferred', [call('a', { name: undefined })], 'input[0].name', missing),
  field('a call of a tool without a name', 'inferred', [call('a', { name: '' })], 'input[0].name', emptyText),
  field('a call of a tool with a dot', 'inferred', [call('a', { name: 'x.y' })], 'input[0].name', noMatch),
  field(
    'an output that is none',
    'inferred',
    [call('a'), output('a', { output: undefined })],
    'input[1].output',
    missing,
  ),
  field(
    'input text from the assistant',
    'verbatim: recorded probe',
    [{ role: 'assistant', content: [{ type: 'input_text', text: 'x' }] }],
    'input[0].content[0]',
    notAssistants,
  ),
  field(
    'a part of the assistant’s that is no object',
    'inferred',
    [{ role: 'assistant', content: ['x'] }],
    'input[0].content[0]',
    noObject('a string'),
  ),
  accepts('a refusal of the assistant’s', 'docs', [hi, ok({ content: [{ type: 'refusal', refusal: 'no' }] }), hi]),
  field('a tool that is no object', 'inferred', [hi], 'tools[0]', noObject('a string'), { tools: ['f'] }),
  field('a tool of chats', 'verbatim: vscode-copilot-release#11157', [hi], 'tools[0].name', missing, {
    tools: [{ type: 'function', function: { name: 'f' } }],
  }),
  field('a tool without a name', 'verbatim: OmniRoute#707', [hi], 'tools[0].name', emptyText, { tools: [tool('')] }),
  accepts('a tool of the API’s own', 'docs', [hi], { tools: [{ type: 'web_search' }] }),
]
