import type { Case } from './case.ts'
import { accepts, field, hi, model } from './openai-completions-request.ts'
import { moreThan, notWith, type Words, wrongType } from './openai-words.ts'

const says =
  (message: string, code: string | null = null): Words =>
  () => [message, code]
const reasoning = { model: 'gpt-5-nano' }

/** What is said about options. */
export const optionCases: readonly Case[] = [
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
  field(
    'more stops than four',
    'verbatim: public reports',
    [hi],
    'stop',
    says(
      "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
      'array_above_max_length',
    ),
    {
      stop: ['a', 'b', 'c', 'd', 'e'],
    },
  ),
  field(
    'more tokens than the model writes',
    'verbatim: public reports',
    [hi],
    'max_completion_tokens',
    says(
      'max_completion_tokens is too large: 64000. This model supports at most 32768 completion tokens, whereas you provided 64000.',
      'invalid_value',
    ),
    { max_completion_tokens: 64_000 },
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
