import type { Case, Catalogue } from './case.ts'
import { openaiHeaderCases } from './headers.ts'
import { fieldCases } from './openai-completions-fields.ts'
import { optionCases } from './openai-completions-options.ts'
import { partCases } from './openai-completions-parts.ts'
import { accepts, call, calls, field, hi, model, ok, rejects, result } from './openai-completions-request.ts'
import type { Words } from './openai-words.ts'

const batch = [hi, calls(call('a'), call('b'))]
const one = [hi, calls(call('a'))]

const unanswered =
  "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
const preceding =
  "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
const notFound = "Invalid parameter: 'tool_call_id' of 'call_z' not found in 'tool_calls' of previous message."
const noId = "Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'."
const twice = "Invalid parameter: Duplicate value for 'tool_call_id' of 'call_a', in messages[2] and messages[3]."

const pairingCases: readonly Case[] = [
  accepts('a whole batch', 'docs', [...batch, result('a'), result('b'), ok, hi]),
  accepts('results in another order', 'inferred', [...batch, result('b'), result('a')]),
  accepts('one id in two batches', 'inferred', [...one, result('a'), ...one, result('a')]),
  accepts('calls beside a text', 'docs', [hi, { ...calls(call('a')), content: 'let me see' }, result('a')]),
  accepts('a result of parts', 'docs', [...one, result('a', { content: [{ type: 'text', text: 'r' }] })]),
  rejects(
    'one of two calls unanswered',
    'verbatim: litellm#10083',
    [...batch, result('a'), hi],
    `${unanswered}call_b`,
    'messages.[3].role',
  ),
  rejects('calls at the end', 'inferred: cai#111', batch, `${unanswered}call_a, call_b`, 'messages.[1].role'),
  rejects(
    'a call of an earlier batch unanswered',
    'inferred',
    [...one, ...one, result('a')],
    `${unanswered}call_a`,
    'messages.[2].role',
  ),
  rejects(
    'a message between a call and its result',
    'inferred',
    [...one, hi, result('a')],
    `${unanswered}call_a`,
    'messages.[2].role',
  ),
  rejects('a result after plain text', 'verbatim: morphic#136', [hi, ok, result('a')], preceding, 'messages.[2].role'),
  rejects(
    'a result as the first message',
    'verbatim: llama_index#10493',
    [result('a')],
    preceding,
    'messages.[0].role',
  ),
  rejects(
    'a result of another call',
    'verbatim: recorded probe',
    [...one, result('z')],
    notFound,
    'messages.[2].tool_call_id',
  ),
  rejects(
    'a result of another call, after that of its own',
    'inferred',
    [...one, result('a'), result('z')],
    notFound,
    'messages.[3].tool_call_id',
  ),
  rejects(
    'two results for a call',
    'verbatim: agno#5116',
    [...one, result('a'), result('a')],
    twice,
    'messages.[3].tool_call_id',
  ),
  rejects(
    'a result without an id',
    'verbatim: langchain#22600',
    [...one, result('a', { tool_call_id: undefined })],
    noId,
    'messages.[2].tool_call_id',
  ),
  rejects(
    'a result whose id is null',
    'inferred',
    [...one, result('a', { tool_call_id: null })],
    noId,
    'messages.[2].tool_call_id',
  ),
]

const noContent = "Invalid value for 'content': expected a string, got null."
const unsupported: Words = () => [
  "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  'unsupported_parameter',
]
const reasoning = { model: 'gpt-5-nano', max_completion_tokens: undefined, max_tokens: 32 }

const otherCases: readonly Case[] = [
  accepts('an assistant message first', 'docs: chatbot-ui#1656', [ok, hi]),
  accepts('a refusal without content', 'docs', [hi, { role: 'assistant', content: null, refusal: 'no' }, hi]),
  accepts('a call of a function in the old way', 'docs', [
    hi,
    { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
    { role: 'function', name: 'f', content: 'r' },
  ]),
  rejects(
    'an assistant who says nothing',
    'measured: llama_index#17555',
    [hi, { role: 'assistant' }],
    noContent,
    'messages.[1].content',
  ),
  rejects('a user who says nothing', 'measured', [{ role: 'user' }], noContent, 'messages.[0].content'),
  rejects(
    'a result without content',
    'measured',
    [...one, result('a', { content: null })],
    noContent,
    'messages.[2].content',
  ),
  rejects(
    'a call unanswered, and no content: the call speaks',
    'measured',
    [...one, { role: 'user' }],
    `${unanswered}call_a`,
    'messages.[2].role',
  ),
  field('max_tokens for a reasoning model', 'measured', [hi], 'max_tokens', unsupported, reasoning),
  field('the same, and a call unanswered: max_tokens speaks', 'measured', one, 'max_tokens', unsupported, reasoning),
  accepts('max_tokens for another model', 'docs', [hi], { max_completion_tokens: undefined, max_tokens: 16 }),
]

/** What is known of the OpenAI Chat Completions API. */
export const openaiCompletions: Catalogue = {
  api: 'openai-completions',
  model,
  cases: [
    ...pairingCases,
    ...otherCases,
    ...fieldCases,
    ...partCases,
    ...optionCases,
    ...openaiHeaderCases(accepts('hi', 'docs', [hi]).request),
  ],
  unsettled: [
    'A request without a content type: ours accepts it.',
    'Which message the index in "did not have response messages" names: ours names the one that should have been a result.',
    'Arguments that are no JSON: ours accepts them.',
    'One id for two calls of a message: ours accepts it.',
    'Images beside the results of tools for models since GPT-5, which were refused before: ours accepts them.',
    'Parts that a role does not take, but for images, and fields of messages that are not listed: ours accepts them.',
  ],
}
