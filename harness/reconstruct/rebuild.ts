import { HarnessError } from '../errors.ts'
import { toolName } from '../explore/base.ts'
import { client, model, tool, user } from '../index.ts'
import { parseScenario, type Scenario } from '../scenario/schema.ts'
import type { Step } from '../steps/index.ts'
import { type Break, findBreaks } from '../transcript/pairing.ts'
import { type Block, mergeTurns, type Turn, textOf } from '../transcript/transcript.ts'
import { neutral } from './neutral.ts'

/** A conversation with nothing that goes wrong, as a scenario, and where in it the other one broke. */
export type Rebuilt = {
  readonly scenario: Scenario
  /** the words of the message in whose turn it broke */
  readonly message: string
  /** tools of the batch that broke which had not ended well when it did */
  readonly open: readonly string[]
  /** a call was lost, and not a result: a reply that breaks off does so */
  readonly lostCall: boolean
}

/** What goes wrong in one batch seldom needs more than this before it. */
const maxEarlier = 6
const maxTools = 26

/**
 * Rebuilds a conversation up to the batch that broke: texts that say nothing, gated tools in place of the real ones, and all of it well. A call
 * with the id of an earlier one has it here, too.
 * @param parallel whether all tools of a batch have started before the first one ends
 * @param earlier whether what was said before that batch is in it, too
 * @throws HarnessError USAGE when it has no call
 */
export function rebuild(
  turns: readonly Turn[],
  { parallel, earlier }: { readonly parallel: boolean; readonly earlier: boolean },
): Rebuilt {
  const merged = mergeTurns(turns)
  const at = batchThatBroke(merged)
  if (at === undefined) throw new HarnessError('USAGE', 'no tool was called in this conversation, and so no pair broke')
  const names = namer()
  const before = batchesBefore(merged, at).filter((index) => earlier || sharesId(merged, index, at))
  const byMessage = Map.groupBy([...before.slice(-maxEarlier), at], (index) => askedAt(merged, index))
  const exchanges = [...byMessage].map(([asked, batches]) => exchange(merged, asked, batches, names, parallel))
  const { batch, message } = exchanges.at(-1) as Exchange
  const results = resultsAfter(merged, at)
  const isOpen = ({ id }: Call) => !results.some((result) => result.id === id && !result.error)
  const scenario = { title: 'a conversation rebuilt', steps: exchanges.flatMap(({ steps }) => steps) }
  return {
    scenario: parseScenario(scenario, 'the rebuilt conversation'),
    message,
    open: batch.filter(isOpen).map(({ tool }) => tool),
    lostCall: batch.some(({ lost }) => lost),
  }
}

/** `idOf`: the tool of the earlier call whose id it has */
type Call = { readonly id: string; readonly tool: string; readonly lost: boolean; readonly idOf: string | undefined }
/** `batch`: the last one */
type Exchange = { readonly steps: readonly Step[]; readonly batch: readonly Call[]; readonly message: string }
type Names = { readonly tool: () => string; readonly number: () => number; readonly toolOf: Map<string, string> }

/** Names that are new in a scenario, and the tool of the first call with an id. */
function namer(): Names {
  let [tools, numbers] = [0, 0]
  return { tool: () => toolName(tools++), number: () => ++numbers, toolOf: new Map() }
}

/**
 * The model's turn whose calls are no pairs any more, or else one that has an id of an earlier one, or its last one with calls. A result whose
 * call is gone is one of the turn before it.
 */
function batchThatBroke(merged: readonly Turn[]): number | undefined {
  const [first] = findBreaks(merged)
  const at = first === undefined ? -1 : placeOf(first, merged)
  if (at >= 0) return at
  const batches = batchesBefore(merged, merged.length)
  const again = batches.find((at, n) => batches.slice(0, n).some((index) => sharesId(merged, index, at)))
  return again ?? batches.at(-1)
}

function placeOf({ at, rule }: Break, merged: readonly Turn[]): number {
  const index = merged.findIndex((turn) => turn.at === at)
  return rule === 'call-without-result' || rule === 'call-repeated' ? index : Math.max(index - 1, 0)
}

function batchesBefore(merged: readonly Turn[], at: number): number[] {
  return merged.flatMap(({ blocks }, index) => (index < at && blocks.some(isCall) ? [index] : []))
}

function sharesId(merged: readonly Turn[], one: number, other: number): boolean {
  const ids = new Set(merged[one]?.blocks.filter(isCall).map(({ id }) => id))
  return merged[other]?.blocks.some((block) => isCall(block) && ids.has(block.id)) === true
}

/** Where the person said what a turn of the model belongs to; -1 where they did not. */
function askedAt(merged: readonly Turn[], at: number): number {
  return merged.slice(0, at + 1).findLastIndex(({ role, blocks }) => role === 'user' && blocks.some(isText))
}

/** What a person asked, each batch of calls that was made for it with their results, and an answer. */
function exchange(
  merged: readonly Turn[],
  asked: number,
  batches: readonly number[],
  names: Names,
  parallel: boolean,
): Exchange {
  const number = names.number()
  const message = neutral(merged[asked] === undefined ? '' : textOf(merged[asked]), `question ${number}:`)
  const made = batches.map((at) => stepsOfBatch(merged, at, `step ${number}:`, names, parallel))
  const steps = [
    user.says(message),
    ...made.flatMap((one) => one.steps),
    model.says(`answer ${number}: that is all there is to say`),
    client.seesReplyTo(message),
  ]
  return { steps, batch: made.at(-1)?.batch ?? [], message }
}

function stepsOfBatch(
  merged: readonly Turn[],
  at: number,
  begins: string,
  names: Names,
  parallel: boolean,
): Pick<Exchange, 'steps' | 'batch'> {
  const batch = callsOf(merged, at)
    .slice(0, maxTools)
    .map((call) => ({ ...call, tool: names.tool(), idOf: names.toolOf.get(call.id) }))
  for (const { id, tool: name, idOf } of batch) names.toolOf.set(id, idOf ?? name)
  const results = resultsAfter(merged, at)
  const endedAt = ({ id }: Call) => results.findIndex((result) => result.id === id && !result.error)
  // those that had ended do so in their order, and the others after them
  const inOrder = batch.toSorted((a, b) => rankOf(endedAt(a)) - rankOf(endedAt(b)))
  const turn = merged[at] as Turn
  const calls = batch.map(({ tool: name, idOf }) => (idOf === undefined ? name : tool.call(name, { idOf })))
  const steps = [
    model.calls(...calls).saying(textOf(turn) === '' ? '' : neutral(textOf(turn), begins)),
    ...(parallel ? batch.map(({ tool: name }) => tool.holds(name)) : []),
    ...inOrder.map(({ tool: name }) => tool.finishes(name)),
  ]
  return { steps, batch }
}

function rankOf(index: number): number {
  return index < 0 ? Number.MAX_SAFE_INTEGER : index
}

/** The calls of a turn, and those that are gone while their results are there. */
function callsOf(merged: readonly Turn[], at: number): Pick<Call, 'id' | 'lost'>[] {
  const ids = [...new Set(merged[at]?.blocks.flatMap((block) => (isCall(block) ? [block.id] : [])))]
  const orphans = resultsAfter(merged, at).filter(({ id }) => !ids.includes(id))
  const lost = [...new Set(orphans.map(({ id }) => id))]
  return [...ids.map((id) => ({ id, lost: false })), ...lost.map((id) => ({ id, lost: true }))]
}

function resultsAfter(merged: readonly Turn[], at: number): Extract<Block, { type: 'result' }>[] {
  const next = merged[at]?.role === 'user' ? merged[at] : merged[at + 1]
  return (next?.blocks ?? []).filter((block) => block.type === 'result')
}

function isCall(block: Block): block is Extract<Block, { type: 'call' }> {
  return block.type === 'call'
}

function isText({ type }: Block): boolean {
  return type === 'text'
}
