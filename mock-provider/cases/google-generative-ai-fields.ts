import type { Case, Evidence } from './case.ts'
import {
  accepts,
  call,
  hi,
  older,
  refused,
  rejects,
  request,
  response,
  said,
  text,
  user,
} from './google-generative-ai-request.ts'

/** A rejection that is about the schema of a function. */
function schema(
  name: string,
  evidence: Evidence,
  parameters: object,
  ...unknown: [keyword: string, where: string][]
): Case {
  const tools = [
    {
      functionDeclarations: [
        { name: 'a', description: 'runs' },
        { name: 'b', description: 'runs', parameters },
      ],
    },
  ]
  const lines = unknown.map(
    ([keyword, where]) =>
      `Invalid JSON payload received. Unknown name "${keyword}" at 'tools[0].function_declarations[1].parameters${where}': Cannot find field.`,
  )
  return { name, evidence, request: request([hi], { tools }, older), answer: refused(lines.join('\n')) }
}

const object = { type: 'object' }
const properties = (...all: object[]) => ({
  ...object,
  properties: Object.fromEntries(all.map((one, n) => [`p${n}`, one])),
})

/** What is said about fields and schemas, which come before everything else. */
export const fieldCases: readonly Case[] = [
  {
    name: 'a body that is no object',
    evidence: 'inferred',
    request: { path: `/v1beta/models/${older}:generateContent`, body: null },
    answer: refused('Invalid JSON payload received.'),
  },
  rejects(
    'no contents',
    'verbatim: js-genai#912',
    undefined,
    '* GenerateContentRequest.contents: contents is not specified\n',
  ),
  rejects(
    'a content that is null',
    'inferred',
    [null],
    "Invalid value at 'contents[0]' (type.googleapis.com/google.ai.generativelanguage.v1beta.Content), null",
  ),
  rejects(
    'a part that is null',
    'inferred',
    [user(null)],
    "Invalid value at 'contents[0].parts[0]' (type.googleapis.com/google.ai.generativelanguage.v1beta.Part), null",
  ),
  accepts('no role', 'docs', [{ parts: [text('hi')] }]),
  accepts(
    'responses in the role of earlier days',
    'inferred',
    [hi, said(call('a')), { role: 'function', parts: [response('a')] }],
    older,
  ),
  rejects(
    'an unknown role',
    'verbatim: recorded probe',
    [{ role: 'system', parts: [text('x')] }],
    'Please use a valid role: user, model.',
  ),
  rejects(
    'no parts',
    'verbatim: chatwise-releases#250',
    [hi, said(), hi],
    '* GenerateContentRequest.contents[1].parts: contents.parts must not be empty.\n',
  ),
  rejects(
    'parts that are not there',
    'inferred',
    [{ role: 'user' }],
    '* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n',
  ),
  ...['', undefined].map((name) =>
    rejects(
      `a response ${name === '' ? 'with an empty' : 'without a'} name`,
      'verbatim: recorded probe',
      [hi, said(call('a')), user(response(name))],
      '* GenerateContentRequest.contents[2].parts[0].function_response.name: Name cannot be empty.\n',
      older,
    ),
  ),
  schema('a keyword that its schemas do not have', 'verbatim: recorded probe', { ...object, $schema: 'x' }, [
    '$schema',
    '',
  ]),
  schema(
    'a keyword in a property',
    'verbatim: nakama#292',
    properties({ type: 'string' }, { type: 'integer', exclusiveMinimum: 0 }),
    ['exclusiveMinimum', '.properties[1].value'],
  ),
  schema(
    'keywords in options, all told at once',
    'verbatim: mcp-server-brave-search#12',
    properties({ anyOf: [{ const: 'x' }, { const: 'y' }] }),
    ['const', '.properties[0].value.any_of[0]'],
    ['const', '.properties[0].value.any_of[1]'],
  ),
  schema(
    'a keyword in the items of a list',
    'verbatim: 9router#2309',
    properties({ type: 'array', items: { type: 'number', multipleOf: 2 } }),
    ['multipleOf', '.properties[0].value.items'],
  ),
  schema('names of properties', 'verbatim: nodetool#4388', properties({ ...object, propertyNames: {} }), [
    'propertyNames',
    '.properties[0].value',
  ]),
  {
    ...schema('a property with the name of a keyword', 'docs', {
      ...object,
      properties: { const: { type: 'string' } },
    }),
    answer: 'accepted',
  },
]
