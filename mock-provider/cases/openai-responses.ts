import { type Case, type Catalogue, unreplayable } from './case.ts'
import { openaiHeaderCases } from './headers.ts'
import { fieldCases } from './openai-responses-fields.ts'
import { itemCases } from './openai-responses-items.ts'
import { restCases } from './openai-responses-options.ts'
import { accepts, call, field, hi, model, ok, output, rejects, thought } from './openai-responses-request.ts'
import { refused, type Words } from './openai-words.ts'

const reference = (id: string) => ({ type: 'item_reference', id })
const unstored = { store: false }

const noOutput = (id: string) => `No tool output found for function call ${id}.`
const noCall = (id: string) => `No tool call found for function call output with call_id ${id}.`

const pairingCases: readonly Case[] = [
  accepts('a text', 'docs', 'hi'),
  accepts('a whole batch', 'docs', [hi, call('a'), call('b'), output('a'), output('b')]),
  accepts('outputs in another order', 'inferred', [hi, call('a'), call('b'), output('b'), output('a')]),
  accepts('an output after the user has spoken', 'inferred', [hi, call('a'), hi, output('a')]),
  accepts('an id that is null', 'docs: SDK types', [hi, call('a'), output('a', { id: null, status: null })]),
  accepts(
    'encrypted reasoning without an id',
    'docs',
    [hi, thought('rs_1', { id: undefined, encrypted_content: 'x' }), call('a'), output('a')],
    unstored,
  ),
  accepts('a call of the shell with the output of a function', 'inferred: openai/codex', [
    hi,
    {
      type: 'local_shell_call',
      id: 'lsh_1',
      call_id: 'call_a',
      status: 'completed',
      action: { type: 'exec', command: [], env: {} },
    },
    output('a'),
  ]),
  accepts(
    'encrypted reasoning without an id, and nothing after it',
    'inferred',
    [hi, thought('rs_1', { id: undefined, encrypted_content: 'x' })],
    unstored,
  ),
  rejects('a call without an output', 'verbatim: openai-client#124', [hi, call('a'), hi], noOutput('call_a')),
  rejects(
    'one of two calls without an output',
    'inferred: Roo-Code#12248',
    [hi, call('a'), call('b'), output('a')],
    noOutput('call_b'),
  ),
  rejects('an output without a call', 'verbatim: vscode#320060', [hi, output('z')], noCall('call_z')),
  rejects('an output before its call', 'inferred', [output('a'), call('a')], noCall('call_a')),
]

const noFollower = "Item 'rs_1' of type 'reasoning' was provided without its required following item."
const noReasoning = (id: string, type: string) =>
  `Item '${id}' of type '${type}' was provided without its required 'reasoning' item: 'rs_1'.`
const twice = (id: string) =>
  `Duplicate item found with id ${id}. Remove duplicate items from your input and try again.`
const noResponse: Words = () => ["Previous response with id 'resp_1' not found.", 'previous_response_not_found']

const storedCases: readonly Case[] = [
  accepts('reasoning with its call', 'docs', [hi, thought('rs_1'), call('a', { id: 'fc_1' }), output('a')]),
  accepts('reasoning with its text and its call', 'docs', [
    hi,
    thought('rs_1'),
    ok({ id: 'msg_1' }),
    call('a', { id: 'fc_1' }),
    output('a'),
  ]),
  accepts('reasoning that is referred to, with its call', 'docs', [
    hi,
    reference('rs_1'),
    call('a', { id: 'fc_1' }),
    output('a'),
  ]),
  accepts('ids of a reply without reasoning', 'inferred', [hi, call('a', { id: 'fc_plainQ1' }), output('a')]),
  accepts('the long id of a stored call', 'inferred', [hi, call('a', { id: `fc_${'0'.repeat(48)}` }), output('a')]),
  accepts('an output whose call is referred to', 'docs', [hi, reference('fc_1'), output('a')]),
  field('a response that was never given', 'verbatim: recorded probe', [hi], 'previous_response_id', noResponse, {
    previous_response_id: 'resp_1',
  }),
  rejects('reasoning with nothing after it', 'verbatim: continue#8933', [hi, thought('rs_1')], noFollower),
  rejects('reasoning before the user speaks', 'verbatim: continue#8933', [thought('rs_1'), hi], noFollower),
  rejects('reasoning before an output', 'inferred', [hi, call('a'), thought('rs_1'), output('a')], noFollower),
  rejects(
    'a call without its reasoning',
    'verbatim: continue#11994',
    [hi, call('a', { id: 'fc_1' }), output('a')],
    noReasoning('fc_1', 'function_call'),
  ),
  rejects(
    'a call with the reasoning of an earlier reply',
    'inferred',
    [hi, thought('rs_0'), ok(), hi, call('a', { id: 'fc_1' }), output('a')],
    noReasoning('fc_1', 'function_call'),
  ),
  rejects(
    'a message without its reasoning',
    'verbatim: recorded probe',
    [ok({ type: 'message', id: 'msg_1' }), hi],
    noReasoning('msg_1', 'message'),
  ),
  rejects(
    'an item twice',
    'verbatim: vercel/ai#13307',
    [thought('rs_1'), thought('rs_1'), call('a'), output('a')],
    twice('rs_1'),
  ),
  rejects(
    'a call and a reference to it',
    'verbatim: vercel/ai#13307',
    [call('a', { id: 'fc_plain1' }), reference('fc_plain1'), output('a')],
    twice('fc_plain1'),
  ),
]

/** What was not stored is the one thing that is not found and not refused. */
const unstoredCases: readonly Case[] = [
  accepts(
    'a call that was not stored, with its id',
    'inferred',
    [hi, call('a', { id: 'fc_1' }), output('a')],
    unstored,
  ),
  accepts(
    'encrypted reasoning',
    'docs',
    [hi, thought('rs_1', { encrypted_content: 'x' }), call('a'), output('a')],
    unstored,
  ),
  ...(
    [
      ['reasoning that was not stored', 'verbatim: CLIProxyAPI#2381', thought('rs_x')],
      [
        'reasoning whose encrypted content is null',
        'verbatim: vercel/ai#7543',
        thought('rs_x', { encrypted_content: null }),
      ],
      ['a reference to what was not stored', 'inferred', reference('rs_x')],
    ] as const
  ).map(([name, evidence, item]) => {
    const message =
      "Item with id 'rs_x' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input."
    const { request } = accepts(name, evidence, [hi, item, call('a'), output('a')], unstored)
    return { name, evidence, request, answer: { ...refused(message, 'input'), status: 404 } }
  }),
]

/** What is known of the OpenAI Responses API. */
export const openaiResponses: Catalogue = {
  api: 'openai-responses',
  model,
  cases: [
    ...pairingCases,
    ...unreplayable('it is about what the real API has stored', storedCases),
    ...unreplayable('it is about what the real API has written', unstoredCases),
    ...fieldCases,
    ...itemCases,
    ...restCases,
    ...openaiHeaderCases(accepts('hi', 'docs', [hi]).request),
  ],
  unsettled: [
    'A request without a content type: ours accepts it.',
    'Reasoning without an id and with nothing after it: ours accepts it.',
    'Two outputs for one call, which other hosts refuse: ours accepts them.',
    'An output in another place than right after its call: ours accepts any place after it.',
    'Arguments that are no JSON: ours accepts them.',
    'What the API has stored: ours accepts an output whose call is referred to, and a long item id without its reasoning.',
    'A `status` of reasoning that is not null: ours accepts it.',
    'How long a function’s name may be: ours accepts any length.',
  ],
}
