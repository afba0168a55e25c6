import type { Facts } from '../facts/facts.ts'
import { heldAtEnd } from '../facts/tools.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { holdsCall, resultsOf, sameCall, short } from '../transcript/blocks.ts'
import { type Break, findBreaks } from '../transcript/pairing.ts'
import type { Turn } from '../transcript/transcript.ts'
import { isDamaged, isStopped, mainRequests, toolOf } from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * After the run has settled, what is on disk pairs up too. An attempt that ended in an error owes results only when a later
 * request carries it: OpenClaw up to 2026.7 keeps such attempts in the store and leaves them out of every request.
 */
export const storedTranscriptPaired: Oracle = {
  claim: 'stored-transcript-paired',
  sentence: 'what is on disk pairs up',
  judge({ facts }) {
    const stored = facts.of('transcript-stored')
    const [unreadable] = facts.of('store-unreadable')
    if (unreadable !== undefined) return inconclusive(unreadable.why)
    if (stored.length === 0) return inconclusive('no transcript was found on disk')
    const held = heldAtEnd(facts).map(({ call }) => call)
    const findings = stored.flatMap((transcript) => findingsIn(facts, transcript, held))
    if (findings.length === 0 && held.length > 0)
      return inconclusive('a tool was still held at the end; end it in the scenario')
    // a gateway that was killed mends its store when it is started again
    if (findings.length > 0 && facts.lives.isStopped)
      return inconclusive('the gateway was stopped and not started again')
    return fromFindings(findings)
  },
}

/** A batch with a tool that is still held owes nothing yet, as some gateways run its calls one after the other. */
function findingsIn(
  facts: Facts,
  { n, session, source, turns }: EntryOf<'transcript-stored'>,
  held: readonly string[],
): Finding[] {
  const owed = findBreaks(withoutAttempts(facts, turns)).flatMap((broken) => {
    const ids = broken.ids.filter((id) => !facts.isDamaged(id))
    const waits = broken.rule === 'call-without-result' && ids.some((id) => held.some((call) => sameCall(call, id)))
    return ids.length === 0 || waits ? [] : [{ ...broken, ids }]
  })
  return owed.map((broken) => ({
    says: `session ${session}: ${describe(facts, broken)} in the store`,
    entries: [...new Set([n, ...broken.ids.flatMap((id) => replayOf(facts, id)?.n ?? [])])],
    excerpt: [
      `${source}, ${broken.at}: ${broken.ids.join(', ')}`,
      ...broken.ids.map((id) => (broken.rule === 'result-without-call' ? ofOrphan(facts, id) : onReplay(facts, id))),
    ],
  }))
}

/** The turns without failed attempts that no request carries, and without what the gateway may have answered them with. */
function withoutAttempts(facts: Facts, turns: readonly Turn[]): Turn[] {
  const attempts = turns.filter((turn) => turn.ended !== undefined && !isReplayed(facts, turn))
  const given = new Set(
    attempts.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'call' ? [block.id] : []))),
  )
  const kept = turns.filter((turn) => !attempts.includes(turn))
  return kept.map((turn) => ({
    ...turn,
    blocks: turn.blocks.filter((block) => block.type !== 'result' || !given.has(block.id)),
  }))
}

function isReplayed(facts: Facts, turn: Turn): boolean {
  return turn.blocks.some(
    (block) => block.type === 'call' && mainRequests(facts).some(({ turns }) => holdsCall(turns, block.id)),
  )
}

const words: Readonly<Record<Break['rule'], string>> = {
  'call-without-result': 'no result',
  'result-without-call': 'a result without its call',
  'result-repeated': 'two results',
  'call-repeated': 'two calls with one id',
}

function describe(facts: Facts, { rule, ids }: Break): string {
  const tools = ids.map((id) => facts.calls.toolOf(id))
  return rule === 'call-without-result'
    ? `call ${tools.join(', ')} has ${words[rule]}`
    : `${words[rule]} (${tools.join(', ')})`
}

/** Whether the gateway masks the break when it asks the provider, which keeps the session alive but loses what happened. */
function onReplay(facts: Facts, call: string): string {
  const later = replayOf(facts, call)
  if (later === undefined) return `${facts.calls.toolOf(call)}: not sent to the provider since`
  const [result] = resultsOf(later.turns, call)
  return result === undefined
    ? `${facts.calls.toolOf(call)}: sent without a result in request ${later.request}`
    : `${facts.calls.toolOf(call)}: masked in request ${later.request} by an invented result: "${short(result.text, 80)}"`
}

/** Where a result without a call in the store was sent last, which may have been with the call, from memory. */
function ofOrphan(facts: Facts, call: string): string {
  const last = mainRequests(facts).findLast(({ turns }) => resultsOf(turns, call).length > 0)
  if (last === undefined) return `${facts.calls.toolOf(call)}: in no request`
  const beside = holdsCall(last.turns, call) ? 'with its call' : 'without its call'
  return `${facts.calls.toolOf(call)}: last sent in request ${last.request}, ${beside}`
}

function replayOf(facts: Facts, call: string): EntryOf<'provider-asked'> | undefined {
  return mainRequests(facts).findLast(({ turns }) => holdsCall(turns, call))
}
