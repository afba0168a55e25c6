import type { Facts } from '../facts/facts.ts'
import { Replays } from '../facts/replays.ts'
import { requestName } from '../facts/requests.ts'
import { heldAtEnd } from '../facts/tools.ts'
import type { EntryOf } from '../record/entry.ts'
import { bare, holdsCall, resultsOf, short } from '../transcript/blocks.ts'
import { type Break, findBreaks } from '../transcript/pairing.ts'
import type { Turn } from '../transcript/transcript.ts'
import { listed } from './excerpt.ts'
import { type Finding, fromFindings, inconclusive, type Oracle, skipped } from './judgement.ts'

type Stored = EntryOf<'transcript-stored'>

/** After the run has settled, what is on disk pairs up too. */
export const storedTranscriptPaired: Oracle = {
  claim: 'stored-transcript-paired',
  tier: 1,
  fails: 'the stored history has a call without its result, or a result without its call',
  sentence: 'what is on disk pairs up',
  judge({ facts, manners }) {
    const stored = facts.of('transcript-stored')
    const [unreadable] = facts.of('store-unreadable')
    const { store: unseen } = facts.last('run-started')?.unseen ?? {}
    if (unseen !== undefined) return skipped(unseen)
    if (unreadable !== undefined) return inconclusive(unreadable.why)
    if (stored.length === 0) return inconclusive('no transcript was found on disk')
    const held = new Set(heldAtEnd(facts).map(({ call }) => bare(call)))
    const replays = new Replays(facts)
    const owing = (turns: readonly Turn[]) =>
      manners.takes('keeps-broken-attempts') ? withoutAttempts(replays, turns) : turns
    const findings = stored.flatMap((transcript) =>
      owedIn(facts, owing(transcript.turns), held).map((broken) => finding(facts, replays, transcript, broken)),
    )
    if (findings.length === 0 && held.size > 0)
      return inconclusive('a tool was still held at the end; end it in the scenario')
    // a gateway that was killed mends its store when it is started again
    if (findings.length > 0 && facts.lives.isStopped)
      return inconclusive('the gateway was stopped and not started again')
    return fromFindings(findings)
  },
}

/** A batch with a tool that is still held owes nothing yet, as some gateways run its calls one after the other. */
function owedIn(facts: Facts, turns: readonly Turn[], held: ReadonlySet<string>): Break[] {
  return findBreaks(turns).flatMap((broken) => {
    const ids = broken.ids.filter((id) => !facts.isDamaged(id))
    const waits = broken.rule === 'call-without-result' && ids.some((id) => held.has(bare(id)))
    return ids.length === 0 || waits ? [] : [{ ...broken, ids }]
  })
}

/**
 * The turns without failed attempts that no request carries, and without what the gateway may have answered them with: one that takes the
 * liberty to keep such attempts leaves them out of every request.
 */
function withoutAttempts(replays: Replays, turns: readonly Turn[]): Turn[] {
  const attempts = new Set(turns.filter((turn) => turn.ended !== undefined && !isReplayed(replays, turn)))
  const given = new Set([...attempts].flatMap(callsIn))
  return turns
    .filter((turn) => !attempts.has(turn))
    .map((turn) => ({
      ...turn,
      blocks: turn.blocks.filter((block) => block.type !== 'result' || !given.has(block.id)),
    }))
}

function callsIn({ blocks }: Turn): string[] {
  return blocks.flatMap((block) => (block.type === 'call' ? [block.id] : []))
}

function isReplayed(replays: Replays, turn: Turn): boolean {
  return callsIn(turn).some((id) => replays.ofCall(id) !== undefined)
}

function finding(facts: Facts, replays: Replays, { n, session, source }: Stored, broken: Break): Finding {
  const { rule, ids, at } = broken
  const tools = ids.map((id) => facts.calls.toolOf(id))
  const tell = rule === 'result-without-call' ? ofOrphan : onReplay
  return {
    says: `session ${session}: ${words[rule](listed(tools), ids.length > 1)}`,
    expected: 'one stored result for each stored call, right after it',
    actual: `${source}, ${at}: ${actual[rule]} ${listed(ids)}`,
    entries: [...new Set([n, ...ids.flatMap((id) => replays.ofCall(id)?.n ?? [])])],
    excerpt: [
      `${source}, ${at}: ${ids.join(', ')}`,
      ...ids.map((id, index) => `${tools[index]}: ${tell(replays, id)}`),
    ],
  }
}

const words: Readonly<Record<Break['rule'], (tools: string, isMany: boolean) => string>> = {
  'call-without-result': (tools, isMany) =>
    `${isMany ? 'calls' : 'call'} ${tools} ${isMany ? 'have' : 'has'} no stored result`,
  'result-without-call': (tools, isMany) =>
    isMany ? `the stored results of ${tools} have no stored calls` : `the stored result of ${tools} has no stored call`,
  'result-repeated': (tools, isMany) =>
    isMany ? `calls ${tools} have two stored results each` : `call ${tools} has two stored results`,
  'call-repeated': (tools, isMany) =>
    `the ${isMany ? 'ids' : 'id'} of ${tools} ${isMany ? 'are' : 'is'} stored for two calls`,
}

const actual: Readonly<Record<Break['rule'], string>> = {
  'call-without-result': 'no result of',
  'result-without-call': 'no call of',
  'result-repeated': 'two results of',
  'call-repeated': 'two calls with the id',
}

/** Whether the gateway masks the break when it asks the provider, which keeps the session alive but loses what happened. */
function onReplay(replays: Replays, call: string): string {
  const later = replays.ofCall(call)
  if (later === undefined) return 'not sent to the provider since'
  const [result] = resultsOf(later.asked.turns, call)
  if (result === undefined) return `sent without a result in ${requestName(later.number)}`
  return `masked in ${requestName(later.number)} by an invented result: "${short(result.text, 80)}"`
}

/** Where a result without a call in the store was sent last, which may have been with the call, from memory. */
function ofOrphan(replays: Replays, call: string): string {
  const last = replays.ofResult(call)
  if (last === undefined) return 'in no request'
  return `last sent in ${requestName(last.number)}, ${holdsCall(last.asked.turns, call) ? 'with its call' : 'without its call'}`
}
