import { accepts, assistant, hi, rejects, result, use, user } from './anthropic-messages-request.ts'
import { type Case, strictly, unreplayable } from './case.ts'

const thinks = (type: string, more: object = {}) => ({ max_tokens: 4096, thinking: { type, ...more } })
const enabled = thinks('enabled', { budget_tokens: 1024 })
const useAdaptive = 'Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'
const consult =
  'when thinking is enabled or in adaptive mode. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#important-considerations-when-using-extended-thinking'

/** A request that is rejected for its options, whatever is said in it. */
function option(name: string, evidence: Case['evidence'], message: string, more: object): Case {
  return rejects(name, evidence, [hi], message, more)
}

const thinkingCases: readonly Case[] = [
  option(
    'a small budget',
    'verbatim: llm.js#30',
    'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
    thinks('enabled', { budget_tokens: 1023 }),
  ),
  option('thinking without a budget', 'inferred', 'thinking.enabled.budget_tokens: Field required', thinks('enabled')),
  option(
    'thinking of an unknown type',
    'inferred',
    "thinking: Input tag 'on' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'",
    thinks('on'),
  ),
  option(
    'thinking of no type',
    'inferred',
    "thinking: Unable to extract tag using discriminator 'type'",
    thinks('enabled', { type: undefined }),
  ),
  option(
    'a budget that leaves no room',
    'measured: 2026-09-02',
    '`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size',
    { ...enabled, max_tokens: 1024 },
  ),
  ...['claude-opus-4-7', 'claude-opus-4-8', 'claude-sonnet-5', 'claude-fable-5'].map((model) =>
    option(
      `a budget for ${model}`,
      'verbatim: openclaw#87801, pi#3297',
      `"thinking.type.enabled" is not supported for this model. ${useAdaptive}`,
      { ...enabled, model },
    ),
  ),
  accepts('a budget for the last models that take one', 'docs', [hi], { ...enabled, model: 'claude-sonnet-4-6' }),
  accepts('a budget for a model of old', 'docs', [hi], { ...enabled, model: 'claude-3-7-sonnet-20250219' }),
  option(
    'no thinking for a model that always thinks',
    'verbatim: 2026-10-05',
    `"thinking.type.disabled" is not supported for this model. ${useAdaptive}`,
    { ...thinks('disabled'), model: 'claude-fable-5' },
  ),
  accepts('no thinking for a model that thinks unless it is told not to', 'docs', [hi], {
    ...thinks('disabled'),
    model: 'claude-opus-5',
  }),
  option(
    'adaptive thinking for a model that cannot',
    'measured: 2026-08-28',
    'adaptive thinking is not supported on this model',
    thinks('adaptive'),
  ),
]

const samplingCases: readonly Case[] = [
  option('a high temperature', 'measured: 2026-10-08', 'temperature: range: 0..1', { temperature: 1.5 }),
  ...(
    [
      ['temperature', 0.5],
      ['top_p', 0.9],
      ['top_k', 5],
    ] as const
  ).map(([name, value]) =>
    option(
      `${name} for a model that takes none`,
      'verbatim: inspect_ai#3721',
      `\`${name}\` is deprecated for this model.`,
      {
        [name]: value,
        model: 'claude-opus-4-8',
      },
    ),
  ),
  accepts('the usual temperature for a model that takes no other', 'inferred', [hi], {
    temperature: 1,
    model: 'claude-opus-4-8',
  }),
  option(
    'temperature and top_p',
    'measured: 2026-08-20',
    '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    { temperature: 0.5, top_p: 0.9 },
  ),
  accepts('temperature and top_p for a model of old', 'docs', [hi], {
    temperature: 0.5,
    top_p: 0.9,
    model: 'claude-3-5-haiku-latest',
  }),
  accepts('temperature and top_p for another vendor’s model', 'inferred', [hi], {
    temperature: 0.5,
    top_p: 0.9,
    model: 'other',
  }),
  option('temperature beside thinking', 'verbatim: one-hub#529', `\`temperature\` may only be set to 1 ${consult}`, {
    ...enabled,
    temperature: 0.7,
  }),
  option('top_p beside thinking', 'docs', `\`top_p\` must be greater than or equal to 0.95 or unset ${consult}`, {
    ...enabled,
    top_p: 0.9,
  }),
  option('top_k beside thinking', 'docs', `\`top_k\` must be unset ${consult}`, { ...enabled, top_k: 5 }),
  accepts('top_p of nearly all beside thinking', 'docs', [hi], { ...enabled, top_p: 0.97 }),
  option(
    'an effort of a model that knows none',
    'measured: 2026-08-28',
    'This model does not support the effort parameter.',
    {
      output_config: { effort: 'low' },
    },
  ),
  accepts('an effort of a model that knows it', 'docs', [hi], {
    output_config: { effort: 'low' },
    model: 'claude-opus-4-5',
  }),
  ...unreplayable('its answer names the model', [
    option(
      'more tokens than the model writes',
      'verbatim: public reports',
      'max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5',
      { max_tokens: 64_001 },
    ),
  ]),
  option('a stop of spaces', 'verbatim: 2026-09-30', 'stop_sequences: each stop sequence must contain non-whitespace', {
    stop_sequences: ['END', '\n'],
  }),
]

const schema = (more: object) => ({ tools: [{ name: 'exec', input_schema: more }] })

const toolCases: readonly Case[] = [
  ...['oneOf', 'anyOf', 'allOf'].map((union) =>
    option(
      `a schema that is ${union}`,
      'verbatim: claude-code#5973',
      'tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level',
      schema({ type: 'object', [union]: [] }),
    ),
  ),
  accepts(
    'a property that is one of several',
    'docs',
    [hi],
    schema({ type: 'object', properties: { a: { anyOf: [] } } }),
  ),
  option(
    'a schema without a type',
    'verbatim: public reports',
    'tools.0.custom.input_schema.type: Field required',
    schema({ properties: {} }),
  ),
  option(
    'a schema of a text',
    'inferred',
    "tools.0.custom.input_schema.type: Input should be 'object'",
    schema({ type: 'string' }),
  ),
  option('a schema that is a text', 'inferred', 'tools.0.custom.input_schema: Input should be a valid dictionary', {
    tools: [{ name: 'exec', input_schema: 'x' }],
  }),
  option(
    'a property with a space',
    'verbatim: public reports',
    "tools.0.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'",
    schema({ type: 'object', properties: { 'a b': {} } }),
  ),
  option(
    'a property of a type that there is not',
    'verbatim: claude-code#86665',
    'tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview.',
    schema({ type: 'object', properties: { a: { type: 'text' } } }),
  ),
  option(
    'a property of several types, one of which there is not',
    'inferred',
    'tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview.',
    schema({ type: 'object', properties: { a: { type: ['string', ''] } } }),
  ),
  option(
    'a tool of another API',
    'verbatim: dirac#57',
    "tools.0: Input tag 'function' found using 'type' does not match any of the expected tags: 'custom'",
    { tools: [{ type: 'function', function: { name: 'exec' } }] },
  ),
  option(
    'a choice of an unknown kind',
    'inferred',
    "tool_choice: Input tag 'required' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', 'tool'",
    { tool_choice: { type: 'required' } },
  ),
  option(
    'a choice without tools',
    'verbatim: public reports',
    'tool_choice may only be specified while providing tools.',
    { tool_choice: { type: 'auto' }, tools: undefined },
  ),
  option('a choice of no tool', 'verbatim: public reports', "Tool 'other' not found in provided tools", {
    tool_choice: { type: 'tool', name: 'other' },
  }),
  accepts('a choice of a tool of a server’s', 'inferred', [hi], {
    tool_choice: { type: 'tool', name: 'other' },
    mcp_servers: [{ type: 'url', url: 'https://example.com', name: 'x' }],
  }),
]

const lost = { type: 'continue', previous_message_id: 'msg_lost' }

const strictCases: readonly Case[] = strictly([
  rejects(
    'calls and results without tools, strictly',
    'inferred: litellm#27620',
    [hi, assistant(use('a')), user(result('a'))],
    'Requests which include `tool_use` or `tool_result` blocks must define tools.',
    { tools: undefined },
  ),
  rejects(
    'results in two messages, strictly',
    'inferred: kosong#45',
    [hi, assistant(use('a'), use('b')), user(result('a')), user(result('b'))],
    'messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_b. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
  ),
])

/** What is said about options, tools, blocks, and what is not settled. */
export const optionCases: readonly Case[] = [
  ...thinkingCases,
  ...samplingCases,
  ...toolCases,
  ...strictCases,
  {
    name: 'a thread that the API does not have',
    evidence: 'docs: anthropic-sdk-typescript',
    replay: false,
    why: 'it needs a beta header',
    request: rejects('', 'docs', [hi], '', { thread: lost }).request,
    answer: {
      status: 404,
      type: 'not_found_error',
      message: 'Thread not found: no message msg_lost to continue from.',
      code: 'thread_not_found',
    },
  },
]
