import type { Case } from './case.ts'
import { unreplayable } from './case.ts'
import { accepts, field, hi, tool } from './openai-responses-request.ts'
import { emptyText, longList, missing, moreThan, noMatch, unknownValue, type Words, wrongType } from './openai-words.ts'

const says =
  (message: string, code: string | null = null): Words =>
  () => [message, code]
const group = (name: unknown, ...tools: unknown[]) => ({
  tools: [{ type: 'namespace', name, description: 'x', tools }],
})
const modes = "'none', 'auto', and 'required'"

const toolCases: readonly Case[] = [
  field('tools that are no list', 'measured: 2026-08-30', [hi], 'tools', wrongType('an array of tools', 'a string'), {
    tools: 'f',
  }),
  field('a tool without a type', 'measured: 2026-08-30', [hi], 'tools[0].type', missing, { tools: [{}] }),
  field('more than 128 tools', 'inferred', [hi], 'tools', longList(129), {
    tools: Array.from({ length: 129 }, (_, n) => tool(`f${n}`)),
  }),
  accepts('a group of tools', 'docs: codex', [hi], group('mcp', tool('f'))),
  field('a group with a dot', 'inferred', [hi], 'tools[0].name', noMatch, group('mcp.x', tool('f'))),
  field(
    'a tool of a group without a name',
    'inferred',
    [hi],
    'tools[0].tools[0].name',
    emptyText,
    group('mcp', tool('')),
  ),
  field(
    'a schema with oneOf',
    'verbatim: vercel/ai#7924',
    [hi],
    'tools[0].parameters',
    says(
      "Invalid schema for function 'f': schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.",
      'invalid_function_parameters',
    ),
    { tools: [{ type: 'function', name: 'f', parameters: { type: 'object', oneOf: [] } }] },
  ),
  field('a choice of an unknown kind', 'measured: 2026-08-30', [hi], 'tool_choice', unknownValue('any', modes), {
    tool_choice: 'any',
  }),
  field(
    'a choice that is a number',
    'measured: 2026-08-30',
    [hi],
    'tool_choice',
    wrongType("one of an object or 'none', 'auto', or 'required'", 'an integer'),
    { tool_choice: 7 },
  ),
  field('a choice of chats', 'measured: 2026-08-30', [hi], 'tool_choice.name', missing, {
    tool_choice: { type: 'function', function: { name: 'f' } },
  }),
  field(
    'a choice of no tool',
    'verbatim: public reports',
    [hi],
    'tool_choice',
    says("Tool choice 'g' not found in 'tools' parameter."),
    { tool_choice: { type: 'function', name: 'g' } },
  ),
  field(
    'a choice that must be, without tools',
    'verbatim: public reports',
    [hi],
    'tool_choice',
    says("Tool choice 'required' must be specified with 'tools' parameter."),
    { tool_choice: 'required', tools: undefined },
  ),
  accepts('a choice that may be, without tools', 'docs', [hi], { tool_choice: 'auto', tools: undefined }),
  accepts('a choice among some', 'docs', [hi], { tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [] } }),
]

const optionCases: readonly Case[] = [
  ...(
    [
      ['temperature', 'a decimal', 'a string', 'hot'],
      ['stream', 'a boolean', 'a string', 'yes'],
      ['max_output_tokens', 'an integer', 'a string', 'x'],
      ['reasoning', 'an object', 'a string', 'low'],
      ['instructions', 'a string', 'an object', {}],
      ['metadata', 'a metadata object', 'a string', 'x'],
    ] as const
  ).map(([name, wanted, got, value]) =>
    field(`${name} of another type`, 'measured: 2026-08-30', [hi], name, wrongType(wanted, got), { [name]: value }),
  ),
  field('few tokens', 'measured: 2026-08-30', [hi], 'max_output_tokens', moreThan(16, 0), { max_output_tokens: 0 }),
  field(
    'a temperature for a model that reasons',
    'measured: 2026-08-30',
    [hi],
    'temperature',
    says("Unsupported parameter: 'temperature' is not supported with this model."),
    { temperature: 0.5 },
  ),
]

const codex = { model: 'gpt-5-codex', instructions: 'x', store: false, stream: true, input: [hi] }

const codexCases: readonly Case[] = unreplayable(
  'it needs a ChatGPT plan',
  (
    [
      ['without instructions', { instructions: undefined }, 'Instructions are required'],
      ['that is to be stored', { store: undefined }, 'Store must be set to false'],
      ['without a stream', { stream: false }, 'Stream must be set to true'],
      ['with a limit', { max_output_tokens: 100 }, 'Unsupported parameter: max_output_tokens'],
      ['with an earlier response', { previous_response_id: 'resp_1' }, 'Unsupported parameter: previous_response_id'],
      ['of a text', { input: 'hi' }, 'Input must be a list'],
      ['with a system message', { input: [{ role: 'system', content: 'x' }] }, 'System messages are not allowed'],
    ] as const
  ).map(([what, more, message]): Case => {
    const answer = { status: 400, type: 'detail', message, param: 'input', code: null }
    const request = { path: '/backend-api/codex/responses', body: { ...codex, ...more } }
    return { name: `a request of a ChatGPT plan ${what}`, evidence: 'verbatim: public reports', request, answer }
  }),
)

/** What is said about items, tools and options. */
export const restCases: readonly Case[] = [...toolCases, ...optionCases, ...codexCases]
