import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import {
  acceptedMessages,
  aliveAtEnd,
  heldAtEnd,
  isStopped,
  lastFault,
  mainRequests,
  openRequests,
  short,
} from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'
import { unansweredMessages } from './messages-answered.ts'

/** No session stays "running" with nothing running, and the next turn starts. */
export const sessionLive: Oracle = {
  claim: 'session-live',
  sentence: 'no session stays running with nothing running; the next turn starts',
  judge(entries) {
    const settled = entriesOf(entries, 'settled').at(-1)
    if (settled === undefined) return inconclusive('the run never came to its end')
    if (settled.waitingFor.startsWith('the gateway: ')) return fromFindings([deaf(settled)])
    if (heldAtEnd(entries).length > 0) return inconclusive('a tool was still held at the end; end it in the scenario')
    if (isStopped(entries)) return inconclusive('the gateway was stopped and not started again')
    return fromFindings([...stuck(entries, settled.ms), ...neverStarted(entries, settled.ms)])
  },
}

function deaf({ n, waitingFor }: EntryOf<'settled'>): Finding {
  return { says: 'the gateway runs and does not answer', entries: [n], excerpt: [waitingFor] }
}

function stuck(entries: readonly Entry[], ms: number): Finding[] {
  const seen = entriesOf(entries, 'sessions-seen').at(-1)
  if (seen === undefined || aliveAtEnd(entries).length > 0 || openRequests(entries).length > 0) return []
  return seen.sessions
    .filter(({ running }) => running)
    .map(({ session, status }) => ({
      says: `session ${session} is still running ${Math.round(ms / 1000)} s after the last step, with no tool and no request under way`,
      entries: [seen.n, ...lastEnds(entries, session).map(({ n }) => n)],
      excerpt: [`status: ${status}`, ...lastEnds(entries, session).map(wordsOf)],
    }))
}

function neverStarted(entries: readonly Entry[], ms: number): Finding[] {
  const asked = new Set(mainRequests(entries).map(({ turn }) => turn))
  const unanswered = new Set(unansweredMessages(entries).map(({ turn }) => turn))
  return acceptedMessages(entries)
    .filter(({ n, turn }) => n > lastFault(entries) && !asked.has(turn) && unanswered.has(turn))
    .map(({ n, ack, detail, text, session }) => ({
      says: `the next turn never started: "${short(text)}" was accepted and no request followed within ${Math.round(ms / 1000)} s`,
      entries: [n, ack, ...lastEnds(entries, session).map((saw) => saw.n)],
      excerpt: [`the gateway: ${detail}`, ...statusOf(entries, session), ...lastEnds(entries, session).map(wordsOf)],
    }))
}

/** What the client saw last of a session. */
function lastEnds(entries: readonly Entry[], session: string): EntryOf<'client-saw'>[] {
  return entriesOf(entries, 'client-saw')
    .filter((saw) => saw.session === session)
    .slice(-1)
}

function wordsOf({ what, text, at }: EntryOf<'client-saw'>): string {
  return `the client saw last, at ${at} ms: ${what} "${short(text)}"`
}

function statusOf(entries: readonly Entry[], session: string): string[] {
  const seen = entriesOf(entries, 'sessions-seen')
    .at(-1)
    ?.sessions.find((state) => state.session === session)
  return seen === undefined ? [] : [`status: ${seen.status}`]
}
