import type { Position } from '../../mock-provider/script.ts'
import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import type { Request } from '../facts/requests.ts'
import type { LimitName } from '../limits.ts'
import type { Enabled, Look } from './enabled.ts'
import { gatewayGone, toldEnd } from './why-not.ts'

/** Where a reply of the model stands in the script. */
export function placeOf({ position }: { readonly position: Position | undefined }): Position {
  if (position === undefined) throw new Error('a reply of the model has no place in the script')
  return position
}

/** The requests for a reply. */
export function requestsAt(facts: Facts, { turn, reply, side }: Position): readonly Request[] {
  return facts.requests.at(side ? null : turn, reply)
}

/** A reply must be asked for and wait to be given. */
export function onceAsked(_: unknown, look: Look): Enabled {
  const { facts, says } = look
  const place = placeOf(look)
  const asked = requestsAt(facts, place)
  if (asked.some(isOpen)) return 'now'
  // messages may be sent in another order than a script has them, where several schedules are played side by side
  const message = says === undefined ? undefined : facts.messages.saying(says)
  if (message?.answer?.ok === false) return { never: `the gateway refused "${message.text}": ${message.answer.detail}` }
  const rejection = asked.findLast((request) => request.asked.rejection !== null)?.asked.rejection
  const doubt =
    rejection == null
      ? toldEnd(facts, message?.run ?? '', facts.requests.of(message?.session ?? ''))
      : `the provider rejected the request with ${rejection.status}: ${rejection.message}`
  const waitsFor = `the model to be asked for ${inWords(place, message)}`
  return gatewayGone(facts) ?? { waitsFor, limit: limitOf(facts), doubt }
}

function inWords({ turn, reply, side }: Position, message: Message | undefined): string {
  if (side) return 'a summary or a title'
  return `reply ${reply + 1} to ${message === undefined ? `message ${turn + 1}` : `"${message.text}"`}`
}

function isOpen({ asked, replied }: Request): boolean {
  return asked.rejection === null && replied === undefined
}

/** A process that has not asked its model yet has much to load before it does. */
function limitOf(facts: Facts): LimitName {
  const since = facts.lives.last?.n ?? -1
  return (facts.last('provider-asked')?.n ?? -1) > since ? 'step' : 'ask'
}
