import type { Case } from './case.ts'
import { unreplayable } from './case.ts'
import { accepts, call, field, hi, model, ok, output, path, rejects, thought } from './openai-responses-request.ts'
import { emptyText, missing, refused, unknown, unknownValue, type Words, wrongType } from './openai-words.ts'

const says =
  (message: string, code: string | null = null): Words =>
  () => [message, code]
const moved = (from: string, to: string) => ({
  name: `${from}, which is ${to} now`,
  message: `Unsupported parameter: '${from}'. In the Responses API, this parameter has moved to '${to}'. Try again with the new parameter. See the API documentation for more information: https://platform.openai.com/docs/api-reference/responses/create.`,
})

/** A request that is rejected in words about no field, or about one that the words do not name. */
function about(
  name: string,
  evidence: Case['evidence'],
  input: unknown,
  param: string | null,
  words: Words,
  more = {},
): Case {
  const [message, code] = words('')
  const { request } = accepts(name, evidence, input, more)
  return { name, evidence, request, answer: refused(message, param, code) }
}

const itemTypes =
  "'additional_tools', 'agent_message', 'apply_patch_call', 'apply_patch_call_output', 'code_interpreter_call', 'compaction', 'compaction_trigger', 'computer_call', 'computer_call_output', 'custom_tool_call', 'custom_tool_call_output', 'file_search_call', 'function_call', 'function_call_output', 'image_generation_call', 'item_reference', 'local_shell_call', 'local_shell_call_output', 'mcp_approval_request', 'mcp_approval_response', 'mcp_call', 'mcp_list_tools', 'message', 'multi_agent_call', 'multi_agent_call_output', 'program', 'program_output', 'reasoning', 'shell_call', 'shell_call_output', 'tool_search_call', 'tool_search_output', and 'web_search_call'"
const partTypes =
  "'input_text', 'input_image', 'input_audio', 'output_text', 'refusal', 'input_file', 'computer_screenshot', 'summary_text', and 'encrypted_content'"
const usersParts = "'input_text', 'input_image', 'input_file', 'scoped_content', and 'input_audio'"
const user = (...content: unknown[]) => ({ role: 'user', content })
const custom = { type: 'custom_tool_call', call_id: 'call_a', name: 'x', input: '' }
const customOutput = { type: 'custom_tool_call_output', call_id: 'call_a', output: 'r' }

/** What is said about items, and about what a body must have. */
export const itemCases: readonly Case[] = [
  about(
    'no model',
    'measured: 2026-08-30',
    [hi],
    'model',
    says("Missing required parameter: 'model'.", 'missing_required_parameter'),
    {
      model: undefined,
    },
  ),
  field('a model that is a number', 'measured: 2026-08-30', [hi], 'model', wrongType('a string', 'an integer'), {
    model: 7,
  }),
  ...(
    [
      ['messages', 'input', [hi]],
      ['max_tokens', 'max_output_tokens', 16],
      ['response_format', 'text.format', {}],
    ] as const
  ).map(([from, to, value]) => {
    const { name, message } = moved(from, to)
    return about(name, 'measured: 2026-08-30', undefined, null, says(message, 'unsupported_parameter'), {
      [from]: value,
    })
  }),
  field('a strange field of the body', 'measured: 2026-08-30', [hi], 'stop', unknown, { stop: ['x'] }),
  field(
    'a number for input',
    'measured: 2026-08-30',
    5,
    'input',
    wrongType('one of a string or array of input items', 'an integer'),
  ),
  about(
    'an empty input',
    'measured: 2026-08-30',
    [],
    null,
    says(
      'One of "input" or "previous_response_id" or \'prompt\' or \'conversation\' must be provided.',
      'missing_required_parameter',
    ),
  ),
  accepts('a prompt without input', 'docs', undefined, { prompt: { id: 'pmpt_1' } }),
  accepts('outputs whose calls are in a prompt', 'inferred', [output('a')], { prompt: { id: 'pmpt_1' } }),
  field(
    'an item of an unknown type',
    'measured: 2026-08-30',
    [{ type: 'tool_use' }],
    'input[0]',
    unknownValue('tool_use', itemTypes),
  ),
  field(
    'an item that says nothing',
    'measured: 2026-08-30',
    [{}],
    'input[0]',
    unknownValue('', "'assistant', 'system', 'developer', and 'user'"),
  ),
  field(
    'a part of chats',
    'measured: 2026-08-14',
    [user({ type: 'text', text: 'x' })],
    'input[0].content[0].type',
    unknownValue('text', partTypes),
  ),
  field(
    'a part of the assistant’s',
    'measured: 2026-08-30',
    [user({ type: 'output_text', text: 'x' })],
    'input[0].content[0]',
    unknownValue('output_text', usersParts),
  ),
  field(
    'a part without its text',
    'measured: 2026-08-30',
    [user({ type: 'input_text' })],
    'input[0].content[0].text',
    missing,
  ),
  field('a part without a type', 'inferred', [user({ text: 'x' })], 'input[0].content[0].type', missing),
  field(
    'arguments that are an object',
    'inferred: goose-mobile#20',
    [call('a', { arguments: {} }), output('a')],
    'input[0].arguments',
    wrongType('a string', 'an object'),
  ),
  field(
    'an output that is an object',
    'inferred',
    [call('a'), output('a', { output: {} })],
    'input[1].output',
    wrongType('one of an array of objects or string', 'an object'),
  ),
  field('an empty call id', 'inferred', [call('a', { call_id: '' })], 'input[0].call_id', emptyText),
  ...unreplayable('it is about what the real API has written', [
    about(
      'encrypted reasoning of ours that was changed',
      'verbatim: sub2api#2863',
      [hi, thought('rs_1', { encrypted_content: 'Z2F0ZWNyYXNoLnh4' }), call('a'), output('a')],
      null,
      says(
        'The encrypted content Z2F0...Lnh4 could not be verified. Reason: Encrypted content could not be decrypted or parsed.',
        'invalid_encrypted_content',
      ),
      { store: false },
    ),
    about(
      'a short text in place of encrypted reasoning',
      'inferred',
      [hi, thought('rs_1', { encrypted_content: 'bogus' }), call('a'), output('a')],
      null,
      says(
        'The encrypted content bogus could not be verified. Reason: Encrypted content could not be decrypted or parsed.',
        'invalid_encrypted_content',
      ),
      { store: false },
    ),
  ]),
  rejects(
    'a custom tool’s call without an output',
    'verbatim: OmniRoute#8946, codex-lb#1168',
    [hi, custom, hi],
    'No tool output found for custom tool call call_a.',
  ),
  rejects(
    'a custom tool’s output without a call',
    'inferred',
    [hi, customOutput],
    'No tool call found for custom tool call output with call_id call_a.',
  ),
  accepts('a custom tool’s call with its output', 'docs', [hi, custom, customOutput]),
  {
    name: 'a call that the API has stored without an output',
    evidence: 'verbatim: codex-lb#1168',
    replay: false,
    why: 'it is about what the real API has stored',
    request: { path, body: { model, input: [hi, call('a'), hi], previous_response_id: 'resp_1' }, kept: 2 },
    answer: refused('No tool output found for function call call_a.', 'input'),
  },
  {
    name: 'a part that is wrong, counted behind what the API has stored',
    evidence: 'inferred',
    replay: false,
    why: 'it is about what the real API has stored',
    request: { path, body: { model, input: [hi, ok(), {}], previous_response_id: 'resp_1' }, kept: 2 },
    answer: refused(
      "Invalid value: ''. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
      'input[0]',
      'invalid_value',
    ),
  },
  {
    name: 'a conversation that was never begun',
    evidence: 'measured: 2026-08-30',
    request: { path, body: { model, input: 'hi', conversation: 'conv_lost' } },
    answer: { ...refused("Conversation with id 'conv_lost' not found.", null), status: 404 },
  },
]
