import type { Facts } from '../facts/facts.ts'
import type { Request } from '../facts/requests.ts'
import type { EntryOf } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'
import { namesCause } from './names-cause.ts'

/**
 * What a client asks is answered: what no client should send is refused, a refusal and an error say why, also where it was the provider
 * that refused, and a message that is sent again with its key is the same message.
 */
export const clientsAnswered: Oracle = {
  claim: 'clients-answered',
  tier: 3,
  fails: 'a client got no fit answer to what it sent',
  sentence: 'nonsense is refused, each refusal says why, and a message sent again with its key is not a new one',
  judge: ({ facts }) =>
    fromFindings([...nonsenseTaken(facts), ...unexplained(facts), ...causeless(facts), ...runAgain(facts)]),
}

function nonsenseTaken(facts: Facts): Finding[] {
  return facts.of('client-misspoke').flatMap(({ n, client, what, answered, detail }) => {
    const wasDown = answered !== 'accepted' && isDown(facts, n)
    if (answered === 'closed' || wasDown || (answered === 'refused' && saysWhy(detail))) return []
    return [
      {
        says: `what client ${client} should not have sent (${what}) was ${answered === 'refused' ? 'refused without a reason' : answeredWords[answered]}`,
        expected: 'a refusal that says why, or the end of the connection',
        actual: `${answered}: "${short(detail)}"`,
        entries: [n],
        excerpt: [detail],
      },
    ]
  })
}

function isDown(facts: Facts, n: number): boolean {
  return facts.before(n, 'gateway-started', 'gateway-exited')?.kind === 'gateway-exited'
}

const answeredWords = { accepted: 'accepted', 'not at all': 'not answered' } as const

/** Refusals of messages and of connections, and errors, of which a person can tell nothing. */
function unexplained(facts: Facts): Finding[] {
  const refused = facts.of('client-acknowledged').filter(({ ok, detail }) => !ok && !saysWhy(detail))
  const turnedAway = facts.of('client-connected').filter(({ ok, detail }) => !ok && !saysWhy(detail))
  const failed = facts
    .of('client-saw')
    .filter((saw) => saw.what === 'error' && saw.text !== '' && isGarbled(facts, saw))
  return [
    ...refused.map(({ n, detail }) => unexplainedAt(n, 'a refusal', detail)),
    ...turnedAway.map(({ n, detail }) => unexplainedAt(n, 'a refused connection', detail)),
    ...failed.map(({ n, text }) => unexplainedAt(n, 'an error', text)),
  ]
}

function unexplainedAt(n: number, what: string, words: string): Finding {
  return {
    says: `${what} does not say why`,
    expected: 'words that name a cause',
    actual: `"${short(words)}"`,
    entries: [n],
    excerpt: [words],
  }
}

/** What a program shows in the place of words that it lacks. */
const noWords = /\bundefined\b|\[object \w+\]/

function saysWhy(detail: string): boolean {
  return detail.trim() !== '' && !noWords.test(detail)
}

/** Whether an error has a word for nothing in it that neither the provider nor a person has said. */
function isGarbled(facts: Facts, { text }: EntryOf<'client-saw'>): boolean {
  const [word] = noWords.exec(text) ?? []
  if (word === undefined) return false
  const said = [
    ...facts.of('provider-replying').flatMap((entry) => [entry.text, entry.failure?.message ?? '']),
    ...facts.of('provider-asked').map(({ rejection }) => rejection?.message ?? ''),
    ...facts.messages.all.map((message) => message.text),
    ...facts.of('tool-ended').map((entry) => entry.text),
  ]
  return !said.some((words) => words.includes(word))
}

/** Errors of which a person cannot tell that the provider has refused the request, or why. An agent that shows no words has no place for them. */
function causeless(facts: Facts): Finding[] {
  return facts.of('client-saw').flatMap(({ n, what, text, run }) => {
    const last = facts.messages.ofRun(run)?.requests.findLast((request) => request.n < n)
    const refusal = last && refusalOf(last)
    if (what !== 'error' || text.trim() === '' || last === undefined || refusal === undefined) return []
    // what a gateway says of a run that its own end has cut off is about that
    if (namesCause(text, refusal) || facts.lives.exitedBetween(last.n, n)) return []
    return [
      {
        says: 'an error does not say why the provider refused the request',
        expected: 'the status, that the request was refused, or what the provider says is wrong',
        actual: `"${short(text)}"`,
        entries: [last.n, n],
        excerpt: [`the provider: ${refusal.status} ${refusal.message}`, `the client is shown: ${text}`],
      },
    ]
  })
}

/** What the provider said of a request that it refused as wrong. */
function refusalOf({ asked, replying }: Request): { status: number; message: string } | undefined {
  if (asked.rejection !== null) return asked.rejection
  const isWrong = replying?.status === 400 || replying?.status === 422
  return isWrong ? { status: replying.status, message: replying.failure?.message ?? '' } : undefined
}

/** A message that was sent again with its key, and got another run than the first time. */
function runAgain(facts: Facts): Finding[] {
  return facts.of('client-repeated').flatMap(({ n, client, message: id, ok, run, detail }) => {
    const message = facts.messages.withId(id)
    if (!ok || message === undefined || !message.accepted || !run || !message.run || run === message.run) return []
    return [
      {
        says: `"${short(message.text)}" was sent again with its key by client ${client}, and became a new message`,
        expected: `run ${message.run}, as before`,
        actual: `run ${run}`,
        entries: [message.n, n],
        excerpt: [detail],
      },
    ]
  })
}
