import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import { aliveAtEnd, heldAtEnd } from '../facts/tools.ts'
import type { EntryOf } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import { unansweredMessages } from './answers.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/** How a run tells that it waits for a gateway that does not answer; what follows says in which way. */
export const deafGateway = 'the gateway: '

/** No session stays "running" with nothing running, the next turn starts, and the gateway answers. */
export const sessionLive: Oracle = {
  claim: 'session-live',
  tier: 2,
  fails: 'a session is stuck, or the gateway no longer answers',
  sentence: 'the gateway answers; no session stays running with nothing running; the next turn starts',
  judge({ facts }) {
    const settled = facts.last('settled')
    if (settled === undefined) return inconclusive('the run never came to its end')
    if (settled.waitingFor.startsWith(deafGateway)) return fromFindings([deaf(facts, settled)])
    if (heldAtEnd(facts).length > 0) return inconclusive('a tool was still held at the end; end it in the scenario')
    if (facts.lives.isStopped) return inconclusive('the gateway was stopped and not started again')
    const seconds = Math.round(settled.ms / 1000)
    return fromFindings([...stuck(facts, seconds), ...neverStarted(facts, seconds), ...refused(facts)])
  },
}

function deaf(facts: Facts, { n, ms, waitingFor }: EntryOf<'settled'>): Finding {
  const started = facts.lives.last
  const seconds = Math.round(ms / 1000)
  return {
    says: 'the gateway runs and does not answer',
    expected: 'the gateway says which sessions run',
    actual: `no answer in ${seconds} s: ${waitingFor.slice(deafGateway.length)}`,
    entries: [...(started === undefined ? [] : [started.n]), n],
    excerpt: [waitingFor],
  }
}

function stuck(facts: Facts, seconds: number): Finding[] {
  const seen = facts.last('sessions-seen')
  if (seen === undefined || aliveAtEnd(facts).length > 0 || facts.requests.open.length > 0) return []
  return seen.sessions
    .filter(({ running }) => running)
    .map(({ session, status }) => {
      const last = facts.endsIn(session).slice(-1)
      return {
        says: `session ${session} is still running ${seconds} s after the last step, with no tool and no request under way`,
        expected: `session ${session} is at rest`,
        actual: `status: ${status}`,
        entries: [seen.n, ...last.map(({ n }) => n)],
        excerpt: [`status: ${status}`, ...last.map(wordsOf)],
      }
    })
}

function neverStarted(facts: Facts, seconds: number): Finding[] {
  const { lastFault } = facts
  const silent = facts.messages.accepted.filter(({ n, requests }) => n > lastFault && requests.length === 0)
  if (silent.length === 0) return []
  const unanswered = new Set(unansweredMessages(facts).map(({ n }) => n))
  return silent.filter(({ n }) => unanswered.has(n)).map((message) => notStarted(facts, message, seconds))
}

/** A clean turn that the gateway does not take, once all is mended: a history that we have broken ourselves may be refused. */
function refused(facts: Facts): Finding[] {
  const damaged = new Set(facts.of('store-damaged').map(({ session }) => session))
  const turns = facts.messages.all.filter(
    ({ sent, answer, session }) => sent.aftermath === true && answer?.ok === false && !damaged.has(session),
  )
  return turns.map(({ n, answer, text, session }) => ({
    says: `session ${session} refuses new messages, although everything broken was mended`,
    expected: `"${short(text)}" is accepted`,
    actual: `it was refused: ${short(answer?.detail ?? '')}`,
    entries: [n, answer?.n ?? n],
    excerpt: [],
  }))
}

function notStarted(facts: Facts, { n, ack, detail, text, session }: Message, seconds: number): Finding {
  const last = facts.endsIn(session).slice(-1)
  const state = facts.statesOf(session).slice(-1)
  return {
    says: `the next turn never started: "${short(text)}" was accepted and no request followed within ${seconds} s`,
    expected: `a request about "${short(text)}"`,
    actual: 'no request, and no answer',
    entries: [n, ack, ...last.map((saw) => saw.n)],
    excerpt: [`the gateway: ${detail}`, ...state.map(({ status }) => `status: ${status}`), ...last.map(wordsOf)],
  }
}

function wordsOf({ what, text, at }: EntryOf<'client-saw'>): string {
  return `the client saw last, at ${at} ms: ${what} "${short(text)}"`
}
