import type { Evidence } from '../expected/evidence.ts'
import type { Manners } from '../expected/manners.ts'
import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import { between } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import { heldAtEnd } from '../facts/tools.ts'
import type { EntryOf } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import { finalReplyOf, hasCompany, unansweredMessages } from './answers.ts'
import { Connections } from './connections.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

type Saw = EntryOf<'client-saw'>

/**
 * Each reply reaches the client that asked, once, and the client sees one end of each run. A reply to messages that were
 * answered together may end the run of each; one that a restart came between may come as another run, or only in the history.
 */
export const repliesOnce: Oracle = {
  claim: 'replies-once',
  tier: 3,
  fails: 'a reply or the end of a run was shown twice, or never',
  sentence: 'each reply reaches the client once, and each run has one end',
  judge(evidence) {
    const { facts } = evidence
    const settled = facts.last('settled')
    const seen = [...endedTwice(evidence), ...toldTwice(evidence), ...toldAgain(evidence)]
    if (seen.length > 0) return fromFindings(seen)
    if (settled === undefined) return inconclusive('the run never came to its end')
    const isAtRest = settled.waitingFor === '' || settled.waitingFor === unheardEnd
    return fromFindings(isAtRest && heldAtEnd(facts).length === 0 ? neverEnded(facts, evidence.manners) : [])
  },
}

/** What clients were told as ends of runs, without notices of the gateway, such as that it tries again. */
function endsIn({ facts, manners }: Evidence): Saw[] {
  return facts.of('client-saw').filter(({ what, text }) => what !== 'reply' || !manners.takes('shows-notices', text))
}

/** Ends that one connection saw: a run that a restart has ended may be taken up under its old name, and end again. */
function endedTwice(evidence: Evidence): Finding[] {
  const { facts } = evidence
  const connections = new Connections(facts, evidence.manners)
  const beside = evidence.manners.takes('shows-texts-beside-calls') ? textsBesideCalls(facts) : new Set<string>()
  const ends = endsIn(evidence).filter(({ run, text }) => run !== '' && !beside.has(text.trim()))
  const runs = Map.groupBy(ends, (saw) => `${connections.of(saw)} ${saw.run}`)
  return [...runs.values()].flatMap((seen) => {
    const [first] = seen
    if (first === undefined || seen.length < 2) return []
    const asked = facts.messages.ofRun(first.run)
    const whose = asked === undefined ? `run ${first.run}` : `the run of "${short(asked.text)}"`
    return [
      {
        says: `the client was told ${seen.length} times that ${whose} had ended`,
        expected: 'one end of each run',
        actual: seen.map(({ what }) => what).join(', then '),
        entries: [...(asked === undefined ? [] : [asked.n, asked.ack]), ...seen.map(({ n }) => n)],
        excerpt: seen.map(wordsOf),
      },
    ]
  })
}

function textsBesideCalls(facts: Facts): Set<string> {
  return new Set(
    facts.requests.main.flatMap(({ calls, replying }) => (calls.length > 0 && replying ? [replying.text.trim()] : [])),
  )
}

function wordsOf({ what, text, run, at }: Saw): string {
  return `at ${at} ms: ${what} "${short(text)}" (run ${run})`
}

/** The runs of several messages may end with one reply, each once; any other end with it is a second delivery. */
function toldTwice(evidence: Evidence): Finding[] {
  const { facts } = evidence
  const connections = new Connections(facts, evidence.manners)
  const replies = endsIn(evidence).filter(({ what, text }) => what === 'reply' && text.trim() !== '')
  const given = Map.groupBy(textReplies(facts), ({ session, replying }) => `${session}\n${replying?.text.trim()}`)
  const told = Map.groupBy(replies, (saw) => `${connections.of(saw)}\n${saw.text.trim()}`)
  return [...told.values()].flatMap((seen) => {
    const [first] = seen
    const said = given.get(`${first?.session}\n${first?.text.trim()}`) ?? []
    const runs = [...new Set(seen.map(({ run }) => run))]
    const others = runs.filter((run) => facts.messages.ofRun(run) === undefined).length
    const deliveries = others + (runs.length > others ? 1 : 0)
    if (first === undefined || said.length === 0 || deliveries <= said.length) return []
    return [
      {
        says: `the reply "${short(first.text)}" reached the client as the end of ${runs.length} runs, and the model gave it ${timesOf(said.length)}`,
        expected: `the reply ${timesOf(said.length)}`,
        actual: `the reply as the end of ${runs.length} runs`,
        entries: [...said.flatMap(({ replying }) => replying?.n ?? []), ...seen.map(({ n }) => n)],
        excerpt: seen.map(wordsOf),
      },
    ]
  })
}

/** A reply that a client was shown before a restart of the gateway, and is shown once more after it. */
function toldAgain(evidence: Evidence): Finding[] {
  const { facts, manners } = evidence
  if (manners.takes('repeats-after-reconnect')) return []
  const replies = endsIn(evidence).filter(({ what, run, text }) => what === 'reply' && run !== '' && text.trim() !== '')
  const told = Map.groupBy(replies, ({ client = 'main', session, run, text }) =>
    [client, session, run, text].join('\n'),
  )
  return [...told.values()].flatMap((seen) => {
    const [first, again] = [seen[0], seen.at(-1)]
    if (first === undefined || again === undefined || !facts.lives.exitedBetween(first.n, again.n)) return []
    const devices = between(facts.of('client-connected'), first.n, again.n)
    if (devices.some(({ client, device }) => client === (first.client ?? 'main') && device > 0)) return []
    return [
      {
        says: `the client was shown the reply "${short(first.text)}" again after a restart`,
        expected: 'each reply once',
        actual: `${seen.length} times`,
        entries: seen.map(({ n }) => n),
        excerpt: seen.map(wordsOf),
      },
    ]
  })
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

/** What the model said to messages, without calls. */
function textReplies(facts: Facts): Request[] {
  return facts.requests.main.filter(
    ({ session, calls, replying }) =>
      session !== undefined && calls.length === 0 && (replying?.status ?? 400) < 400 && replying?.text.trim() !== '',
  )
}

/** What a run still waits for whose answer its client has not heard. */
export const unheardEnd = 'a client to hear the end of its run'

/** Shown by the history and not by an end: for a client that stayed connected to the same gateway, which nobody stopped. */
export function neverEnded(facts: Facts, manners: Manners): Finding[] {
  const unanswered = new Set(unansweredMessages(facts))
  const connections = new Connections(facts, manners)
  return facts.messages.accepted.flatMap((message) => {
    const { n, ack, run, text } = message
    const answer = finalReplyOf(message)
    if (unanswered.has(message) || run === '' || !isUnended(facts, message, answer, connections)) return []
    return [
      {
        says: `the client was never told that the run of "${short(text)}" had ended`,
        expected: `an end of run ${run}`,
        actual: 'none was seen',
        entries: [n, ack, ...(answer?.replying === undefined ? [] : [answer.replying.n])],
        excerpt: [`the model said: "${short(answer?.replying?.text ?? '')}"`],
      },
    ]
  })
}

function isUnended(facts: Facts, message: Message, answer: Request | undefined, connections: Connections): boolean {
  const { n, session, client, requests } = message
  const until = answer?.replied?.n ?? Number.POSITIVE_INFINITY
  // who stops a run is told so by the acknowledgement
  const stops = between(facts.messages.stopsIn(session), n, until)
  const wasStopped = stops.some((stop) => stop.client === client)
  // with requests of its own it was not answered together with another
  const isShared = requests.length === 0 && hasCompany(facts, message, until)
  // what a client has not heard before we damage its session, nobody can read there any more
  const isDamaged = facts.of('store-damaged').some((damaged) => damaged.session === session && damaged.n > n)
  const mayMiss = isDamaged || connections.mayMiss(client, n, toldLaterAt(facts, message, until))
  return !mayMiss && !wasStopped && !isShared && !hasEnd(facts, message, answer)
}

/** When a client was told the end of a later run, after entry `from`: what it had missed before was owed to it by then. */
function toldLaterAt(facts: Facts, { n, session, client }: Message, from: number): number {
  const isLater = (saw: Saw) => (saw.client ?? 'main') === client && (facts.messages.ofRun(saw.run)?.n ?? n) > n
  return between(facts.endsIn(session), from, Number.POSITIVE_INFINITY).find(isLater)?.n ?? Number.POSITIVE_INFINITY
}

/** An error that was told before the run was answered is no end of it. */
function hasEnd(facts: Facts, { run, client }: Message, answer: Request | undefined): boolean {
  const from = answer?.replying?.n ?? -1
  // what a page is told shows in the page
  const isPage = facts.of('page-saw').some((page) => page.client === client)
  const own = facts.endsOf(run).filter((saw) => isPage || (saw.client ?? 'main') === client)
  return own.some((saw) => saw.what !== 'error' || saw.n > from)
}
