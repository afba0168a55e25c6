import type { Facts } from '../facts/facts.ts'
import { factsOf } from '../facts/facts-of.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { sameCall } from '../transcript/blocks.ts'
import { findBreaks } from '../transcript/pairing.ts'
import type { Block, Turn } from '../transcript/transcript.ts'
import type { Cited } from './cited.ts'
import { type Pair, pairsOf } from './pairs.ts'

/** A block of a transcript, with where it stands, and what is wrong with it: an orphan of its pair, or one too many. */
export type Piece = {
  readonly role: Turn['role']
  readonly at: string
  readonly block: Block
  /** the tool of a call or a result, by the scenario's name */
  readonly tool: string
  readonly wrong: string | null
}

/** What is stored beside what was sent; one of them is missing where only the other has it. `same`: it is the same result. */
export type Row = { readonly stored: Piece | null; readonly sent: Piece | null; readonly same: boolean }

/** A session's transcript as stored, beside its last request as sent. */
export type Transcripts = {
  readonly session: string
  /** the entry and the file of what is stored */
  readonly stored: { readonly n: number; readonly source: string } | null
  readonly sent: { readonly n: number; readonly request: number } | null
  readonly rows: readonly Row[]
}

const orphans = {
  'call-without-result': 'no result',
  'result-without-call': 'no call',
  'result-repeated': 'more than one result',
  'call-repeated': 'id used twice',
} as const

/** Longer conversations are shown from their end. */
const maxPieces = 300

/**
 * The transcripts of every session: as stored at the end, and as sent in the request in which a pair is broken first, or else in
 * its last.
 */
export function transcriptsOf(entries: readonly Entry[], cited: Cited): Transcripts[] {
  const facts = factsOf(entries)
  const broken = pairsOf(facts, cited).filter((pair) => pair.broken !== null)
  const places = new Set(broken.map(({ met }) => met))
  const stored = new Map(facts.of('transcript-stored').map((transcript) => [transcript.session, transcript]))
  const requests = Map.groupBy(facts.requests.main, ({ session }) => session)
  const sessions = new Set([...requests.keys(), ...stored.keys()].filter((session) => session !== undefined))
  return [...sessions].map((session) => {
    const own = requests.get(session) ?? []
    const sent = own.find(({ n }) => places.has(n)) ?? own.at(-1)
    return beside(session, stored.get(session), sent?.asked, { broken, tool: (call) => toolIn(facts, session, call) })
  })
}

/** Sessions may share the ids of their calls, so a call is looked for among those of its session. */
function toolIn(facts: Facts, session: string, id: string): string {
  return facts.calls.withId(id).find(({ request }) => request.session === session)?.tool ?? id
}

function beside(
  session: string,
  stored: EntryOf<'transcript-stored'> | undefined,
  sent: EntryOf<'provider-asked'> | undefined,
  { broken, tool }: { readonly broken: readonly Pair[]; readonly tool: (call: string) => string },
): Transcripts {
  const lost = broken.filter((pair) => pair.broken === 'another result' && pair.met === sent?.n)
  return {
    session,
    stored: stored === undefined ? null : { n: stored.n, source: stored.source },
    sent: sent === undefined ? null : { n: sent.n, request: sent.request },
    rows: align(piecesOf(stored?.turns ?? [], [], tool), piecesOf(sent?.turns ?? [], lost, tool)),
  }
}

function piecesOf(turns: readonly Turn[], lost: readonly Pair[], tool: (call: string) => string): Piece[] {
  const breaks = findBreaks(turns)
  const wrongWith = (block: Block): string | null => {
    if (block.type !== 'call' && block.type !== 'result') return null
    const found = breaks.find(({ rule, ids }) => ids.includes(block.id) && rule.startsWith(block.type))
    if (found !== undefined) return orphans[found.rule]
    const isLost = block.type === 'result' && lost.some(({ call }) => sameCall(call, block.id))
    return isLost ? 'not what the tool returned' : null
  }
  return turns
    .flatMap(({ role, at, blocks }) =>
      blocks.map((block) => ({ role, at, block, tool: 'id' in block ? tool(block.id) : '', wrong: wrongWith(block) })),
    )
    .slice(-maxPieces)
}

/** Puts what is alike in both side by side: their longest common subsequence. */
function align(stored: readonly Piece[], sent: readonly Piece[]): Row[] {
  const lengths = commonLengths(stored, sent)
  const rows: Row[] = []
  let [a, b] = [0, 0]
  while (a < stored.length || b < sent.length) {
    const [left, right] = [stored[a] ?? null, sent[b] ?? null]
    const isBoth = left !== null && right !== null && isAlike(left, right)
    const isLeft = !isBoth && left !== null && (lengths[a + 1]?.[b] ?? 0) >= (lengths[a]?.[b + 1] ?? 0)
    const [own, other] = [isBoth || isLeft ? left : null, isBoth || !isLeft ? right : null]
    rows.push({ stored: own, sent: other, same: isBoth && isSame(left.block, right.block) })
    if (own !== null) a++
    if (other !== null) b++
  }
  return rows
}

/** For each pair of places, how much the lists have in common from there on. */
function commonLengths(a: readonly Piece[], b: readonly Piece[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[]
      const below = lengths[i + 1] as number[]
      row[j] = isAlike(a[i] as Piece, b[j] as Piece)
        ? 1 + (below[j + 1] ?? 0)
        : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  return lengths
}

/** Two pieces are one when they are about the same call, whatever a result says; texts when one holds the other, as gateways add to them. */
function isAlike({ role, block: a }: Piece, { role: other, block: b }: Piece): boolean {
  if (a.type === 'call' || a.type === 'result') return b.type === a.type && sameCall(a.id, b.id)
  if (a.type === 'other') return b.type === 'other' && a.name === b.name
  return b.type === 'text' && role === other && (a.text.includes(b.text) || b.text.includes(a.text))
}

function isSame(a: Block, b: Block): boolean {
  return a.type !== 'result' || b.type !== 'result' || a.text === b.text
}
