import { describe, expect, test } from 'vitest'
import { sign } from '../signature.ts'
import { judgeMessages } from './anthropic-messages-rules.ts'

const use = (id: string, more: object = {}) => ({ type: 'tool_use', id, name: 'exec', input: {}, ...more })
const result = (id: string, more: object = {}) => ({ type: 'tool_result', tool_use_id: id, content: 'ok', ...more })
const text = (words: string) => ({ type: 'text', text: words })
const user = (...content: object[]) => ({ role: 'user', content })
const assistant = (...content: object[]) => ({ role: 'assistant', content })
const hi = { role: 'user', content: 'hi' }
const tools = [{ name: 'exec', input_schema: { type: 'object' } }]
const judge = (messages: unknown, more: object = {}) =>
  judgeMessages({ model: 'm', max_tokens: 9, tools, messages, ...more })

const withoutResult = (ids: string) =>
  `messages.1: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`
const unexpected = (where: string, id: string) =>
  `messages.${where}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`

describe('accepts', () => {
  test.each([
    ['a whole batch', [hi, assistant(use('a'), use('b')), user(result('a'), result('b'))]],
    ['results in another order', [hi, assistant(use('a'), use('b')), user(result('b'), result('a'))]],
    ['results in two user messages', [hi, assistant(use('a'), use('b')), user(result('a')), user(result('b'))]],
    ['text after the results', [hi, assistant(use('a')), user(result('a'), text('and now'))]],
    ['text before the calls', [hi, assistant(text('let me see'), use('a')), user(result('a'))]],
    ['an error with text', [hi, assistant(use('a')), user(result('a', { is_error: true }))]],
    ['a result without content', [hi, assistant(use('a')), user({ type: 'tool_result', tool_use_id: 'a' })]],
    ['an assistant message first', [assistant(text('how can I help?')), hi]],
    ['an empty message beside one that is not', [user(), hi]],
    ['two user messages in a row', [hi, hi]],
  ])('%s', (_, messages) => {
    expect(judge(messages)).toBeNull()
  })
})

describe('rejects, in the words of the API', () => {
  test.each([
    ['all calls unanswered', [hi, assistant(use('a'), use('b')), hi], withoutResult('a, b')],
    ['only the unanswered one is named', [hi, assistant(use('a'), use('b')), user(result('a'))], withoutResult('b')],
    ['calls at the end', [hi, assistant(use('a'))], withoutResult('a')],
    ['text before the results', [hi, assistant(use('a')), user(text('so'), result('a'))], withoutResult('a')],
    ['a user message in between', [hi, assistant(use('a')), hi, user(result('a'))], withoutResult('a')],
    ['text after a call', [hi, assistant(use('a'), text('so')), user(result('a'))], withoutResult('a')],
    [
      'a result without a call',
      [hi, assistant(use('a')), user(result('a'), result('z'))],
      unexpected('2.content.1', 'z'),
    ],
    ['a result as the first message', [user(result('z'))], unexpected('0.content.0', 'z')],
    [
      'a result a turn too late',
      [hi, assistant(use('a')), user(result('a')), assistant(text('ok')), user(result('a'))],
      unexpected('4.content.0', 'a'),
    ],
    [
      'two results for one call',
      [hi, assistant(use('a')), user(result('a'), result('a'))],
      'messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: a',
    ],
    [
      'an id used twice',
      [hi, assistant(use('a'), use('a')), user(result('a'))],
      'messages.1.content.1: `tool_use` ids must be unique',
    ],
    [
      'an id used again later',
      [hi, assistant(use('a')), user(result('a')), assistant(use('a')), user(result('a'))],
      'messages.3.content.0: `tool_use` ids must be unique',
    ],
    [
      'a result from the assistant, counted after merging',
      [hi, assistant(use('a')), assistant(result('a'))],
      'messages.1: `tool_result` blocks can only be in `user` messages',
    ],
    ['a call from the user', [user(use('a'))], 'messages.0: `tool_use` blocks can only be in `assistant` messages'],
    [
      'a result without an id',
      [hi, assistant(use('a')), user({ type: 'tool_result' })],
      'messages.2.content.0.tool_result.tool_use_id: Field required',
    ],
    [
      'an id with other characters',
      [hi, assistant(use('f:0'))],
      "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
    ],
    [
      'input that is no object',
      [hi, assistant(use('a', { input: '{}' }))],
      'messages.1.content.0.tool_use.input: Input should be a valid dictionary',
    ],
    [
      'an empty tool name',
      [hi, assistant(use('a', { name: '' }))],
      'messages.1.content.0.tool_use.name: String should have at least 1 character',
    ],
    [
      'an error without words',
      [hi, assistant(use('a')), user(result('a', { content: '', is_error: true }))],
      'messages.2.content.0.tool_result: content cannot be empty if `is_error` is true',
    ],
    ['an empty text', [user(text(''))], 'messages: text content blocks must be non-empty'],
    ['a text of spaces', [user(text(' \n'))], 'messages: text content blocks must contain non-whitespace text'],
    [
      'an empty user message',
      [user(), assistant(text('ok')), hi],
      'messages.0: user messages must have non-empty content',
    ],
    [
      'an empty string for content',
      [{ role: 'user', content: '' }],
      'messages.0: user messages must have non-empty content',
    ],
    [
      'a string of spaces',
      [{ role: 'user', content: '  ' }],
      'messages: text content blocks must contain non-whitespace text',
    ],
    ['no messages', [], 'messages: at least one message is required'],
    [
      'an unknown role',
      [{ role: 'tool', content: 'x' }],
      'messages: Unexpected role "tool". Allowed roles are "user" or "assistant"',
    ],
    ['no content', [{ role: 'user' }], 'messages.0.content: Field required'],
    ['content that is no list', [{ role: 'user', content: null }], 'messages.0.content: Input should be a valid array'],
    ['a block without a type', [user({ text: 'x' })], 'messages.0.content.0.type: Field required'],
  ])('%s', (_, messages, message) => {
    expect(judge(messages)).toEqual({ status: 400, type: 'invalid_request_error', message })
  })

  const thinking = (thought: string, signature: string) => ({ type: 'thinking', thinking: thought, signature })
  const thinkingOn = { thinking: { type: 'enabled', budget_tokens: 1024 } }

  test.each([
    [
      'thinking that was changed',
      thinking('other words', sign('my words')),
      'messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest',
    ],
    [
      'thinking that was emptied',
      thinking('', sign('my words')),
      'messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest',
    ],
    ['a corrupted signature', thinking('x', 'bogus'), 'messages.1.content.0: Invalid `signature` in `thinking` block'],
    ['an empty signature', thinking('x', ''), 'messages.1.content.0: Invalid `signature` in `thinking` block'],
    [
      'thinking without its text',
      { type: 'thinking', signature: 'x' },
      'messages.1.content.0.thinking.thinking: Field required',
    ],
    [
      'a text before thinking',
      text('so'),
      'messages.1.content.0: If an assistant message contains any thinking blocks',
    ],
  ])('%s', (_, block, message) => {
    const blocks = block.type === 'text' ? [block, thinking('x', sign('x'))] : [block]
    expect(judge([hi, assistant(...blocks, use('a')), user(result('a'))], thinkingOn)?.message).toContain(message)
  })

  test('thinking is demanded where it is on, refused where it is off, and kept where it was', () => {
    const batch = (...blocks: object[]) => [hi, assistant(...blocks, use('a')), user(result('a'))]
    const whole = thinking('my words', sign('my words'))
    expect(judge(batch(), thinkingOn)?.message).toContain(
      'Expected `thinking` or `redacted_thinking`, but found `tool_use`',
    )
    expect(judge(batch(whole))?.message).toContain('When thinking is disabled')
    expect(judge(batch(whole), thinkingOn)).toBeNull()
    const second = [assistant(use('b')), user(result('b'))]
    expect(judge([...batch(whole), ...second], thinkingOn)).toBeNull()
  })

  test.each([
    ['the first message', [{ role: 'system', content: 's' }, hi], "messages.0: use the top-level 'system' parameter"],
    ['between two of the user', [hi, { role: 'system', content: 's' }, hi], "messages.1: role 'system' must precede"],
    [
      'after the assistant',
      [hi, assistant(text('ok')), { role: 'system', content: 's' }],
      "messages.2: role 'system' must follow",
    ],
  ])('a system message as %s', (_, messages, message) => {
    expect(judge(messages, { model: 'claude-opus-5' })?.message).toContain(message)
  })

  test('a conversation that ends with the assistant, by the age of the model', () => {
    const prefill = [hi, { role: 'assistant', content: '{ ' }]
    expect(judge(prefill, { model: 'claude-sonnet-5' })?.message).toContain(
      'does not support assistant message prefill',
    )
    expect(judge(prefill, { model: 'claude-haiku-4-5' })?.message).toBe(
      'messages: final assistant content cannot end with trailing whitespace',
    )
    expect(judge([hi, { role: 'assistant', content: '{' }], { model: 'claude-haiku-4-5' })).toBeNull()
    expect(judge([hi, { role: 'assistant', content: '{' }], { model: 'claude-3-5-sonnet-latest' })).toBeNull()
  })

  test('a server tool’s result without its call, and a forced tool beside thinking', () => {
    const stray = assistant({ type: 'advisor_tool_result', tool_use_id: 'srvtoolu_1', content: [] })
    expect(judge([hi, stray, hi])?.message).toContain(
      'unexpected `tool_use_id` found in `advisor_tool_result` blocks: srvtoolu_1',
    )
    expect(judge([hi], { ...thinkingOn, tool_choice: { type: 'any' } })?.message).toBe(
      'Thinking may not be enabled when tool_choice forces tool use.',
    )
    expect(judge([{ ...hi, name: 'x' }])?.message).toBe('messages.0.name: Extra inputs are not permitted')
  })

  test('a request without max_tokens, before it looks at the conversation', () => {
    expect(judge([hi, assistant(use('a'))], { max_tokens: undefined })?.message).toBe('max_tokens: Field required')
  })

  test('tool blocks without tools', () => {
    const messages = [hi, assistant(use('a')), user(result('a'))]
    expect(judge(messages, { tools: undefined })?.message).toBe(
      'Requests which include `tool_use` or `tool_result` blocks must define tools.',
    )
  })

  test('two tools of one name, and a name with other characters', () => {
    expect(judge([hi], { tools: [...tools, ...tools] })?.message).toBe('tools: Tool names must be unique.')
    const dotted = [{ name: 'docker.io', input_schema: {} }]
    expect(judge([hi], { tools: dotted })?.message).toBe(
      "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
    )
  })
})
