import { type Case, type Catalogue, strictly, unreplayable } from './case.ts'
import { fieldCases } from './google-generative-ai-fields.ts'
import {
  accepts,
  call,
  hi,
  model,
  older,
  rejects,
  response,
  said,
  signed,
  text,
  user,
} from './google-generative-ai-request.ts'
import { toolCases } from './google-generative-ai-tools.ts'

const count =
  'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'
const responseTurn = 'Please ensure that function response turn comes immediately after a function call turn.'
const callTurn =
  'Please ensure that function call turn comes immediately after a user turn or after a function response turn.'

const turnCases: readonly Case[] = [
  accepts(
    'a whole batch',
    'verbatim: llumiverse#620',
    [hi, said(call('a'), call('b')), user(response('a'), response('b'))],
    older,
  ),
  accepts('two steps', 'docs', [hi, said(call('a')), user(response('a')), said(call('b')), user(response('b'))], older),
  accepts('text beside a call', 'docs', [hi, said(text('let me see'), call('a')), user(response('a'))], older),
  accepts('two texts of the user in a row', 'inferred: llumiverse#620', [hi, hi], older),
  accepts('two texts of the model in a row', 'inferred', [hi, said(text('a')), said(text('b')), hi], older),
  accepts('names that differ while the counts agree', 'inferred', [hi, said(call('a')), user(response('b'))], older),
  rejects(
    'fewer responses than calls',
    'verbatim: gemini-cli#16415',
    [hi, said(call('a'), call('b')), user(response('a'))],
    count,
    older,
  ),
  rejects(
    'more responses than calls',
    'inferred: gemini-cli#4217',
    [hi, said(call('a')), user(response('a'), response('a'))],
    count,
    older,
  ),
  rejects(
    'responses split over two turns',
    'verbatim: llumiverse#620',
    [hi, said(call('a'), call('b')), user(response('a')), user(response('b'))],
    count,
    older,
  ),
  rejects('a text in place of a response', 'inferred: gemini-cli#5443', [hi, said(call('a')), hi], count, older),
  rejects(
    'a text of the model in place of a response',
    'inferred',
    [hi, said(call('a')), said(text('x')), hi],
    count,
    older,
  ),
  rejects('calls at the end', 'inferred', [hi, said(call('a'))], count, older),
  rejects('a response without a call', 'verbatim: langchain#27799', [user(response('a'))], responseTurn, older),
  rejects(
    'a second response turn',
    'verbatim: gemini-cli#26956',
    [hi, said(call('a')), user(response('a')), user(response('a'))],
    responseTurn,
    older,
  ),
  rejects(
    'a call as the first turn',
    'verbatim: gemini-cli#11814',
    [said(call('a')), user(response('a'))],
    callTurn,
    older,
  ),
  accepts(
    'a call after a text of the model',
    'verbatim: gemini-cli#685',
    [hi, said(text('hm')), said(call('a')), user(response('a'))],
    older,
  ),
  ...strictly([
    rejects(
      'a call after a text of the model, strictly',
      'docs: adk-python#1581',
      [hi, said(text('hm')), said(call('a')), user(response('a'))],
      callTurn,
      older,
    ),
    rejects(
      'an empty text, strictly',
      'inferred',
      [user(text(''))],
      "* GenerateContentRequest.contents[0].parts[0].data: required oneof field 'data' must have one initialized field\n",
    ),
  ]),
  accepts(
    'two calls of the model in contents of their own',
    'inferred: js-genai',
    [hi, said(call('a')), said(call('b')), user(response('a'), response('b'))],
    older,
  ),
  accepts(
    'an empty text of the model between a call and its response',
    'inferred: js-genai',
    [hi, said(call('a')), said(text('')), user(response('a'))],
    older,
  ),
  ...strictly([
    rejects(
      'two calls of the model in contents of their own, strictly',
      'verbatim: lobehub#10049',
      [hi, said(call('a')), said(call('b')), user(response('a'), response('b'))],
      callTurn,
      older,
    ),
  ]),
]

const missing = (name: string, position: number) =>
  `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${name}\` , position ${position}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`

const signatureCases: readonly Case[] = [
  ...unreplayable('its signatures are the mock provider’s own', [
    accepts('a batch of which only the first call is signed', 'docs', [
      hi,
      said(signed('a'), call('b')),
      user(response('a'), response('b')),
    ]),
    accepts('a signature of another reply', 'inferred', [hi, said(signed('a', 'c2ln')), user(response('a'))]),
    rejects(
      'a signed step, and then one that is not',
      'docs',
      [hi, said(signed('a')), user(response('a')), said(call('b')), user(response('b'))],
      missing('b', 4),
    ),
    rejects(
      'a batch of which only the second call is signed',
      'docs: thought signatures',
      [hi, said(call('a'), signed('b')), user(response('a'), response('b'))],
      missing('a', 2),
    ),
  ]),
  accepts('the word that clients send in place of a signature', 'docs: gsd-pi#155', [
    hi,
    said(signed('a', 'skip_thought_signature_validator')),
    user(response('a')),
  ]),
  accepts('a call without a signature in an earlier turn', 'docs', [
    hi,
    said(call('a')),
    user(response('a')),
    said(text('ok')),
    hi,
  ]),
  rejects(
    'a call of this turn without a signature',
    'verbatim: paws#103',
    [hi, said(call('a')), user(response('a'))],
    missing('a', 2),
  ),
  rejects(
    'the same of a later model',
    'verbatim: paws#103',
    [hi, said(call('a')), user(response('a'))],
    missing('a', 2),
    'gemini-3.1-flash-lite',
  ),
  rejects(
    'a corrupted signature',
    'verbatim: gemini-cli#13467, crush#1698',
    [hi, said(signed('a', 'Ym9ndXM=')), user(response('a'))],
    'Corrupted thought signature.',
  ),
  rejects(
    'a corrupted signature of a text',
    'inferred',
    [hi, said({ ...text('ok'), thoughtSignature: 'Ym9ndXM=' }), hi],
    'Corrupted thought signature.',
  ),
]

/** What is known of the Gemini API's generateContent. */
export const googleGenerativeAi: Catalogue = {
  api: 'google-generative-ai',
  model,
  cases: [...turnCases, ...signatureCases, ...fieldCases, ...toolCases],
  unsettled: [
    'What is said to a body that is not said to be JSON: ours reads it as JSON.',
    'Names or ids that differ while the counts agree: ours accepts them.',
    'Two text turns of one role in a row, which Gemini 1.0 refused: ours accepts them.',
    'Text beside function responses (opencode#43479): ours accepts it.',
    'Which is told first, the order of turns or a missing signature: ours tells the order.',
    '`additionalProperties` in a schema, which was refused in early 2025: ours accepts it.',
    'Contents of the model in a row, one of them with a call: adk-python#1581 and lobehub#10049 say that they are refused, the Gemini CLI sends them on purpose (gemini-cli#685), the SDK’s own loops do when a stream has several events, and sources differ (go-genai#692). Ours takes them for one, and rejects them with `--strict`.',
    'An empty text without a signature: ours accepts it, and rejects it with `--strict`.',
  ],
}
