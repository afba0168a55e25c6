import type { Facts } from '../facts/facts.ts'
import { aliveAtEnd, heldAtEnd } from '../facts/tools.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import { acceptedMessages, isStopped, lastFault, mainRequests, openRequests } from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'
import { unansweredMessages } from './messages-answered.ts'

/** No session stays "running" with nothing running, and the next turn starts. */
export const sessionLive: Oracle = {
  claim: 'session-live',
  sentence: 'no session stays running with nothing running; the next turn starts',
  judge({ facts }) {
    const settled = facts.of('settled').at(-1)
    if (settled === undefined) return inconclusive('the run never came to its end')
    if (settled.waitingFor.startsWith('the gateway: ')) return fromFindings([deaf(settled)])
    if (heldAtEnd(facts).length > 0) return inconclusive('a tool was still held at the end; end it in the scenario')
    if (facts.lives.isStopped) return inconclusive('the gateway was stopped and not started again')
    return fromFindings([...stuck(facts, settled.ms), ...neverStarted(facts, settled.ms)])
  },
}

function deaf({ n, waitingFor }: EntryOf<'settled'>): Finding {
  return { says: 'the gateway runs and does not answer', entries: [n], excerpt: [waitingFor] }
}

function stuck(facts: Facts, ms: number): Finding[] {
  const seen = facts.of('sessions-seen').at(-1)
  if (seen === undefined || aliveAtEnd(facts).length > 0 || facts.requests.open.length > 0) return []
  return seen.sessions
    .filter(({ running }) => running)
    .map(({ session, status }) => ({
      says: `session ${session} is still running ${Math.round(ms / 1000)} s after the last step, with no tool and no request under way`,
      entries: [seen.n, ...lastEnds(facts, session).map(({ n }) => n)],
      excerpt: [`status: ${status}`, ...lastEnds(facts, session).map(wordsOf)],
    }))
}

function neverStarted(facts: Facts, ms: number): Finding[] {
  const asked = new Set(mainRequests(facts).map(({ turn }) => turn))
  const unanswered = new Set(unansweredMessages(facts).map(({ turn }) => turn))
  return facts.messages.accepted
    .filter(({ n, turn }) => n > facts.lastFault && !asked.has(turn) && unanswered.has(turn))
    .map(({ n, ack, detail, text, session }) => ({
      says: `the next turn never started: "${short(text)}" was accepted and no request followed within ${Math.round(ms / 1000)} s`,
      entries: [n, ack, ...lastEnds(facts, session).map((saw) => saw.n)],
      excerpt: [`the gateway: ${detail}`, ...statusOf(facts, session), ...lastEnds(facts, session).map(wordsOf)],
    }))
}

/** What the client saw last of a session. */
function lastEnds(facts: Facts, session: string): EntryOf<'client-saw'>[] {
  return facts
    .of('client-saw')
    .filter((saw) => saw.session === session)
    .slice(-1)
}

function wordsOf({ what, text, at }: EntryOf<'client-saw'>): string {
  return `the client saw last, at ${at} ms: ${what} "${short(text)}"`
}

function statusOf(facts: Facts, session: string): string[] {
  const seen = facts
    .of('sessions-seen')
    .at(-1)
    ?.sessions.find((state) => state.session === session)
  return seen === undefined ? [] : [`status: ${seen.status}`]
}
