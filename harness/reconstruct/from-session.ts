import { HarnessError } from '../errors.ts'
import { conversationOf, healthOf, type State } from '../rescue/health.ts'
import { replayed } from '../rescue/replayed.ts'
import { readLine } from '../store/read-session.ts'
import type { Entry, Torn } from '../store/session.ts'
import type { StoredSession } from '../store/store.ts'
import { turnsOf } from '../store/turns.ts'
import type { Failure } from './failure.ts'

/** What a store that is so must make a run show. */
const claims: Readonly<Record<Exclude<State, 'sound'>, Failure['claims']>> = {
  broken: ['requests-paired', 'no-400-loop', 'stored-transcript-paired'],
  masked: ['stored-transcript-paired', 'results-kept'],
  unreadable: ['store-sound', 'stored-transcript-paired'],
}

/**
 * What is wrong with a stored session, which is only read.
 * @param known the version of the agent, where that is known better than by what stands beside the session
 * @throws HarnessError USAGE when nothing is
 */
export async function failureInSession(session: StoredSession, known?: string): Promise<Failure> {
  const { format, file } = session
  const [entries, torn]: [Entry[], Torn[]] = [[], []]
  for await (const lines of session.lines())
    for (const line of lines) {
      const read = readLine(line, format)
      if (read !== undefined && 'entry' in read) entries.push(read.entry)
      else if (read !== undefined) torn.push(read.torn)
    }
  const version = known ?? (await session.version())
  const { state, refusals, breaks, unread } = healthOf({ entries, torn }, format, version)
  if (state === 'sound') throw new HarnessError('USAGE', `nothing is wrong with ${file}; see: scan ${file}`)
  const stored = conversationOf(entries, format)
  return {
    // what the provider refuses is what the agent sends, after its own mending
    turns: turnsOf(state === 'broken' ? replayed(stored, format.mends(version), format) : stored),
    says: [
      ...refusals.map(({ api, says }) => `${api}: ${says}`),
      ...unread.map(({ at, why }) => `${at}: ${why}`),
      ...breaks.map(({ rule, ids, at }) => `${at}: ${rule} ${ids.join(', ')}`),
    ].slice(0, 5),
    claims: claims[state],
    agent: version === undefined ? format.agent : `${format.agent}@${version}`,
  }
}
