import type { Memory } from './memory.ts'
import { tokensOf } from './tokens.ts'
import { field } from './wire.ts'

/** A request that does not ask the model. */
export type Besides = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
  /** how many bytes the body has */
  readonly size: number
  /** when it came, in seconds since 1970 */
  readonly at: number
  /** what the Responses API keeps */
  readonly memory: Memory
}

type Said = { readonly status: number; readonly body: unknown }
/** Answers a request whose path matches; `id` is the path's part in brackets. */
type Route = readonly [method: string, path: RegExp, answer: (request: Besides, id: string) => Said | undefined]

const ok = (body: unknown): Said => ({ status: 200, body })
const list = (data: readonly unknown[]) => ({ object: 'list', data, has_more: false, first_id: null, last_id: null })

/** What is answered where that is simple. */
const routes: readonly Route[] = [
  ['POST', /\/v1\/messages\/count_tokens$/, ({ size }) => ok({ input_tokens: tokensOf(size) })],
  ['POST', /:countTokens$/, ({ size }) => ok({ totalTokens: tokensOf(size) })],
  [
    'POST',
    /\/v1\/responses\/input_tokens$/,
    ({ size }) => ok({ object: 'response.input_tokens', input_tokens: tokensOf(size) }),
  ],
  [
    'POST',
    /\/v1\/conversations$/,
    ({ memory, body, at }) => ok(conversation(memory.begin(field(body, 'items')), body, at)),
  ],
  ['GET', /\/v1\/conversations\/([^/]+)$/, ({ memory, at }, id) => memory.get(id) && ok(conversation(id, {}, at))],
  ['GET', /\/v1\/conversations\/([^/]+)\/items$/, ({ memory }, id) => itemsOf(memory, id)],
  ['DELETE', /\/v1\/conversations\/([^/]+)$/, ({ memory }, id) => deleted(memory, id, 'conversation.deleted')],
  ['GET', /\/v1\/responses\/([^/]+)$/, ({ memory }, id) => found(memory.get(id)?.document)],
  ['GET', /\/v1\/responses\/([^/]+)\/input_items$/, ({ memory }, id) => itemsOf(memory, id)],
  ['DELETE', /\/v1\/responses\/([^/]+)$/, ({ memory }, id) => deleted(memory, id, 'response')],
  ['GET', /\/v1beta\/models$/, () => ok({ models: [googleModel('chaos-model')] })],
  ['GET', /\/v1beta\/models\/([^/:]+)$/, (_, id) => ok(googleModel(id))],
  ['GET', /\/v1\/models$/, (request) => ok(list([model(request, 'chaos-model')]))],
  ['GET', /\/v1\/models\/([^/]+)$/, (request, id) => ok(model(request, id))],
]

/** What the APIs answer to what clients ask besides; a path that none of them has is refused in their own words. */
export function besides(request: Besides): Said {
  // a host that nobody stands for
  if (request.path.startsWith('/vendor/')) return notFound(request)
  for (const [method, path, answer] of routes) {
    const [matches, id = ''] = path.exec(request.path) ?? []
    const said = matches !== undefined && method === request.method ? answer(request, id) : undefined
    if (said !== undefined) return said
  }
  return notFound(request)
}

function notFound(request: Besides): Said {
  const { method, path } = request
  if (/\/v1(beta|internal)/.test(path))
    return { status: 404, body: { error: { code: 404, message: `${path} was not found.`, status: 'NOT_FOUND' } } }
  if (isAnthropic(request))
    return { status: 404, body: { type: 'error', error: { type: 'not_found_error', message: `Not found: ${path}` } } }
  const [, kind = '', id = ''] = /\/v1\/(response|conversation)s\/([^/]+)/.exec(path) ?? []
  const message =
    kind === ''
      ? `Invalid URL (${method} ${path})`
      : `${kind === 'response' ? 'Response' : 'Conversation'} with id '${id}' not found.`
  return { status: 404, body: { error: { message, type: 'invalid_request_error', param: null, code: null } } }
}

function isAnthropic({ path, headers }: Besides): boolean {
  return headers['anthropic-version'] !== undefined || path.includes('/v1/messages')
}

function found(document: unknown): Said | undefined {
  return document === undefined ? undefined : ok(document)
}

function itemsOf(memory: Memory, id: string): Said | undefined {
  const kept = memory.get(id)
  return kept && ok(list(kept.items))
}

function deleted(memory: Memory, id: string, object: string): Said | undefined {
  return memory.forget(id) ? ok({ id, object, deleted: true }) : undefined
}

function conversation(id: string, body: unknown, at: number): Record<string, unknown> {
  return { id, object: 'conversation', created_at: at, metadata: field(body, 'metadata') ?? {} }
}

function model(request: Besides, id: string): Record<string, unknown> {
  return isAnthropic(request)
    ? { type: 'model', id, display_name: id, created_at: new Date(request.at * 1000).toISOString() }
    : { id, object: 'model', created: request.at, owned_by: 'gatecrash' }
}

function googleModel(id: string): Record<string, unknown> {
  return { name: `models/${id}`, displayName: id, supportedGenerationMethods: ['generateContent', 'countTokens'] }
}
