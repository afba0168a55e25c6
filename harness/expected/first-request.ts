import type { Message } from '../facts/messages.ts'
import type { Request } from '../facts/requests.ts'
import type { Manners } from './manners.ts'

/**
 * The request that put a message to the model first: its own, or the first one of the conversation that holds it with another message. The
 * same words of another message are not this one.
 */
export function firstRequestOf(
  message: Message,
  requests: readonly Request[],
  messages: readonly Message[],
  manners: Manners,
): Request | undefined {
  if (message.requests[0] !== undefined) return message.requests[0]
  const text = message.text.trim()
  const said = new Set(messages.map((other) => other.text.trim()))
  const alike = messages.filter((other) => other !== message && other.text.trim() === text)
  return requests.find((request) => {
    if (request.n < message.n) return false
    const texts = textsIn(request, manners.takes('folds-messages'))
    const others = alike.filter((other) => (other.requests[0]?.n ?? Number.POSITIVE_INFINITY) <= request.n)
    const isOwn = texts.filter((one) => one === text).length > others.length
    return isOwn || texts.some((one) => one.includes(text) && !said.has(one))
  })
}

/** The texts on the side of the person, and those of results where messages may stand in them. */
function textsIn({ asked }: Request, withResults: boolean): string[] {
  return asked.turns.flatMap(({ role, blocks }) =>
    blocks.flatMap((block) => {
      const isSuch = block.type === 'text' || (withResults && block.type === 'result')
      return role === 'user' && isSuch ? [block.text.trim()] : []
    }),
  )
}
