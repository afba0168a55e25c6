import type { WireRequest } from '../dialect.ts'
import { say, type Words } from './words.ts'

type Headers = WireRequest['headers']

/** The versions of the Messages API that there are (docs: platform.claude.com, "API versioning"). */
const versions = ['2023-01-01', '2023-06-01']

/** The Messages API wants to be told its version, and that the body is JSON. */
export function judgeAnthropicHeaders(headers: Headers): Words | undefined {
  if (headers === undefined) return undefined
  const version = headers['anthropic-version']
  if (version === undefined || version === '') return say('version-missing', 'anthropic-version: header is required')
  if (!versions.includes(String(version)))
    return say('version-unknown', `anthropic-version: "${version}" is not a valid version`)
  return typeOf(headers) === 'application/json'
    ? undefined
    : say('content-type', 'content-type: header must be "application/json"')
}

/** OpenAI's APIs refuse a body that is said to be something else than JSON. */
export function judgeOpenaiHeaders(headers: Headers): Words | undefined {
  const type = typeOf(headers)
  if (type === undefined || type === 'application/json') return undefined
  return say(
    'content-type',
    `Unsupported content type: '${type}'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: ${type}'. Please try again with a supported content type.`,
    { code: 'unsupported_content_type' },
  )
}

/** The media type without its parameters; `undefined` where there is none, or an empty one. */
function typeOf(headers: Headers): string | undefined {
  const [type = ''] = String(headers?.['content-type'] ?? '').split(';')
  return type.trim() === '' ? undefined : type.trim().toLowerCase()
}
