import {
  accepts,
  assistant,
  hi,
  ok,
  rejects,
  result,
  serverResult,
  serverUse,
  text,
  use,
  user,
} from './anthropic-messages-request.ts'
import { type Case, unreplayable } from './case.ts'

const noPrefill =
  'This model does not support assistant message prefill. The conversation must end with a user message.'
const empty = (n: number) => `messages.${n}: user messages must have non-empty content`

const contentCases: readonly Case[] = [
  accepts('an assistant message first', 'verbatim: anthropic-sdk-typescript#622', [ok, hi]),
  accepts('two user messages in a row', 'docs: anthropic-sdk-typescript#565', [hi, hi]),
  accepts('an empty message beside one that is not', 'verbatim: kangminlee', [user(), hi]),
  accepts('an empty assistant message', 'inferred', [hi, assistant(), hi]),
  rejects('an empty user message', 'verbatim: kangminlee', [user(), ok, hi], empty(0)),
  rejects(
    'two empty user messages, counted before merging',
    'verbatim: kangminlee',
    [hi, hi, ok, user(), user()],
    empty(3),
  ),
  rejects('an empty string for content', 'inferred', [{ role: 'user', content: '' }], empty(0)),
  rejects(
    'an empty text',
    'verbatim: claude-code#59812',
    [user(text(''))],
    'messages: text content blocks must be non-empty',
  ),
  rejects(
    'an empty text beside a call',
    'docs: anthropic-sdk-python#461',
    [hi, assistant(text(''), use('a')), user(result('a'))],
    'messages: text content blocks must be non-empty',
  ),
  rejects(
    'a text of spaces',
    'verbatim: hermes-agent#64858',
    [user(text(' \n'))],
    'messages: text content blocks must contain non-whitespace text',
  ),
  rejects(
    'a string of spaces',
    'inferred',
    [{ role: 'user', content: '  ' }],
    'messages: text content blocks must contain non-whitespace text',
  ),
  rejects('no messages at all', 'verbatim: recorded probe', [], 'messages: at least one message is required'),
  rejects(
    'an unknown role',
    'verbatim: kangminlee',
    [{ role: 'tool', content: 'x' }],
    'messages: Unexpected role "tool". Allowed roles are "user" or "assistant"',
  ),
]

const opus = { model: 'claude-opus-5' }
const system = { role: 'system', content: 's' }
const directive = { role: 'system', content: [], output_config: { effort: 'low' } }
const anywhere = 'the directive-only form (content: [] with output_config) is accepted at any position'
const mustFollow = "role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result"

const systemCases: readonly Case[] = [
  accepts('a system message at the end', 'verbatim: kangminlee', [hi, system], opus),
  accepts('a system message before the assistant', 'verbatim: kangminlee', [hi, system, ok, hi], {
    model: 'claude-opus-4-8',
  }),
  accepts(
    'a system message after a server’s result',
    'verbatim: recorded probe',
    [hi, assistant(serverUse, serverResult), system],
    opus,
  ),
  ...unreplayable('it needs a beta header', [
    accepts('a system message that only directs, in front', 'verbatim: kangminlee', [directive, hi], opus),
    accepts(
      'a system message that only directs, in a batch',
      'verbatim: kangminlee',
      [hi, assistant(use('a')), { ...directive, content: undefined }, user(result('a'))],
      opus,
    ),
  ]),
  rejects(
    'a system message in front',
    'verbatim: kangminlee',
    [system, hi],
    `messages.0: use the top-level 'system' parameter for the initial system prompt; ${anywhere}`,
    opus,
  ),
  rejects(
    'a system message between two of the user',
    'verbatim: kangminlee',
    [hi, system, hi],
    `messages.1: role 'system' must precede an 'assistant' message or end the array; ${anywhere}`,
    opus,
  ),
  rejects(
    'a system message after the assistant',
    'verbatim: kangminlee',
    [hi, ok, system],
    `messages.2: ${mustFollow}`,
    opus,
  ),
  rejects(
    'a system message for an older model',
    'verbatim: recorded probe',
    [hi, system],
    'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
  ),
]

const prefill = [hi, { role: 'assistant', content: '{' }]
const trailing = [hi, { role: 'assistant', content: '{ ' }]

const prefillCases: readonly Case[] = [
  ...['claude-sonnet-5', 'claude-opus-4-6', 'claude-sonnet-4-6'].map((model) =>
    rejects(`a reply to be continued by ${model}`, 'verbatim: vscode-unify-chat-provider#249', prefill, noPrefill, {
      model,
    }),
  ),
  ...unreplayable('it is about a tool that the real API has run', [
    accepts(
      'a reply to be continued after a pause in a server’s call',
      'docs: pause_turn',
      [hi, assistant(serverUse)],
      {
        model: 'claude-opus-4-6',
      },
    ),
    accepts(
      'a reply to be continued after a server’s result',
      'docs: pause_turn',
      [hi, assistant(serverUse, serverResult)],
      { model: 'claude-opus-4-6' },
    ),
  ]),
  accepts('a reply to be continued by an older model', 'docs: copilot-api#261', prefill),
  accepts('a reply to be continued by a much older model', 'docs: copilot-api#261', prefill, {
    model: 'claude-3-5-sonnet-latest',
  }),
  rejects(
    'a reply to be continued that ends in a space',
    'verbatim: recorded probe',
    trailing,
    'messages: final assistant content cannot end with trailing whitespace',
  ),
]

/** What is said about the shape of a conversation: roles, empty contents, system messages, replies to be continued. */
export const shapeCases: readonly Case[] = [...contentCases, ...systemCases, ...prefillCases]
