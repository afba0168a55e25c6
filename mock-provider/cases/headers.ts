import { type Case, unreplayable } from './case.ts'

const anthropic = { 'anthropic-version': '2023-06-01', 'content-type': 'application/json' }

/** The same request with headers, and what is answered to it in the words of the API. */
type Told = (request: Case['request'], more: Pick<Case, 'name' | 'answer' | 'evidence'>, headers: object) => Case

const told: Told = (request, more, headers) => ({ ...more, request: { ...request, headers: { ...headers } } })
const refusal = { status: 400, type: 'invalid_request_error' }

/** The Messages API: what it says of headers to a request that has nothing wrong with it besides. */
export function anthropicHeaderCases(request: Case['request']): Case[] {
  const rejects = (name: string, evidence: Case['evidence'], message: string, headers: object) =>
    told(request, { name, evidence, answer: { ...refusal, message } }, headers)
  return ours([
    told(request, { name: 'the headers that are demanded', evidence: 'docs', answer: 'accepted' }, anthropic),
    rejects('no version', 'verbatim: pipedream#9697', 'anthropic-version: header is required', {}),
    rejects('an empty version', 'inferred', 'anthropic-version: header is required', { 'anthropic-version': '' }),
    rejects(
      'a version that does not exist',
      'verbatim: 9router#2357',
      'anthropic-version: "2023-06-01, 2023-06-01" is not a valid version',
      { ...anthropic, 'anthropic-version': '2023-06-01, 2023-06-01' },
    ),
    rejects('no content type', 'inferred', 'content-type: header must be "application/json"', {
      'anthropic-version': '2023-06-01',
    }),
    rejects('the content type of a text', 'inferred', 'content-type: header must be "application/json"', {
      ...anthropic,
      'content-type': 'text/plain;charset=UTF-8',
    }),
  ])
}

/** OpenAI's APIs: the same. */
export function openaiHeaderCases(request: Case['request']): Case[] {
  const type = (value: string) => ({ 'content-type': value })
  const message = (value: string) =>
    `Unsupported content type: '${value}'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: ${value}'. Please try again with a supported content type.`
  const answer = { ...refusal, param: null, code: 'unsupported_content_type' }
  return ours([
    told(
      request,
      { name: 'a content type with a charset', evidence: 'inferred', answer: 'accepted' },
      type('application/json; charset=utf-8'),
    ),
    told(request, { name: 'no content type', evidence: 'inferred', answer: 'accepted' }, {}),
    told(
      request,
      {
        name: 'the content type of a form',
        evidence: 'verbatim: openai-openapi#502',
        answer: { ...answer, message: message('multipart/form-data') },
      },
      type('multipart/form-data; boundary=x'),
    ),
  ])
}

function ours(cases: readonly Case[]): Case[] {
  return unreplayable('the check sends headers of its own', cases)
}
