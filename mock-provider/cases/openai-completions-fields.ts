import type { Case } from './case.ts'
import { accepts, call, calls, field, hi, ok, path, result, tool } from './openai-completions-request.ts'
import { emptyArray, emptyText, missing, noMatch, refused, tooLong, unknownValue, wrongType } from './openai-words.ts'

const robot = unknownValue('robot', "'system', 'assistant', 'user', 'function', 'tool', and 'developer'")
const noObject = (got: string) => wrongType('an object', got)
const noContent = (got: string) => wrongType('one of a string or array of objects', got)
const noList = wrongType('an array of objects', 'a string')
const calling = (more: object) => [hi, calls(call('a', more)), result('a')]
const named = (name: unknown) => calling({ function: { name, arguments: '{}' } })
const longName = 'n'.repeat(65)
const longId = `call_${'c'.repeat(36)}`
const tools = (...all: unknown[]) => ({ tools: all })

/** What is said about the fields of messages and tools, which come before everything else. */
export const fieldCases: readonly Case[] = [
  {
    name: 'a body that is no object',
    evidence: 'inferred',
    request: { path, body: null },
    answer: refused('We could not parse the JSON body of your request.', null),
  },
  field('no messages at all', 'inferred', undefined, 'messages', missing),
  field('messages that are no list', 'inferred', 'hi', 'messages', noList),
  field('an empty list of messages', 'measured', [], 'messages', emptyArray),
  field('a message that is null', 'inferred', [null], 'messages[0]', noObject('null')),
  field('no role', 'inferred', [{ content: 'x' }], 'messages[0].role', missing),
  field('an unknown role', 'measured', [{ role: 'robot', content: 'x' }], 'messages[0].role', robot),
  field(
    'a call unanswered, and an unknown role: the role speaks',
    'measured',
    [hi, calls(call('a')), { role: 'robot' }],
    'messages[2].role',
    robot,
  ),
  field(
    'a developer without content',
    'verbatim: recorded probe',
    [hi, { role: 'developer' }],
    'messages[1].content',
    missing,
  ),
  field(
    'a number for content',
    'measured',
    [{ role: 'user', content: 7 }],
    'messages[0].content',
    noContent('an integer'),
  ),
  field(
    'half a number for content',
    'inferred',
    [{ role: 'user', content: 0.5 }],
    'messages[0].content',
    noContent('a decimal number'),
  ),
  field(
    'an object for content',
    'inferred',
    [{ role: 'user', content: {} }],
    'messages[0].content',
    noContent('an object'),
  ),
  field(
    'a part of a content that is no object',
    'inferred',
    [{ role: 'user', content: ['hi'] }],
    'messages[0].content[0]',
    noObject('a string'),
  ),
  field(
    'a part of a content without a type',
    'verbatim: neuron-ai#76',
    [{ role: 'user', content: [{ text: 'hi' }] }],
    'messages[0].content[0].type',
    missing,
  ),
  field('a text for calls', 'measured', [hi, { ...ok, tool_calls: 'y' }], 'messages[1].tool_calls', noList),
  field(
    'no calls in a list of calls',
    'measured',
    [hi, { ...ok, tool_calls: [] }],
    'messages[1].tool_calls',
    emptyArray,
  ),
  accepts('no calls in a list of the user’s', 'measured', [{ ...hi, tool_calls: [] }]),
  accepts('calls that are null', 'measured', [hi, { ...ok, tool_calls: null }, hi]),
  field('a call that is no object', 'inferred', [hi, calls([])], 'messages[1].tool_calls[0]', noObject('an array')),
  field('a call without an id', 'inferred', calling({ id: undefined }), 'messages[1].tool_calls[0].id', missing),
  field('a call without a type', 'inferred', calling({ type: undefined }), 'messages[1].tool_calls[0].type', missing),
  field(
    'a call without a function',
    'inferred',
    calling({ function: undefined }),
    'messages[1].tool_calls[0].function',
    missing,
  ),
  field(
    'a call of a text',
    'inferred',
    calling({ function: 'f' }),
    'messages[1].tool_calls[0].function',
    noObject('a string'),
  ),
  field('a call of no tool', 'inferred', named(undefined), 'messages[1].tool_calls[0].function.name', missing),
  field(
    'a call of a tool without a name',
    'verbatim: continue#5091',
    named(''),
    'messages[1].tool_calls[0].function.name',
    emptyText,
  ),
  field(
    'a call of a tool with a dot',
    'verbatim: mcp-use#90',
    named('x.y'),
    'messages[1].tool_calls[0].function.name',
    noMatch,
  ),
  field(
    'a call of a tool with a long name',
    'inferred',
    named(longName),
    'messages[1].tool_calls[0].function.name',
    tooLong(64),
  ),
  accepts(
    'a call of a custom tool',
    'docs',
    calling({ type: 'custom', function: undefined, custom: { name: 'x', input: '' } }),
  ),
  field(
    'a long id of a call',
    'verbatim: recorded probe',
    calling({ id: longId }),
    'messages[1].tool_calls[0].id',
    tooLong(40),
  ),
  field(
    'a long id of a result',
    'verbatim: recorded probe',
    [hi, calls(call('a')), result('a', { tool_call_id: longId })],
    'messages[2].tool_call_id',
    tooLong(40),
  ),
  field('a tool that is no object', 'inferred', [hi], 'tools[0]', noObject('a string'), tools('f')),
  field(
    'a tool without a type',
    'verbatim: openai-cookbook#1248',
    [hi],
    'tools[0].type',
    missing,
    tools({ name: 'f' }),
  ),
  field('a tool without a function', 'inferred', [hi], 'tools[0].function', missing, tools({ type: 'function' })),
  field(
    'a tool with a dot, behind another',
    'verbatim: xiaozhi-esp32-server-golang#268',
    [hi],
    'tools[1].function.name',
    noMatch,
    tools(tool('f'), tool('a.b')),
  ),
  field(
    'a tool with a long name',
    'verbatim: home-assistant/core#121325',
    [hi],
    'tools[0].function.name',
    tooLong(64),
    tools(tool(longName)),
  ),
]
