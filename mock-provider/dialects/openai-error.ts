import type { Rejection } from '../../harness/record/entry.ts'
import type { Act } from '../act.ts'
import type { WireRequest } from '../dialect.ts'
import { jsonActs } from '../wire.ts'

/** The error's own object. */
export function openaiError({ type, message, param = null, code = null }: Rejection): Record<string, unknown> {
  return { message, type, param, code }
}

/** An error as both of OpenAI's APIs send it; the endpoint of a ChatGPT plan says what it refuses by itself as a `detail`. */
export function rejectAsOpenai(rejection: Rejection, _: WireRequest, requestId: string): Act[] {
  const body = rejection.type === 'detail' ? { detail: rejection.message } : { error: openaiError(rejection) }
  return jsonActs(rejection.status, { 'x-request-id': requestId }, body)
}
