import type { Facts } from '../facts/facts.ts'
import { firstAfter } from '../facts/ordered.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Enabled, Look } from './enabled.ts'
import { gatewayGone, inStep, toldEnd } from './why-not.ts'

type Started = EntryOf<'tool-started'>

/** The start of a tool that holds. */
export function heldTool(tool: string, facts: Facts): Started | undefined {
  return facts.calls.startsOf(tool).find((start) => endOf(start, facts) === undefined)
}

/** A tool must hold; whether it does, will, or cannot any more. */
export function whileHeld({ tool }: { tool: string }, { facts }: Look): Enabled {
  if (heldTool(tool, facts) !== undefined) return 'now'
  const last = facts.calls.startsOf(tool).at(-1)
  return last === undefined ? notStarted(tool, facts) : hasEnded(last, facts)
}

/** A tool must have started, and may be gone by now. */
export function onceStarted({ tool }: { tool: string }, look: Look): Enabled {
  return look.facts.calls.startsOf(tool).length > 0 ? 'now' : whileHeld({ tool }, look)
}

/** The newest start of a tool that has started. */
export function lastStart(tool: string, facts: Facts): Started {
  const last = facts.calls.startsOf(tool).at(-1)
  if (last === undefined) throw new Error(`tool ${tool} has not started, and its step was enabled`)
  return last
}

/**
 * What a tool returns: unlike anything else in the run, and the same for the same seed; with letters of two, three and four bytes, so that
 * what cuts a text by bytes, or reads it in another encoding, garbles it.
 */
export function resultOf(tool: string, call: string, seed: number): string {
  return `${tool} returned ${seed.toString(36)}${call.slice(-6)}: naïve, 東京, 🦊`
}

function endOf({ call, tool, n }: Started, facts: Facts): EntryOf<'tool-ended'> | undefined {
  return facts.calls.endsOf(tool).find((end) => end.n > n && end.call === call)
}

function notStarted(tool: string, facts: Facts): Enabled {
  return gatewayGone(facts) ?? { waitsFor: `tool ${tool} to start`, doubt: doubtAbout(tool, facts) }
}

/** Why a tool that has not started may never do so: its run is over, as its client was told. */
export function doubtAbout(tool: string, facts: Facts): string | undefined {
  const request = facts.calls.all.findLast((call) => call.tool === tool)?.request
  const told = request && toldEnd(facts, request.message?.run ?? '', facts.requests.of(request.conversation ?? ''))
  return told && `tool ${tool} never started: ${told}`
}

/** A gateway that was started since may run the call again; so may one that asks the model again. Who was told to stop does not. */
function hasEnded(start: Started, facts: Facts): Enabled {
  const { tool, session = 'main', n } = start
  const end = endOf(start, facts)
  if (end === undefined) return 'now'
  const why = `tool ${tool} ${end.end === 'gone' ? 'was ended' : end.end} ${inStep(facts, end.n)}, so it holds no more`
  const gone = gatewayGone(facts)
  const isStopped = firstAfter(facts.messages.stopsIn(session), n) !== undefined
  if (gone !== undefined || (isStopped && facts.lives.at(end.n) === facts.lives.last)) return { never: why }
  return { waitsFor: `tool ${tool} to start again`, doubt: why }
}
