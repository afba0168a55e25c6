import { dialectNamed } from '../../mock-provider/dialects/index.ts'
import { branchOf, lostIn, outOfOrder, sentOf } from '../store/branch.ts'
import type { Entry, Session, SessionFormat } from '../store/session.ts'
import { turnsOf } from '../store/turns.ts'
import { type Break, findBreaks } from '../transcript/pairing.ts'
import { repeatedItems } from './mend-items.ts'
import { misnumbered } from './mend-numbers.ts'
import { replayed } from './replayed.ts'
import { requestThrough } from './requests.ts'

/** What becomes of a session when the person speaks again. */
export type State = 'sound' | 'masked' | 'broken' | 'unreadable'

/** A refusal of the provider, in its own words. */
export type Refusal = { readonly api: string; readonly says: string }

/** How a session is. */
export type Health = {
  readonly state: State
  /** what the provider says to the next request, for each API that refuses it */
  readonly refusals: readonly Refusal[]
  /** pairs of call and result that are broken in what is stored */
  readonly breaks: readonly Break[]
  /** records that the agent cannot read or reach, and why */
  readonly unread: readonly { readonly at: string; readonly why: string }[]
  /** the first record that is wrong, and when it was written */
  readonly since: { readonly at: string; readonly time: string | undefined } | undefined
  /** how many records there are */
  readonly entries: number
}

/** Judges what is stored of a session: by the rules of pairs, by what its agent mends, and by what a strict provider says to the rest. */
export function healthOf(session: Session, format: SessionFormat, version?: string): Health {
  const { entries } = session
  const sent = conversationOf(entries, format)
  const breaks = findBreaks(turnsOf(sent.filter(({ ended }) => !ended)))
  const refusals = refusalsOf(replayed(sent, format.mends(version), format), format.apis)
  const unread = unreadIn(session, format)
  const isMended = breaks.length > 0 || refusalsOf(sent, format.apis).length > 0
  const state = refusals.length > 0 ? 'broken' : unread.length > 0 ? 'unreadable' : isMended ? 'masked' : 'sound'
  return {
    state,
    refusals,
    breaks,
    unread,
    since: sinceOf(entries, breaks, unread, refusals.length > 0),
    entries: entries.length,
  }
}

/** What an agent sends of a session: the summary, if there is one, and what it keeps. */
export function conversationOf(entries: readonly Entry[], format: SessionFormat): Entry[] {
  const { summary, sent } = sentOf(branchOf(entries, format))
  return summary === undefined ? sent : [{ ...summary }, ...sent]
}

/** What a strict provider says to a conversation that goes on, for each API that refuses it. */
export function refusalsOf(entries: readonly Entry[], apis: readonly string[]): Refusal[] {
  return apis.flatMap((api) => {
    const request = requestThrough[api]?.(entries)
    const rejection = request && dialectNamed(api).judge(request)
    return rejection ? [{ api, says: `${rejection.status} ${rejection.message.trim()}` }] : []
  })
}

function unreadIn({ entries, torn }: Session, format: SessionFormat): { at: string; why: string }[] {
  const lost = format.shape === 'tree' ? lostIn(entries) : []
  const order = format.shape === 'tree' ? outOfOrder(entries) : undefined
  const ids = new Map<string, Entry>()
  const twins = entries.filter((entry) => {
    if (entry.id === undefined || !ids.has(entry.id)) {
      if (entry.id !== undefined) ids.set(entry.id, entry)
      return false
    }
    return format.shape === 'tree'
  })
  return [
    ...torn.map(({ line, why }) => ({ at: `line ${line}`, why })),
    ...lost.map(({ line, parent }) => ({
      at: `line ${line}`,
      why: `it comes after a record "${parent}" that is not there`,
    })),
    ...(order === undefined
      ? []
      : [{ at: `line ${order.last.line}`, why: `line ${order.child.line} comes after it, and is not reached` }]),
    ...entries.flatMap(({ line, forgets }) =>
      forgets === undefined
        ? []
        : [{ at: `line ${line}`, why: `here the agent forgets ${forgets} messages before it` }],
    ),
    ...misnumbered(entries)
      .slice(0, 1)
      .map(({ entry: { line } }) => ({ at: `line ${line}`, why: 'its number is missing, is there twice or falls' })),
    ...repeatedItems(entries).map(({ entry: { line, item } }) => ({
      at: `line ${line}`,
      why: `it has the id of another item, "${item}"`,
    })),
    ...twins.map(({ line, id }) => ({ at: `line ${line}`, why: `it has the id of another record, "${id}"` })),
  ]
}

function names({ pieces }: Entry, ids: readonly string[]): boolean {
  return pieces.some((piece) => 'id' in piece && ids.includes(piece.id))
}

function sinceOf(
  entries: readonly Entry[],
  breaks: readonly Break[],
  unread: Health['unread'],
  isRefused: boolean,
): Health['since'] {
  const lineOf = (at: string) => Number(at.replace('line ', ''))
  // a break is told by its turn, which may have begun before the record that is wrong
  const wrong = breaks.map(
    ({ at, ids }) => entries.find((one) => one.line >= lineOf(at) && names(one, ids))?.line ?? lineOf(at),
  )
  const failed = entries.find((entry) => entry.ended && entry.pieces.some(({ type }) => type === 'call'))
  const lines = [...wrong, ...unread.map(({ at }) => lineOf(at))]
  const line = lines.length > 0 ? Math.min(...lines) : isRefused ? failed?.line : undefined
  if (line === undefined) return undefined
  const time = entries.findLast((entry) => entry.line <= line && entry.time !== undefined)?.time
  return { at: `line ${line}`, time }
}
