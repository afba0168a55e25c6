import type { Facts } from '../facts/facts.ts'
import { firstAfter, lastBefore } from '../facts/ordered.ts'
import { aliveAtEnd, endOfTool, heldAtEnd } from '../facts/tools.ts'
import type { EntryOf } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import { textOf } from '../transcript/transcript.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

type View = EntryOf<'page-saw'>
type Role = 'user' | 'assistant'

/**
 * What a person sees in the end is what is stored: no message missing or shown twice, nothing busy or kept back with nothing
 * running. And what runs can be stopped.
 */
export const pageTrue: Oracle = {
  claim: 'page-true',
  tier: 3,
  fails: 'a page shows something else than the store has',
  sentence: 'a page ends in the state the store has: each message once, and not busy with nothing running',
  judge({ facts }) {
    if (facts.of('page-saw').length === 0) return fromFindings([])
    const buttons = missingButtons(facts)
    if (buttons.length > 0) return fromFindings(buttons)
    if (facts.of('settled').length === 0) return inconclusive('the run never came to its end')
    if (facts.lives.isStopped) return inconclusive('the gateway was stopped and not started again')
    if (heldAtEnd(facts).length > 0) return inconclusive('a tool was still held at the end; end it in the scenario')
    const missed = missedPart(facts)
    if (missed !== undefined)
      return inconclusive(`the page of client ${missed.client} did not get ${missed.path}: ${missed.why}`)
    const found = untruePages(facts)
    return fromFindings(isAtWork(facts) ? found.filter(({ what }) => what !== 'busy') : found)
  },
}

/** What each page shows last, by its client. */
function lastViews(facts: Facts): View[] {
  return [...new Map(facts.of('page-saw').map((view) => [view.client, view])).values()]
}

/** A part that did not come to a page that tells of a problem: what it shows is not what the gateway would have it show. */
function missedPart(facts: Facts): EntryOf<'page-part-missed'> | undefined {
  const troubled = lastViews(facts).flatMap(({ client, problems }) => (problems.length > 0 ? [client] : []))
  return facts.of('page-part-missed').findLast(({ client }) => troubled.includes(client))
}

/** What is not true of what a page shows last; `what` tells of which kind it is. */
type Untruth = Finding & { readonly what: 'busy' | 'lost' | 'messages' }

/** What the pages show last and is not so, by the history that the gateway gives its clients; work that is under way is not looked at. */
export function untruePages(facts: Facts): Untruth[] {
  return lastViews(facts).flatMap((view) => (isOnline(facts, view.client) ? untruthsOf(facts, view) : []))
}

function untruthsOf(facts: Facts, view: View): Untruth[] {
  if (isRefused(facts, view.client)) return []
  if (!view.ready)
    return [untruth(facts, view, 'lost', 'cannot be typed in, though the gateway runs', 'it takes messages')]
  const button = view.stop ? ', with a stop button,' : ''
  return [
    ...(view.busy ? [untruth(facts, view, 'busy', `is busy${button} and nothing runs`, 'it is at rest')] : []),
    ...view.queued.map((text) =>
      untruth(facts, view, 'busy', `still keeps "${short(text)}" to send it later`, 'it has sent all that it kept'),
    ),
    ...miscounts(facts, view),
  ]
}

/** What a person wanted to stop, and had no button for, while a tool of the batch ran. */
function missingButtons(facts: Facts): Finding[] {
  const wanted = facts.messages.orders.filter(({ sent, answer }) => sent.what === 'abort' && answer === undefined)
  return wanted.flatMap(({ n, sent }) => {
    const missed = firstAfter(facts.of('step-missed'), n)?.n ?? 0
    const view = facts.of('page-saw').findLast((entry) => entry.client === sent.client && entry.n < missed)
    const isRunning = (started: EntryOf<'tool-started'>) => started.n < missed && endOfTool(facts, started) > missed
    const started = facts.of('tool-started').find(isRunning)
    if (view === undefined || view.stop || started === undefined) return []
    const says = `has no stop button, and tool ${started.tool} runs`
    return [untruth(facts, view, 'lost', says, 'a stop button while a tool runs', [started.n, n], missed)]
  })
}

/** Of what people and the model said, what the page shows more or less often than the history has it. */
function miscounts(facts: Facts, view: View): Untruth[] {
  const history = facts.historiesOf(view.session).at(-1)
  if (history === undefined) return []
  return (['user', 'assistant'] as const).flatMap((role) => {
    const stored = history.turns.flatMap((turn) => (turn.role === role ? [textOf(turn)] : [])).join('\n')
    const shown = view.messages.flatMap(({ from, text }) => (from === role ? [text] : [])).join('\n')
    return textsOf(facts, view, role).flatMap((text) => {
      const [inHistory, onPage] = [countOf(stored, text), countOf(shown, text)]
      if (inHistory === 0 || onPage === inHistory) return []
      const says = onPage === 0 ? `does not show "${short(text)}"` : `shows "${short(text)}" ${timesOf(onPage)}`
      const expected = `it shows "${short(text)}" ${timesOf(inHistory)}`
      const told = `${says}, and the history has it ${timesOf(inHistory)}`
      return [untruth(facts, view, 'messages', told, expected, [history.n])]
    })
  })
}

/** What people said in the session of a page, or what the model said at the end of a turn: what it says beside calls may be folded away. */
function textsOf(facts: Facts, { session }: View, role: Role): string[] {
  if (role === 'user') return facts.messages.in(session).flatMap(({ text, accepted }) => (accepted ? [text] : []))
  const said = facts
    .of('provider-replying')
    .flatMap(({ text, calls }) => (calls.length === 0 && text !== '' ? [text] : []))
  return [...new Set(said)]
}

function untruth(
  facts: Facts,
  view: View,
  what: Untruth['what'],
  says: string,
  expected: string,
  more: readonly number[] = [],
  before = Number.POSITIVE_INFINITY,
): Untruth {
  const pictures = facts.of('page-pictured').filter(({ client }) => client === view.client)
  const picture = lastBefore(pictures, before)
  const shown = view.messages.map(({ from, text }) => `${from} "${short(text, 40)}"`).join(', ') || 'no message'
  return {
    what,
    says: `the page of client ${view.client} ${says}`,
    expected,
    actual: `it ${says}`,
    entries: [view.n, ...more],
    excerpt: [
      `since ${view.at} ms it shows: ${shown}`,
      ...view.problems.map((problem) => `it says: ${short(problem)}`),
      ...(picture === undefined ? [] : [`picture: ${picture.file}`]),
    ],
  }
}

/** A page that the schedule has left off the network need show nothing. */
function isOnline(facts: Facts, client: string): boolean {
  return facts.of('page-online').findLast((entry) => entry.client === client)?.online !== false
}

/** The gateway does not let the page in, as it has no token that is right. */
function isRefused(facts: Facts, client: string): boolean {
  return facts.of('client-connected').findLast((entry) => entry.client === client)?.ok === false
}

function isAtWork(facts: Facts): boolean {
  const isRunning = facts.last('sessions-seen')?.sessions.some(({ running }) => running) ?? false
  return isRunning || aliveAtEnd(facts).length + facts.requests.open.length > 0
}

function countOf(all: string, text: string): number {
  return all.split(text).length - 1
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
