import type { Case } from './case.ts'
import { accepts, call, calls, field, hi, model, result, tool } from './openai-completions-request.ts'
import {
  longList,
  missing,
  moreThan,
  notWith,
  refused,
  unknown,
  unknownValue,
  type Words,
  wrongType,
} from './openai-words.ts'

const many = Array.from({ length: 129 }, (_, n) => call(String(n)))
const results = many.map((_, n) => result(String(n)))
const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }
const partTypes = "'text', 'image_url', 'input_audio', 'refusal', 'audio', and 'file'"
const withImage = (role: string, more: object = {}) => ({
  role,
  content: [{ type: 'text', text: 'x' }, image],
  ...more,
})
const says =
  (message: string, code: string | null = null): Words =>
  () => [message, code]
const noImage = (n: number, role: string) =>
  says(
    `Invalid 'messages[${n}]'. Image URLs are only allowed for messages with role 'user', but this message with role '${role}' contains an image URL.`,
    'invalid_value',
  )
const onlyWithTools = (name: string) =>
  says(`Invalid value for '${name}': '${name}' is only allowed when 'tools' are specified.`)
const modes = "'none', 'auto', and 'required'"
const schema = (parameters: object) => ({ tools: [{ type: 'function', function: { name: 'f', parameters } }] })
const noUnion = says(
  "Invalid schema for function 'f': schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.",
  'invalid_function_parameters',
)
const notObject = (got: string) =>
  says(
    `Invalid schema for function 'f': schema must be a JSON Schema of 'type: "object"', got 'type: "${got}"'.`,
    'invalid_function_parameters',
  )
const noItems = says(
  "Invalid schema for function 'f': In context=('properties', 'a'), array schema missing items.",
  'invalid_function_parameters',
)
const parameters = 'tools[0].function.parameters'
const reasoning = { model: 'gpt-5-nano' }

const messageCases: readonly Case[] = [
  {
    name: 'no model',
    evidence: 'measured: 2026-08-30',
    request: { path: '/v1/chat/completions', body: { messages: [hi] } },
    answer: refused('you must provide a model parameter', null),
  },
  field('a strange field', 'measured: 2026-08-30', [hi], 'reasoning', unknown, { reasoning: {} }),
  field(
    'more than 128 calls',
    'verbatim: openai-dotnet#317',
    [hi, calls(...many), ...results],
    'messages[1].tool_calls',
    longList(129),
  ),
  field('more than 128 tools', 'measured', [hi], 'tools', longList(129), {
    tools: many.map((_, n) => tool(`f${n}`)),
  }),
  field(
    'arguments that are an object',
    'verbatim: goose-mobile#20',
    [hi, calls(call('a', { function: { name: 'f', arguments: {} } })), result('a')],
    'messages[1].tool_calls[0].function.arguments',
    wrongType('a string', 'an object'),
  ),
  field(
    'no arguments',
    'inferred',
    [hi, calls(call('a', { function: { name: 'f' } })), result('a')],
    'messages[1].tool_calls[0].function.arguments',
    missing,
  ),
  field(
    'a part of another API',
    'verbatim: public reports',
    [{ role: 'user', content: [{ type: 'input_text', text: 'x' }] }],
    'messages[0].content[0].type',
    unknownValue('input_text', partTypes),
  ),
  field(
    'the name of a person with a space',
    'verbatim: community.openai.com/t/1356753',
    [{ ...hi, name: 'A B' }],
    'messages[0].name',
    says(
      "Invalid 'messages[0].name': string does not match pattern. Expected a string that matches the pattern '^[^\\s<|\\\\/>]+$'.",
      'invalid_value',
    ),
  ),
  field(
    'the result of a function without its name',
    'verbatim: langchainjs#6570',
    [hi, { role: 'function', content: 'x' }],
    'messages.[1].name',
    says("Missing parameter 'name': messages with role 'function' must have a 'name'."),
  ),
  field(
    'an image in a result',
    'verbatim: OpenHands#7700',
    [hi, calls(call('a')), withImage('tool', { tool_call_id: 'call_a' })],
    'messages[2]',
    noImage(2, 'tool'),
  ),
  field(
    'an image of the assistant',
    'verbatim: openai-node#1030',
    [withImage('assistant')],
    'messages[0]',
    noImage(0, 'assistant'),
  ),
  accepts('an image of the user', 'docs', [withImage('user')]),
  accepts(
    'an image in a result for a model that takes it',
    'verbatim: openai-openapi#523',
    [hi, calls(call('a')), withImage('tool', { tool_call_id: 'call_a' })],
    { model: 'gpt-5.2' },
  ),
]

const toolCases: readonly Case[] = [
  field('tools that are no list', 'measured: 2026-08-30', [hi], 'tools', wrongType('an array of objects', 'a string'), {
    tools: 'f',
  }),
  ...['oneOf', 'anyOf', 'allOf', 'enum', 'not'].map((union) =>
    field(
      `a schema with ${union}`,
      'verbatim: vercel/ai#7924',
      [hi],
      parameters,
      noUnion,
      schema({ type: 'object', [union]: [] }),
    ),
  ),
  field(
    'a schema of a list',
    'verbatim: public reports',
    [hi],
    parameters,
    notObject('array'),
    schema({ type: 'array' }),
  ),
  field(
    'a schema without a type',
    'verbatim: public reports',
    [hi],
    parameters,
    notObject('None'),
    schema({ properties: {} }),
  ),
  accepts('an empty schema', 'measured: 2026-08-30', [hi], schema({})),
  field(
    'a list of nothing',
    'verbatim: public reports',
    [hi],
    parameters,
    noItems,
    schema({ type: 'object', properties: { a: { type: 'array' } } }),
  ),
  accepts(
    'a list of texts',
    'docs',
    [hi],
    schema({ type: 'object', properties: { a: { type: 'array', items: { type: 'string' } } } }),
  ),
  field(
    'a choice without tools',
    'verbatim: writer-framework#1013',
    [hi],
    'tool_choice',
    onlyWithTools('tool_choice'),
    {
      tools: undefined,
      tool_choice: 'auto',
    },
  ),
  field('a choice of an unknown kind', 'measured: 2026-08-30', [hi], 'tool_choice', unknownValue('any', modes), {
    tool_choice: 'any',
  }),
  field(
    'a choice that is a number',
    'measured: 2026-08-30',
    [hi],
    'tool_choice',
    wrongType("one of one of 'none', 'auto', or 'required' or object", 'an integer'),
    { tool_choice: 7 },
  ),
  field('a choice of nothing', 'measured: 2026-08-30', [hi], 'tool_choice.function', missing, {
    tool_choice: { type: 'function' },
  }),
  field('a choice without a name', 'measured: 2026-08-30', [hi], 'tool_choice.function.name', missing, {
    tool_choice: { type: 'function', function: {} },
  }),
  field(
    'a choice of no tool',
    'measured: 2026-09-04',
    [hi],
    'function_call',
    says("Invalid value for 'function_call': no function named 'g' was specified in the 'functions' parameter."),
    { tool_choice: { type: 'function', function: { name: 'g' } } },
  ),
  accepts('a choice of a tool', 'docs', [hi], { tool_choice: { type: 'function', function: { name: 'f' } } }),
  accepts('a choice among some', 'docs', [hi], { tool_choice: { type: 'allowed_tools', allowed_tools: {} } }),
  field(
    'calls in parallel without tools',
    'verbatim: public reports',
    [hi],
    'parallel_tool_calls',
    onlyWithTools('parallel_tool_calls'),
    { tools: undefined, parallel_tool_calls: true },
  ),
]

const optionCases: readonly Case[] = [
  ...(
    [
      ['n', 'an integer', 'a string', '2'],
      ['seed', 'an integer', 'a decimal number', 1.5],
      ['temperature', 'a decimal', 'a string', 'hot'],
      ['store', 'a boolean', 'a string', 'yes'],
      ['user', 'a string', 'an object', {}],
      ['response_format', 'an object', 'a string', 'json'],
      ['metadata', 'a metadata object', 'a string', 'x'],
    ] as const
  ).map(([name, wanted, got, value]) =>
    field(`${name} of another type`, 'measured: 2026-08-30', [hi], name, wrongType(wanted, got), { [name]: value }),
  ),
  field('no completions', 'measured: 2026-08-30', [hi], 'n', moreThan(1, 0), { n: 0 }),
  field('no tokens', 'measured: 2026-08-30', [hi], 'max_completion_tokens', moreThan(1, 0), {
    max_completion_tokens: 0,
  }),
  field(
    'a temperature for a model that reasons',
    'measured: 2026-08-30',
    [hi],
    'temperature',
    says(
      "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
      'unsupported_value',
    ),
    { ...reasoning, temperature: 0.5 },
  ),
  field('a stop for a model that reasons', 'measured: 2026-08-30', [hi], 'stop', notWith, {
    ...reasoning,
    stop: ['x'],
  }),
  accepts('a temperature for a model that does not reason now', 'measured', [hi], {
    model: 'gpt-5.6-terra',
    reasoning_effort: 'none',
    temperature: 0.5,
  }),
  accepts('a temperature for a model that does not reason', 'docs', [hi], { temperature: 0.5, model }),
  field(
    'options of a stream without a stream',
    'verbatim: public reports',
    [hi],
    'stream_options',
    says("The 'stream_options' parameter is only allowed when 'stream' is enabled."),
    { stream_options: { include_usage: true } },
  ),
  field(
    'an object of JSON that nobody speaks of',
    'verbatim: public reports',
    [hi],
    'messages',
    says("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."),
    { response_format: { type: 'json_object' } },
  ),
]

/** What is said about parts, tools and options. */
export const restCases: readonly Case[] = [...messageCases, ...toolCases, ...optionCases]
