import type { Facts } from '../facts/facts.ts'
import { lastBefore } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Enabled } from './enabled.ts'

/** The step during which something was noted, or after which, in words. */
export function inStep(facts: Facts, n: number): string {
  const begun = lastBefore(facts.of('step-started'), n)
  return begun === undefined ? 'before the first step' : `in step ${begun.step + 1} (${begun.does})`
}

/** Why nothing can be had of the gateway's process; nothing while there is one. */
export function gatewayGone(facts: Facts): { never: string } | undefined {
  const exited = facts.lives.last?.exited
  if (exited === undefined) return undefined
  const how = exited.signal ?? `code ${exited.code}`
  return { never: `the gateway exited (${how}) ${inStep(facts, exited.n)} and was not started again` }
}

/** Of a step that needs nothing but a gateway that runs. */
export function whileRunning(_: unknown, { facts }: { facts: Facts }): Enabled {
  return gatewayGone(facts) ?? 'now'
}

/** Of a step about a message, told by its words: the gateway must have accepted it. */
export function onceAccepted(text: string, facts: Facts): Enabled {
  const message = facts.messages.saying(text)
  if (message === undefined) return { never: `nobody has said "${text}"` }
  if (message.answer?.ok === false) return { never: `the gateway refused "${text}": ${message.answer.detail}` }
  if (message.accepted) return 'now'
  return gatewayGone(facts) ?? { waitsFor: `the gateway to accept "${text}"`, limit: 'accept' }
}

/**
 * What the client was told as the end of a run, when no request of it is under way. A reply that says nothing is no news: a gateway may end
 * the run of a message so that it has put into its queue.
 */
export function toldEnd(facts: Facts, run: string, requests: readonly Request[]): string | undefined {
  const told = facts.endsOf(run).findLast(({ what, text }) => what !== 'reply' || text.trim() !== '')
  if (told === undefined || requests.some(({ replied }) => replied === undefined)) return undefined
  return `the client was told: ${wordsOf(told)}`
}

function wordsOf({ what, text }: EntryOf<'client-saw'>): string {
  const words = text.replace(/\s+/g, ' ').trim()
  return words === '' ? `the run is over (${what})` : `"${words.length > 160 ? `${words.slice(0, 159)}…` : words}"`
}
