import type { Evidence } from '../expected/evidence.ts'
import type { Manners } from '../expected/manners.ts'
import { mayBeGivenUp } from '../expected/replies.ts'
import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import { anyBetween, between, firstAfter } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import type { EntryOf } from '../record/entry.ts'
import { saysText, short } from '../transcript/blocks.ts'
import { textOf } from '../transcript/transcript.ts'
import { finalReplyOf } from './answers.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

type Saw = EntryOf<'client-saw'>

/** What a client is shown as a reply is what the model said to that message: whole, and nothing else; and what the model answered is shown. */
export const repliesTrue: Oracle = {
  claim: 'replies-true',
  tier: 3,
  fails: 'a person was shown a reply that the model did not give',
  sentence: 'what a client is shown as a reply is what the model said, whole, and for this run',
  judge(evidence) {
    const { facts } = evidence
    return fromFindings([
      ...facts.of('client-saw').flatMap((saw) => untrue(evidence, saw)),
      ...(facts.last('settled') === undefined
        ? []
        : facts.messages.accepted.flatMap((message) => unshown(evidence, message))),
    ])
  },
}

function untrue(evidence: Evidence, saw: Saw): Finding[] {
  const { facts, manners } = evidence
  const text = saw.text.trim()
  const conversation = facts.requests.of(saw.session)
  if (saw.what !== 'reply' || text === '' || conversation.length === 0) return []
  if (isOfOrder(facts, saw)) return []
  const said = conversation.filter(({ replying }) => (replying?.n ?? saw.n) < saw.n && replying?.text.trim() !== '')
  const same = said.filter(({ replying }) => replying?.text.trim() === text)
  if (same.length === 0 && isNotice(text, said, manners)) return []
  const own = facts.messages.ofRun(saw.run)
  const isBeside = same.every(({ calls }) => calls.length > 0) && !manners.takes('shows-texts-beside-calls')
  if (same.length > 0 && isBeside) return [besideCalls(saw, same)]
  if (same.length > 0) return same.some((request) => isOfRun(evidence, request, own)) ? [] : [ofAnother(saw, own, same)]
  if (isJoined(evidence, saw, said, own)) return []
  const near = said.findLast(({ replying }) => isNear(text, replying?.text.trim() ?? ''))
  return [
    {
      says:
        near === undefined
          ? 'the client was shown a reply that the model never gave'
          : 'the client was shown another text than the model said',
      expected: short(near?.replying?.text ?? said.at(-1)?.replying?.text ?? 'what the model said'),
      actual: short(text),
      entries: [...(near?.replying === undefined ? [] : [near.replying.n]), saw.n],
      excerpt: [`session ${saw.session}, run ${saw.run || 'without a name'}`],
    },
  ]
}

/** Words of the gateway itself, alone or beside a whole reply; a part of a reply is none. */
function isNotice(text: string, said: readonly Request[], manners: Manners): boolean {
  const replies = said.flatMap(({ replying }) => replying?.text.trim() ?? [])
  const whole = replies.filter((reply) => text.includes(reply)).toSorted((a, b) => b.length - a.length)
  const rest = text.replace(whole[0] ?? '', '').trim()
  return rest !== '' && manners.takes('shows-notices', rest) && !replies.some((reply) => reply.includes(rest))
}

function besideCalls(saw: Saw, same: readonly Request[]): Finding {
  return {
    says: 'the client was shown a text as the reply that the model said beside calls',
    expected: 'what the model said after the calls',
    actual: short(saw.text),
    entries: [...same.flatMap(({ replying }) => replying?.n ?? []), saw.n],
    excerpt: [],
  }
}

/** The answer to an order, such as the summary of a compaction, is no reply of the model's. */
function isOfOrder(facts: Facts, { run, session }: Saw): boolean {
  return run !== '' && facts.messages.ordersIn(session).some(({ answer }) => answer?.run === run)
}

/**
 * A run that nobody asked for, as after a restart, may go on with any message; and a message that never had an answer of its own is answered
 * together with one that came while it was open.
 */
function isOfRun({ facts, manners }: Evidence, request: Request, own: Message | undefined): boolean {
  if (own === undefined || request.message === undefined || request.message === own) return true
  const reply = finalReplyOf(own)
  const hasOwn = reply?.replied?.end === 'complete' && !isGivenUp(facts, manners, reply)
  return !hasOwn && request.asked.turns.some((turn) => saysText(turn, own.text))
}

function isGivenUp(facts: Facts, manners: Manners, reply: Request): boolean {
  return manners.takes('gives-up-answers') && mayBeGivenUp(facts, reply)
}

function ofAnother(saw: Saw, own: Message | undefined, same: readonly Request[]): Finding {
  const other = same[0]?.message
  return {
    says: `the run of "${short(own?.text ?? '')}" was shown the reply to another message`,
    expected: `a reply to "${short(own?.text ?? '')}"`,
    actual: `"${short(saw.text)}", which the model said to "${short(other?.text ?? '')}"`,
    entries: [...(own === undefined ? [] : [own.n]), ...same.flatMap(({ replying }) => replying?.n ?? []), saw.n],
    excerpt: [],
  }
}

/** Whether a text is nothing but what the model said in one run, one after another: to its message, and to messages that it took in. */
function isJoined({ facts, manners }: Evidence, saw: Saw, said: readonly Request[], own: Message | undefined): boolean {
  const [joinsReplies, joinsAnswers] = [manners.takes('joins-replies'), manners.takes('joins-answers')]
  const isPart = ({ message, calls }: Request) =>
    message === own || own === undefined
      ? joinsReplies || (joinsAnswers && calls.length === 0)
      : joinsAnswers && isTakenIn(facts, saw, message)
  const rest = said.filter(isPart).reduce((left, { replying, replied }) => {
    const text = replying?.text.trim() ?? ''
    // who reads along has read the beginning of a reply that broke off
    return replied?.end === 'broken' && joinsReplies ? withoutBeginning(left, text) : left.replace(text, '')
  }, saw.text.trim())
  return rest.trim() === ''
}

/** A text without the longest beginning that it shares with another one. */
function withoutBeginning(left: string, text: string): string {
  let shared = 0
  while (shared < left.length && left[shared] === text[shared]) shared++
  return left.slice(shared)
}

/** A message that came while another run was open, and whose own run showed nothing: the other run answers it. */
function isTakenIn(facts: Facts, saw: Saw, message: Message | undefined): boolean {
  if (message === undefined || message.n > saw.n) return false
  return facts.endsOf(message.run).every(({ text }) => text.trim() === '')
}

/** Half a reply, a reply twice, a reply with something lost: what is shown and what was said share their beginning or their end. */
function isNear(shown: string, said: string): boolean {
  if (said === '') return false
  const part = Math.min(8, said.length, shown.length)
  return (
    shown.includes(said) ||
    said.includes(shown) ||
    shown.slice(0, part) === said.slice(0, part) ||
    shown.slice(-part) === said.slice(-part)
  )
}

/**
 * The model's answer to a message that nobody is shown, though nothing came between: neither an end of its run nor the history has it, or
 * who waited for it was told an error in its place. One that a gateway may never have had, since it went down as it came, is not owed.
 */
function unshown(evidence: Evidence, message: Message): Finding[] {
  const { facts, manners } = evidence
  const reply = finalReplyOf(message)
  const { session } = message
  const text = reply?.replying?.text.trim() ?? ''
  if (reply?.replied?.end !== 'complete' || reply !== message.requests.at(-1)) return []
  // that the model refuses may be told as an error, in the gateway's own words
  if (reply.replying?.refuses === true && isRefused(facts, message, reply)) return []
  const until = facts.last('settled')?.n ?? reply.n
  const isDisturbed = anyBetween(facts.messages.ordersIn(session), message.n, until) || !hasHistory(facts, session)
  if (isDisturbed || facts.lives.isStopped || isGivenUp(facts, manners, reply)) return []
  if (wentDownWith(facts, reply)) return []
  const isShown = between(facts.endsIn(session), reply.n, Number.POSITIVE_INFINITY).some((saw) =>
    saw.text.includes(text),
  )
  if (isShown || (isInHistory(facts, session, text) && !isRefused(facts, message, reply))) return []
  return [
    {
      says: `the answer to "${short(message.text)}" reached nobody`,
      expected: `"${short(text)}" as the reply`,
      actual:
        facts
          .endsOf(message.run)
          .map((saw) => `${saw.what} "${short(saw.text)}"`)
          .join(', ') || 'nothing',
      entries: [message.n, reply.replied.n],
      excerpt: [],
    },
  ]
}

/** Whether the gateway exited before its next request or its next rest, so that nothing shows that it had a reply. */
function wentDownWith(facts: Facts, { n, conversation = '' }: Request): boolean {
  const next = [firstAfter(facts.requests.of(conversation), n), firstAfter(facts.of('settled'), n)]
  return facts.lives.exitedBetween(n, Math.min(...next.map((entry) => entry?.n ?? Number.POSITIVE_INFINITY)))
}

function isInHistory(facts: Facts, session: string, text: string): boolean {
  const last = facts.historiesOf(session).at(-1)
  return last?.turns.some((turn) => textOf(turn).includes(text)) === true
}

/** Whether who waited for a reply was told an error in its place, and no refused write explains it. */
function isRefused(facts: Facts, message: Message, reply: Request): boolean {
  return facts.of('write-refused').length === 0 && endsInError(facts, message, reply.n)
}

/** Whether all that was told of a run after its last request is an error. */
function endsInError(facts: Facts, { run }: Message, from: number): boolean {
  const ends = facts.endsOf(run).filter(({ n, text }) => n > from && text.trim() !== '')
  return ends.length > 0 && ends.every(({ what }) => what === 'error')
}

function hasHistory(facts: Facts, session: string): boolean {
  return facts.historiesOf(session).length > 0
}
