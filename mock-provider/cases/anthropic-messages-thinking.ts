import { sign } from '../signature.ts'
import { accepts, assistant, hi, rejects, result, text, use, user } from './anthropic-messages-request.ts'
import { type Case, unreplayable } from './case.ts'

const on = { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 1040 }
const thinking = (thought: string, signature = sign(thought)) => ({ type: 'thinking', thinking: thought, signature })
const redacted = (data: string) => ({ type: 'redacted_thinking', data })
const step = (id: string, ...before: object[]) => [assistant(...before, use(id)), user(result(id))]
const batch = (...before: object[]) => [hi, ...step('a', ...before)]

const cannotBeModified =
  'messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.'
const notWhenDisabled =
  'messages.1.content.0: When thinking is disabled, an `assistant` message in the final position cannot contain `thinking`. To use thinking blocks, enable `thinking` in your request.'
const thinkingFirst =
  'messages.1.content.0: If an assistant message contains any thinking blocks, the first block must be `thinking` or `redacted_thinking`. Found `text`.'
const expected = (n: number, found: string) =>
  `messages.${n}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${found}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking`

const signed = [
  rejects(
    'thinking that was changed',
    'verbatim: claude-code#63404',
    batch(thinking('other words', sign('my words'))),
    cannotBeModified,
    on,
  ),
  rejects(
    'thinking that was emptied',
    'verbatim: atomic#1318',
    batch(thinking('', sign('my words'))),
    cannotBeModified,
    on,
  ),
  rejects(
    'thinking that was emptied, by its short signature',
    'verbatim: atomic#1318',
    batch(thinking('', 'sig')),
    cannotBeModified,
    on,
  ),
  accepts(
    'thinking that the API left out, beside its long signature',
    'docs: SDK types',
    batch(thinking('', 'c2ln'.repeat(100))),
    on,
  ),
  accepts(
    'thinking that was changed in an earlier turn',
    'docs',
    [hi, ...step('a', thinking('x', sign('y'))), hi, ...step('b', thinking('z'))],
    on,
  ),
  rejects(
    'a corrupted signature',
    'verbatim: recorded probe',
    batch(thinking('x', 'bogus')),
    'messages.1.content.0: Invalid `signature` in `thinking` block',
    on,
  ),
  rejects(
    'an empty signature',
    'inferred',
    batch(thinking('x', '')),
    'messages.1.content.0: Invalid `signature` in `thinking` block',
    on,
  ),
  accepts('a signature of another model', 'inferred', batch(thinking('x', 'c2ln')), on),
  rejects(
    'corrupted redacted thinking',
    'verbatim: recorded probe',
    batch(redacted('bogus')),
    'messages.1.content.0: Invalid `data` in `redacted_thinking` block',
    on,
  ),
  accepts('redacted thinking', 'docs', batch(redacted('c2ln')), on),
  rejects('a text before thinking', 'verbatim: recorded probe', batch(text('so'), thinking('x')), thinkingFirst, on),
  rejects(
    'thinking in a tool loop with thinking off',
    'verbatim: forgecode#1853',
    batch(thinking('x')),
    notWhenDisabled,
  ),
  rejects('the same with thinking disabled by name', 'inferred', batch(thinking('x')), notWhenDisabled, {
    thinking: { type: 'disabled' },
  }),
  rejects(
    'thinking in a reply to be continued with thinking off',
    'verbatim: forgecode#1853',
    [hi, assistant(thinking('x'), text('ok'))],
    notWhenDisabled,
  ),
  accepts('thinking in a tool loop of a model that thinks unless it is told not to', 'docs', batch(thinking('x')), {
    model: 'claude-opus-5',
  }),
  accepts('thinking in an earlier turn with thinking off', 'docs', [hi, assistant(thinking('x'), text('ok')), hi]),
  accepts('thinking with thinking on', 'docs', batch(thinking('x')), on),
  accepts('thinking with adaptive thinking', 'docs', batch(thinking('x')), {
    thinking: { type: 'adaptive' },
    model: 'claude-sonnet-4-6',
  }),
  accepts('thinking once, and then two steps', 'docs', [...batch(thinking('x')), ...step('b')], on),
  accepts('thinking before the last step only', 'inferred', [...batch(), ...step('b', thinking('x'))], on),
]

/** What is said about thinking. */
export const thinkingCases: readonly Case[] = [
  ...unreplayable('its signatures are the mock provider’s own', signed),
  rejects('a tool loop without thinking', 'verbatim: kilocode#5219', batch(), expected(1, 'tool_use'), on),
  rejects('two steps without thinking', 'inferred', [...batch(), ...step('b')], expected(3, 'tool_use'), on),
  rejects('a text in place of thinking', 'verbatim: kilocode#5219', batch(text('so')), expected(1, 'text'), on),
  accepts('no thinking in an earlier turn', 'docs', [...batch(), assistant(text('ok')), hi], on),
  accepts('no thinking with adaptive thinking', 'docs', batch(), {
    thinking: { type: 'adaptive' },
    model: 'claude-sonnet-4-6',
  }),
  rejects(
    'a forced tool beside thinking',
    'verbatim: recorded probe',
    [hi],
    'Thinking may not be enabled when tool_choice forces tool use.',
    { ...on, tool_choice: { type: 'any' } },
  ),
  rejects(
    'one forced tool beside thinking',
    'inferred',
    [hi],
    'Thinking may not be enabled when tool_choice forces tool use.',
    { ...on, tool_choice: { type: 'tool', name: 'exec' } },
  ),
  accepts('a forced tool without thinking', 'docs', [hi], { tool_choice: { type: 'any' } }),
]
