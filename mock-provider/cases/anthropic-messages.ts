import { blockCases } from './anthropic-messages-blocks.ts'
import { fieldCases } from './anthropic-messages-fields.ts'
import { optionCases } from './anthropic-messages-options.ts'
import {
  accepts,
  assistant,
  hi,
  model,
  ok,
  rejects,
  result,
  serverResult,
  serverUse,
  text,
  use,
  user,
} from './anthropic-messages-request.ts'
import { shapeCases } from './anthropic-messages-shape.ts'
import { thinkingCases } from './anthropic-messages-thinking.ts'
import { type Case, type Catalogue, unreplayable } from './case.ts'
import { anthropicHeaderCases } from './headers.ts'

const withoutResult = (ids: string, n = 1) =>
  `messages.${n}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`
const unexpected = (where: string, id: string, result = 'tool_result') =>
  `messages.${where}: unexpected \`tool_use_id\` found in \`${result}\` blocks: ${id}. Each \`${result}\` block must have a corresponding ${result === 'tool_result' ? '`tool_use` block in the previous message' : '`server_tool_use` block before it'}.`
const notUnique = (where: string) => `messages.${where}: \`tool_use\` ids must be unique`

const calls = [hi, assistant(use('a'), use('b'))]
const call = [hi, assistant(use('a'))]

const pairingCases: readonly Case[] = [
  accepts('a whole batch', 'verbatim: AEGIS', [...calls, user(result('a'), result('b'))]),
  accepts('results in another order', 'inferred', [...calls, user(result('b'), result('a'))]),
  accepts('results in two user messages', 'inferred: agentscope#1892', [
    ...calls,
    user(result('a')),
    user(result('b')),
  ]),
  accepts('text after the results', 'docs', [...call, user(result('a'), text('and now'))]),
  accepts('text before the calls', 'docs', [hi, assistant(text('let me see'), use('a')), user(result('a'))]),
  accepts('an error with text', 'verbatim: AEGIS', [...call, user(result('a', { is_error: true }))]),
  accepts('a result of blocks', 'verbatim: AEGIS', [...call, user(result('a', { content: [text('ok')] }))]),
  accepts('a result without content', 'docs: stdapi.ai#226', [...call, user(result('a', { content: undefined }))]),
  accepts('a server’s call and its result', 'docs', [hi, assistant(serverUse, serverResult, text('ok')), hi]),
  ...unreplayable('it is about a tool that the real API has run', [
    accepts('a server’s call whose result comes after those of its own calls', 'docs: programmatic tool calling', [
      hi,
      assistant(serverUse, use('a', { caller: { type: 'code_execution_20250825', tool_id: 'srvtoolu_a' } })),
      user(result('a')),
      assistant(serverResult, text('ok')),
      hi,
    ]),
  ]),
  ...unreplayable('it needs a beta header', [
    accepts('two toolsets, which have no names', 'docs', [hi], {
      tools: ['a', 'b'].map((name) => ({ type: 'mcp_toolset', mcp_server_name: name })),
    }),
    accepts('an MCP server’s call and its result', 'docs', [
      hi,
      assistant(
        { type: 'mcp_tool_use', id: 'mcptoolu_a', name: 'x', server_name: 's', input: {} },
        { type: 'mcp_tool_result', tool_use_id: 'mcptoolu_a', content: [] },
      ),
      hi,
    ]),
  ]),
  rejects('all calls unanswered', 'verbatim: claude-code#5989', [...calls, hi], withoutResult('toolu_a, toolu_b')),
  rejects(
    'one of two unanswered',
    'verbatim: claude-code#3512',
    [...calls, user(result('a'))],
    withoutResult('toolu_b'),
  ),
  rejects('calls at the end', 'inferred: claude-code#3632', call, withoutResult('toolu_a')),
  rejects(
    'calls at the end, for a model without prefill',
    'inferred: claude-code#3632',
    call,
    withoutResult('toolu_a'),
    { model: 'claude-sonnet-5' },
  ),
  rejects('text before the results', 'docs', [...call, user(text('so'), result('a'))], withoutResult('toolu_a')),
  rejects(
    'text between the results',
    'docs',
    [...calls, user(result('a'), text('so'), result('b'))],
    withoutResult('toolu_b'),
  ),
  rejects('a user message in between', 'inferred', [...call, hi, user(result('a'))], withoutResult('toolu_a')),
  rejects(
    'text after a call',
    'docs',
    [hi, assistant(use('a'), text('so')), user(result('a'))],
    withoutResult('toolu_a'),
  ),
  rejects(
    'a server’s call and result after a call',
    'verbatim: vercel/ai#13013',
    [hi, assistant(use('a'), serverUse, serverResult), user(result('a'))],
    withoutResult('toolu_a'),
  ),
  rejects(
    'an answered call, and then one that is not',
    'inferred',
    [...call, user(result('a')), assistant(use('b')), hi],
    withoutResult('toolu_b', 3),
  ),
  rejects(
    'a result without a call',
    'verbatim: claude-code#13460',
    [...call, user(result('a'), result('z'))],
    unexpected('2.content.1', 'toolu_z'),
  ),
  rejects(
    'a result as the first message',
    'verbatim: claude-code#18947',
    [user(result('z'))],
    unexpected('0.content.0', 'toolu_z'),
  ),
  rejects(
    'a result a turn too late',
    'inferred: Anthropic.SDK#184',
    [...call, user(result('a')), ok, user(result('a'))],
    unexpected('4.content.0', 'toolu_a'),
  ),
  rejects(
    'a result without a call, counted after merging',
    'verbatim: AEGIS',
    [hi, hi, ok, user(result('z'))],
    unexpected('2.content.0', 'toolu_z'),
  ),
  rejects(
    'a server’s result without its call',
    'verbatim: claude-code#64383',
    [hi, assistant({ ...serverResult, type: 'advisor_tool_result' }), hi],
    unexpected('1.content.0', 'srvtoolu_a', 'advisor_tool_result'),
  ),
  rejects(
    'a server’s result before its call',
    'inferred',
    [hi, assistant(serverResult, serverUse), hi],
    unexpected('1.content.0', 'srvtoolu_a', 'web_search_tool_result'),
  ),
  rejects(
    'two results for one call',
    'verbatim: forkwright/aletheia#57',
    [...call, user(result('a'), result('a'))],
    'messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: toolu_a',
  ),
  rejects(
    'an id used twice',
    'verbatim: claude-code#21317',
    [hi, assistant(use('a'), use('a')), user(result('a'))],
    notUnique('1.content.1'),
  ),
  rejects(
    'an id used again later',
    'verbatim: claude-code#28515',
    [...call, user(result('a')), assistant(use('a')), user(result('a'))],
    notUnique('3.content.0'),
  ),
  rejects(
    'a result from the assistant, counted after merging',
    'verbatim: AEGIS',
    [...call, assistant(result('a'))],
    'messages.1: `tool_result` blocks can only be in `user` messages',
  ),
  rejects(
    'a call from the user',
    'inferred',
    [user(use('a'))],
    'messages.0: `tool_use` blocks can only be in `assistant` messages',
  ),
  accepts('calls and results without tools', 'verbatim: opencode#2915, #8246', [...call, user(result('a'))], {
    tools: undefined,
  }),
  rejects('two tools of one name', 'verbatim: recorded probe', [hi], 'tools: Tool names must be unique.', {
    tools: ['exec', 'exec'].map((name) => ({ name, input_schema: { type: 'object' } })),
  }),
]

/** What is known of the Anthropic Messages API. */
export const anthropicMessages: Catalogue = {
  api: 'anthropic-messages',
  model,
  cases: [
    ...pairingCases,
    ...shapeCases,
    ...fieldCases,
    ...thinkingCases,
    ...optionCases,
    ...blockCases,
    ...anthropicHeaderCases(accepts('hi', 'docs', [hi]).request),
  ],
  unsettled: [
    'The words for a wrong content type, which the docs say is demanded: ours are inferred.',
    'Which turn the index in "ids were found without" names: ours names the assistant’s.',
    'Results split over two user turns: ours merges them and accepts, and rejects them with `--strict` (reports of rejection: kosong#45, rowboat#378).',
    'The words for a call in a user turn: ours mirrors those for a result in an assistant turn.',
    'How long an id may be: ours accepts any length.',
    'Whether `tools` is still demanded beside calls: litellm#27620 says so, opencode#2915 and #8246 say no. Ours accepts it, and rejects it with `--strict`.',
    'An empty assistant turn, which was refused in 2025: ours accepts it.',
    'A text of the user’s after the results of a loop without thinking: ours takes it for a new turn and accepts.',
  ],
}
