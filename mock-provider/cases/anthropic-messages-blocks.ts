import { accepts, assistant, hi, rejects, result, text, use, user } from './anthropic-messages-request.ts'
import type { Case } from './case.ts'

/** A request that is rejected for its options, whatever is said in it. */
function option(name: string, evidence: Case['evidence'], message: string, more: object): Case {
  return rejects(name, evidence, [hi], message, more)
}

const png = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' }
const image = (source: unknown) => ({ type: 'image', source })
const failed = (...content: object[]) => [hi, assistant(use('a')), user(result('a', { content, is_error: true }))]

/** What is said about blocks, and about fields of the body that are of a wrong type. */
export const blockCases: readonly Case[] = [
  rejects(
    'a part of another API',
    'verbatim: AstrBot#4444',
    [user({ type: 'image_url', image_url: { url: 'x' } })],
    "messages.0.content.0: Input tag 'image_url' found using 'type' does not match any of the expected tags: 'bash_code_execution_tool_result', 'code_execution_tool_result', 'container_upload', 'document', 'image', 'mcp_tool_result', 'mcp_tool_use', 'redacted_thinking', 'search_result', 'server_tool_use', 'text', 'text_editor_code_execution_tool_result', 'thinking', 'tool_result', 'tool_use', 'web_fetch_tool_result', 'web_search_tool_result'",
  ),
  accepts('a block of a beta', 'docs: SDK types', [assistant({ type: 'compaction', content: 'x' }), hi]),
  rejects(
    'a part of another API in a result',
    'inferred',
    [hi, assistant(use('a')), user(result('a', { content: [{ type: 'input_text', text: 'x' }] }))],
    "messages.2.content.0.tool_result.content.0: Input tag 'input_text' found using 'type' does not match any of the expected tags: 'document', 'image', 'search_result', 'text', 'tool_reference'",
  ),
  rejects(
    'a part without a type in a result',
    'inferred',
    [hi, assistant(use('a')), user(result('a', { content: ['x'] }))],
    'messages.2.content.0.tool_result.content.0.type: Field required',
  ),
  accepts('an image in a result', 'docs', [
    hi,
    assistant(use('a')),
    user(result('a', { content: [text('x'), image(png)] })),
  ]),
  rejects(
    'an image in a result that is an error',
    'verbatim: public reports',
    failed(text('x'), image(png)),
    'messages.2.content.0.tool_result: all content must be type `text` if `is_error` is true',
  ),
  accepts('two texts in a result that is an error', 'docs', failed(text('x'), text('y'))),
  ...(['image', 'document'] as const).map((type) =>
    rejects(
      `${type} of the assistant`,
      'measured: 2026-09-20',
      [hi, assistant({ type, source: png }), hi],
      `messages.1.content: '${type}' blocks are not permitted within assistant turns`,
    ),
  ),
  rejects(
    'an image of a strange kind',
    'verbatim: public reports',
    [user(image({ ...png, media_type: 'image/svg+xml' }))],
    "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  ),
  rejects(
    'an image from nowhere',
    'inferred',
    [user(image(undefined))],
    'messages.0.content.0.image.source: Field required',
  ),
  rejects(
    'a result whose id has other characters, and no call',
    'inferred: ClawRouter#17',
    [user(result('a', { tool_use_id: 'call|1' }))],
    "messages.0.content.0.tool_result.tool_use_id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  ),
  rejects(
    'a server’s result with a client’s id',
    'inferred: sub2api#1308',
    [hi, assistant({ type: 'web_search_tool_result', tool_use_id: 'toolu_a', content: [] }), hi],
    "messages.1.content.0.web_search_tool_result.tool_use_id: String should match pattern '^srvtoolu_[a-zA-Z0-9_]+$'",
  ),
  rejects(
    'a mark for the cache on an empty text',
    'verbatim: claude-code#50082, hermes-agent#1216',
    [user({ ...text(''), cache_control: { type: 'ephemeral' } })],
    'messages.0.content.0.text: cache_control cannot be set for empty text blocks',
  ),
  option(
    'a mark for the cache on an empty system prompt',
    'verbatim: public reports',
    'system.0: cache_control cannot be set for empty text blocks',
    { system: [{ ...text(''), cache_control: { type: 'ephemeral' } }] },
  ),
  option('an empty system prompt', 'verbatim: public reports', 'system: text content blocks must be non-empty', {
    system: [text('')],
  }),
  option('no model', 'verbatim: public reports', 'model: Field required', { model: undefined }),
  option('a model that is a number', 'verbatim: public reports', 'model: Input should be a valid string', { model: 5 }),
  option('max_tokens as text', 'verbatim: public reports', 'max_tokens: Input should be a valid integer', {
    max_tokens: '16',
  }),
]
