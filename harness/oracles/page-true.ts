import type { Facts } from '../facts/facts.ts'
import { aliveAtEnd, hasEnded, heldAtEnd } from '../facts/tools.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { short } from '../transcript/blocks.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'
import { acceptedMessages, isStopped, openRequests } from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * What a person sees in the end is what is stored: no message missing or shown twice, nothing busy or kept back with nothing
 * running. And what runs can be stopped.
 */
export const pageTrue: Oracle = {
  claim: 'page-true',
  sentence: 'a page ends in the state the store has: each message once, and not busy with nothing running',
  judge({ facts }) {
    if (facts.of('page-saw').length === 0) return fromFindings([])
    const buttons = missingButtons(facts)
    if (buttons.length > 0) return fromFindings(buttons)
    if (facts.of('settled').length === 0) return inconclusive('the run never came to its end')
    if (facts.lives.isStopped) return inconclusive('the gateway was stopped and not started again')
    if (heldAtEnd(facts).length > 0) return inconclusive('a tool was still held at the end; end it in the scenario')
    const broken = unloaded(facts)
    if (broken !== undefined) return inconclusive(`the page was not loaded whole: it says "${short(broken)}"`)
    const found = untruePages(facts)
    return fromFindings(isAtWork(facts) ? found.filter(({ what }) => what !== 'busy') : found)
  },
}

/** What a page says that could not load a part of itself (2026.9.6 on a machine that is too busy): it is not the one that is judged. */
function unloaded(facts: Facts): string | undefined {
  const seen = facts.of('page-saw')
  const last = new Map(seen.map((view) => [view.client, view]))
  return [...last.values()].flatMap(({ problems }) => problems).find((problem) => /failed to load/i.test(problem))
}

/** What is not true of what a page shows last; `what` tells of which kind it is. */
type Untruth = Finding & { readonly what: 'busy' | 'lost' | 'messages' }

/** What the pages show last and is not so, by the history that the gateway gives its clients; work that is under way is not looked at. */
export function untruePages(facts: Facts): Untruth[] {
  const seen = facts.of('page-saw')
  const clients = [...new Set(seen.map(({ client }) => client))].filter((client) => isOnline(facts, client))
  return clients.flatMap((client) => {
    const last = seen.findLast((view) => view.client === client)
    return last === undefined ? [] : untruthsOf(facts, last)
  })
}

function untruthsOf(facts: Facts, view: EntryOf<'page-saw'>): Untruth[] {
  if (isRefused(facts, view.client)) return []
  if (!view.ready) return [untruth(facts, view, 'lost', 'cannot be typed in, though the gateway runs')]
  const texts = [...userTexts(facts, view.session), ...modelTexts(facts)]
  const button = view.stop ? ', with a stop button,' : ''
  return [
    ...(view.busy ? [untruth(facts, view, 'busy', `is busy${button} and nothing runs`)] : []),
    ...view.queued.map((text) => untruth(facts, view, 'busy', `still keeps "${short(text)}" to send it later`)),
    ...texts.flatMap(({ from, text }) => miscounted(facts, view, from, text)),
  ]
}

/** What a person wanted to stop, and had no button for, while a tool of the batch ran. */
function missingButtons(facts: Facts): Finding[] {
  const acknowledged = new Set(facts.of('client-acknowledged').map(({ message }) => message))
  const wanted = facts.of('client-sent').filter(({ what, message }) => what === 'abort' && !acknowledged.has(message))
  return wanted.flatMap(({ n, client }) => {
    const missed = facts.of('step-missed').find((entry) => entry.n > n)
    const until = facts.entries.slice(0, missed?.n ?? 0)
    const view = entriesOf(until, 'page-saw').findLast((entry) => entry.client === client)
    const started = entriesOf(until, 'tool-started').find(({ call, tool }) => !hasEnded(until, call, tool))
    if (view === undefined || view.stop || started === undefined) return []
    return [untruth(until, view, 'lost', `has no stop button, and tool ${started.tool} runs`, started.n, n)]
  })
}

function miscounted(facts: Facts, view: EntryOf<'page-saw'>, from: 'user' | 'assistant', text: string): Untruth[] {
  const history = facts.of('history-seen').findLast(({ session }) => session === view.session)
  const stored = count(history?.turns.filter(({ role }) => role === from).map((turn: Turn) => textOf(turn)) ?? [], text)
  const shown = count(
    view.messages.flatMap((message) => (message.from === from ? [message.text] : [])),
    text,
  )
  if (history === undefined || stored === 0 || shown === stored) return []
  const says = shown === 0 ? `does not show "${short(text)}"` : `shows "${short(text)}" ${shown} times`
  return [
    untruth(
      entries,
      view,
      'messages',
      `${says}, and the history has it ${stored === 1 ? 'once' : `${stored} times`}`,
      history.n,
    ),
  ]
}

function untruth(
  facts: Facts,
  view: EntryOf<'page-saw'>,
  what: Untruth['what'],
  says: string,
  ...more: number[]
): Untruth {
  const picture = facts.of('page-pictured').findLast(({ client }) => client === view.client)
  return {
    what,
    says: `the page of client ${view.client} ${says}`,
    entries: [view.n, ...more],
    excerpt: [
      `since ${view.at} ms it shows: ${view.messages.map(({ from, text }) => `${from} "${short(text, 40)}"`).join(', ') || 'no message'}`,
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
  const running =
    facts
      .of('sessions-seen')
      .at(-1)
      ?.sessions.some((state) => state.running) ?? false
  return running || aliveAtEnd(facts).length + facts.requests.open.length > 0
}

function userTexts(facts: Facts, session: string) {
  return facts.messages.accepted
    .filter((message) => message.session === session)
    .map(({ text }) => ({ from: 'user' as const, text }))
}

/** What the model said at the end of a turn; what it says beside calls may be folded away. */
function modelTexts(facts: Facts) {
  const texts = facts
    .of('provider-replying')
    .flatMap(({ text, calls }) => (calls.length === 0 && text !== '' ? [text] : []))
  return [...new Set(texts)].map((text) => ({ from: 'assistant' as const, text }))
}

function count(texts: readonly string[], text: string): number {
  return texts.join('\n').split(text).length - 1
}
