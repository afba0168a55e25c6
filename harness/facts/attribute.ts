import type { EntryBody } from '../record/entry.ts'
import { placeOfLast } from '../transcript/places.ts'
import type { Turn } from '../transcript/transcript.ts'
import type { Facts } from './facts.ts'

type Asked = Extract<EntryBody, { kind: 'provider-asked' }>
/** What a request belongs to. A side request belongs to nothing. */
type Owner = Pick<Asked, 'message' | 'session' | 'conversation' | 'run'>

/**
 * What is noted, with the session, the run and the message it belongs to. They are found from the ids and the words that travel, by what
 * was noted before, and kept in the entry.
 */
export function attribute(facts: Facts, body: EntryBody): EntryBody {
  if (body.kind === 'provider-asked')
    return body.conversation === undefined ? { ...body, ...ownerOf(facts, body) } : body
  if (body.kind !== 'tool-started' && body.kind !== 'tool-ordered' && body.kind !== 'tool-ended') return body
  const call = body.session === undefined ? facts.calls.of(body.call, body.tool) : undefined
  return call === undefined
    ? body
    : { ...body, request: call.request.number, ...(call.request.session && { session: call.request.session }) }
}

function ownerOf(facts: Facts, asked: Asked): Owner {
  const { messages } = facts
  if (asked.says !== undefined) {
    const message = messages.saying(asked.says)
    return message === undefined ? { conversation: `task "${asked.says}"` } : ownedBy(message)
  }
  if (asked.turn !== null) return byNumber(facts, asked.turn)
  return isScripted(facts) ? {} : byContent(facts, asked.turns)
}

function ownedBy({ sent, session, run }: Facts['messages']['all'][number]): Owner {
  return { message: sent.message, session, conversation: session, ...(run === '' ? {} : { run }) }
}

/** Records of format 1 have the number of the message, and after all messages those of tasks. */
function byNumber(facts: Facts, turn: number): Owner {
  const { all } = facts.messages
  const message = all[turn]
  if (message !== undefined) return ownedBy(message)
  return all.length > 0 ? { conversation: `task ${turn}` } : {}
}

/** Where a script says what the model does, a request that it knows no place for is a side request. */
function isScripted(facts: Facts): boolean {
  return facts.last('run-started')?.scenario !== undefined
}

/** A request of live traffic: of the message whose words it holds last, or of the conversation whose calls or whose beginning it holds. */
function byContent(facts: Facts, turns: readonly Turn[]): Owner {
  const { messages, calls, requests } = facts
  const last = placeOfLast(
    messages.all.map(({ text }) => text),
    turns,
  )
  const message = last === undefined ? undefined : messages.all[last.text]
  if (message !== undefined) return ownedBy(message)
  const ids = turns.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'call' ? [block.id] : [])))
  const known = ids.flatMap((id) => calls.withId(id)).at(-1)?.request.conversation
  if (known !== undefined) return { conversation: known }
  const same = requests.main.find((request) => beginningOf(request.asked.turns) === beginningOf(turns))
  return { conversation: same?.conversation ?? `conversation ${requests.conversations.length + 1}` }
}

function beginningOf(turns: readonly Turn[]): string {
  return JSON.stringify(turns.find(({ role }) => role === 'user')?.blocks[0] ?? null)
}
