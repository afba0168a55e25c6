import { setTimeout as pause } from 'node:timers/promises'
import { HarnessError, messageOf } from '../harness/errors.ts'
import type { Rejection } from '../harness/record/entry.ts'
import type { Case, Catalogue } from './cases/case.ts'
import type { WireRequest } from './dialect.ts'
import { isObject } from './json.ts'
import { field } from './wire.ts'

type Answer = Case['answer']
/** An API that cases are replayed against; `url` is its address without a path. */
export type Target = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** in place of the catalogue's own */
  readonly model: string
}
/** A case that is answered in another way than is known. */
export type Drift = { readonly of: Case; readonly theirs: Answer }

const replyLimitMs = 60_000
/** How often an API that is busy is asked again, and how long it may have us wait. */
const maxWaits = 5
const maxWaitSeconds = 60
const usualWaitSeconds = 15

/**
 * Replays the cases one after another and tells each that is answered in another way.
 * @throws HarnessError USAGE when a plain request is not accepted either: the key, the model or the account is wrong
 */
export async function* replay(catalogue: Catalogue, target: Target): AsyncGenerator<Drift> {
  const replayed = catalogue.cases.filter(({ replay }) => replay !== false)
  const plain = replayed.find((one) => one.answer === 'accepted' && isOfModel(one, catalogue.model))
  if (plain !== undefined) await checkAccepted(plain, catalogue.model, target)
  for (const one of replayed) {
    const theirs = await ask(withModel(one.request, catalogue.model, target.model), target)
    if (differ(one.answer, theirs)) yield { of: one, theirs }
  }
}

/** An answer in one line. */
export function describeAnswer(answer: Answer): string {
  if (answer === 'accepted') return answer
  const { status, type, message, param, code } = answer
  const where = param === undefined ? '' : ` (param ${param}, code ${code})`
  return `${status} ${type}: ${message.replaceAll('\n', '\\n')}${where}`
}

function isOfModel({ request }: Case, model: string): boolean {
  return JSON.stringify(request).includes(model)
}

async function checkAccepted({ name, request }: Case, model: string, target: Target): Promise<void> {
  const theirs = await ask(withModel(request, model, target.model), target)
  if (theirs !== 'accepted')
    throw new HarnessError('USAGE', `not even "${name}" is accepted by ${target.url}: ${describeAnswer(theirs)}`)
}

function withModel({ path, body }: WireRequest, from: string, to: string): WireRequest {
  const isAsked = field(body, 'model') === from
  return {
    path: path.replace(`/models/${from}:`, `/models/${to}:`),
    body: isAsked ? { ...Object(body), model: to } : body,
  }
}

/** Only what is known of an answer is compared. */
function differ(ours: Answer, theirs: Answer): boolean {
  if (ours === 'accepted' || theirs === 'accepted') return ours !== theirs
  return (Object.keys(ours) as (keyof Rejection)[]).some((key) => ours[key] !== theirs[key])
}

/** @throws Error when the API stays busy or does not answer in time */
async function ask(request: WireRequest, target: Target): Promise<Answer> {
  for (let waits = 0; ; waits++) {
    const response = await post(request, target)
    const text = await response.text()
    if (response.ok) return 'accepted'
    const rejection = rejectionIn(response.status, text)
    if (response.status !== 429 && response.status < 500) return rejection
    if (waits === maxWaits) throw new Error(`${target.url} is busy: ${describeAnswer(rejection)}`)
    const asked = Number(response.headers.get('retry-after') ?? usualWaitSeconds)
    await pause(Math.min(Number.isNaN(asked) ? usualWaitSeconds : asked, maxWaitSeconds) * 1_000)
  }
}

function post({ path, body }: WireRequest, { url, headers }: Target): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(replyLimitMs),
  }).catch((error: Error) => {
    throw new Error(`${url} does not answer: ${messageOf(error.cause ?? error)}`, { cause: error })
  })
}

function rejectionIn(status: number, text: string): Rejection {
  const error = field(parse(text), 'error')
  if (!isObject(error)) return { status, type: 'no error of the API', message: text.slice(0, 200) }
  const { type, status: name, message, param, code } = error
  return {
    status,
    type: String(type ?? name),
    message: String(message),
    param: param as string | null,
    code: code as string | null,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
