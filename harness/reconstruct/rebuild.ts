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
 * Rebuilds a conversation up to the batch that broke: texts that say nothing, gated tools in place of the real ones, and all of it well.
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
  const before = earlier ? batchesBefore(merged, at).map((index) => exchange(merged, index, names, parallel)) : []
  const { steps, batch, message } = exchange(merged, at, names, parallel)
  const results = resultsAfter(merged, at)
  const isOpen = ({ id }: Call) => !results.some((result) => result.id === id && !result.error)
  const scenario = { title: 'a conversation rebuilt', steps: [...before.flatMap((one) => one.steps), ...steps] }
  return {
    scenario: parseScenario(scenario, 'the rebuilt conversation'),
    message,
    open: batch.filter(isOpen).map(({ tool }) => tool),
    lostCall: batch.some(({ lost }) => lost),
  }
}

type Call = { readonly id: string; readonly tool: string; readonly lost: boolean }
type Exchange = { readonly steps: readonly Step[]; readonly batch: readonly Call[]; readonly message: string }
type Names = { readonly tool: () => string; readonly number: () => number }

/** Names that are new in a scenario. */
function namer(): Names {
  let [tools, numbers] = [0, 0]
  return { tool: () => toolName(tools++), number: () => ++numbers }
}

/** The model's turn whose calls are no pairs any more, or else its last one with calls. A result whose call is gone is one of the turn before it. */
function batchThatBroke(merged: readonly Turn[]): number | undefined {
  const [first] = findBreaks(merged)
  const at = first === undefined ? -1 : placeOf(first, merged)
  const batch = at >= 0 ? at : merged.findLastIndex(({ blocks }) => blocks.some(isCall))
  return batch < 0 ? undefined : batch
}

function placeOf({ at, rule }: Break, merged: readonly Turn[]): number {
  const index = merged.findIndex((turn) => turn.at === at)
  return rule === 'call-without-result' || rule === 'call-repeated' ? index : Math.max(index - 1, 0)
}

function batchesBefore(merged: readonly Turn[], at: number): number[] {
  const all = merged.flatMap(({ blocks }, index) => (index < at && blocks.some(isCall) ? [index] : []))
  return all.slice(-maxEarlier)
}

/** What a person asked, the calls of one turn of the model with their results, and an answer. */
function exchange(merged: readonly Turn[], at: number, names: Names, parallel: boolean): Exchange {
  const number = names.number()
  const asked = merged.slice(0, at + 1).findLast(({ role, blocks }) => role === 'user' && blocks.some(isText))
  const message = neutral(asked === undefined ? '' : textOf(asked), `question ${number}:`)
  const turn = merged[at] as Turn
  const batch = callsOf(merged, at)
    .slice(0, maxTools)
    .map((call) => ({ ...call, tool: names.tool() }))
  const results = resultsAfter(merged, at)
  const endedAt = ({ id }: Call) => results.findIndex((result) => result.id === id && !result.error)
  // those that had ended do so in their order, and the others after them
  const inOrder = batch.toSorted((a, b) => rankOf(endedAt(a)) - rankOf(endedAt(b)))
  const text = textOf(turn) === '' ? '' : neutral(textOf(turn), `step ${number}:`)
  const steps = [
    user.says(message),
    model.calls(...batch.map(({ tool: name }) => name)).saying(text),
    ...(parallel ? batch.map(({ tool: name }) => tool.holds(name)) : []),
    ...inOrder.map(({ tool: name }) => tool.finishes(name)),
    model.says(`answer ${number}: that is all there is to say`),
    client.seesReplyTo(message),
  ]
  return { steps, batch, message }
}

function rankOf(index: number): number {
  return index < 0 ? Number.MAX_SAFE_INTEGER : index
}

/** The calls of a turn, and those that are gone while their results are there. */
function callsOf(merged: readonly Turn[], at: number): Omit<Call, 'tool'>[] {
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
