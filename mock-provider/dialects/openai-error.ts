import type { Rejection } from '../../harness/record/entry.ts'
import type { Act } from '../act.ts'
import type { WireRequest } from '../dialect.ts'
import { jsonActs } from '../wire.ts'

/** An error as both of OpenAI's APIs send it. */
export function rejectAsOpenai(rejection: Rejection, _: WireRequest, requestId: string): Act[] {
  const { status, type, message, param = null, code = null } = rejection
  return jsonActs(status, { 'x-request-id': requestId }, { error: { message, type, param, code } })
}
