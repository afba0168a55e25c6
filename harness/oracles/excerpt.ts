import type { Facts } from '../facts/facts.ts'
import { requestName } from '../facts/requests.ts'
import type { EntryOf, Rejection } from '../record/entry.ts'
import { resultsOf, short } from '../transcript/blocks.ts'
import type { Block, Turn } from '../transcript/transcript.ts'

/** A turn as one line of evidence: `messages.2 user: result toolu01x "No result provided"`. */
export function outline({ role, blocks, at }: Turn): string {
  return `${at} ${role}: ${blocks.map(outlineOf).join(', ') || 'nothing'}`
}

function outlineOf(block: Block): string {
  if (block.type === 'text') return `"${short(block.text, 60)}"`
  if (block.type === 'result') return `result ${block.id} "${short(block.text, 60)}"`
  return block.type === 'call' ? `call ${block.id}` : block.name
}

/** What was wrong with a request: the provider's words, and the turns they are about. */
export function rejectedRequest({ turns, rejection, request }: EntryOf<'provider-asked'>): string[] {
  if (rejection === null) return []
  const named = turnsNamed(turns, rejection.message).map((turn) => `${requestName(request)}, ${outline(turn)}`)
  return [`provider: ${rejection.message}`, ...ruleOf(rejection), ...named]
}

/** The rule that a rejection rests on, and how well it is known that the real API refuses what breaks it. */
function ruleOf({ rule, evidence }: Rejection): string[] {
  if (rule === undefined || evidence === undefined) return []
  const { weight, source, date } = evidence
  return [`rule: ${rule} (${weight}; ${source}${date === undefined ? '' : `, ${date}`})`]
}

/** The first turn with an id that a rejection names, and its neighbours; the last turns when it names none. */
function turnsNamed(turns: readonly Turn[], words: string): readonly Turn[] {
  const index = turns.findIndex(({ blocks }) => blocks.some((block) => 'id' in block && words.includes(block.id)))
  return index < 0 ? turns.slice(-3) : turns.slice(Math.max(0, index - 1), index + 2)
}

/** What became of a request: it was rejected, failed, broken off or left, or answered. */
export function outcomeOf(facts: Facts, asked: EntryOf<'provider-asked'>): string[] {
  const { replying, replied } = facts.requests.numbered(asked.request) ?? {}
  if (asked.rejection !== null) return rejectedRequest(asked)
  if (replying === undefined || replied === undefined) return [`${requestName(asked.request)} was never answered`]
  const words = replying.failure === undefined ? '' : `: ${replying.failure.message}`
  return [`provider: ${requestName(asked.request)} was answered with ${replying.status}, ${replied.end}${words}`]
}

/** The results that the store has for a call of a session, where they stand; other sessions may have calls of the same id. */
export function storedResults(facts: Facts, call: string, session: string | undefined): string[] {
  const own = facts.of('transcript-stored').filter((stored) => stored.session === (session ?? stored.session))
  return own.flatMap(({ source, turns }) =>
    turns.flatMap((turn) =>
      resultsOf([turn], call).map(({ text }) => `stored in ${source}, ${turn.at}: "${short(text)}"`),
    ),
  )
}

/** Several names in a sentence: `a, b and c`. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names)
}
