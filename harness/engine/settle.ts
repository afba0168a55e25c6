import { setTimeout as pause } from 'node:timers/promises'
import type { Gateway } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import type { Manners } from '../expected/manners.ts'
import type { Facts } from '../facts/facts.ts'
import { firstAfter } from '../facts/ordered.ts'
import { openPermissions } from '../facts/permissions.ts'
import type { RunRecord } from '../facts/run-record.ts'
import { heldCalls, isLeftToServer, isOrphan, owedChildren } from '../facts/tools.ts'
import { unansweredMessages } from '../oracles/answers.ts'
import { untruePages } from '../oracles/page-true.ts'
import { neverEnded, unheardEnd } from '../oracles/replies-once.ts'
import { deafGateway } from '../oracles/session-live.ts'
import type { EntryKind, SessionState } from '../record/entry.ts'
import { resultOf } from '../steps/tool-held.ts'
import type { Ledger } from '../tools/ledger.ts'
import type { Turn } from '../transcript/transcript.ts'

/** What a run needs to come to rest. */
export type Settling = {
  readonly gateway: Gateway
  readonly ledger: Ledger
  readonly record: RunRecord
  readonly sessions: readonly string[]
  /** what the gateway may do */
  readonly manners: Manners
  /** makes what tools return what it is, each time the same */
  readonly seed: number
  /** a first recovery from the same state: what was never answered there is not awaited again, and clients have heard the ends of runs */
  readonly first?: Facts
}

/** `since`: what was noted before that entry was known when the gateway was asked for its sessions */
type Look = { states: readonly SessionState[]; since: number; waitingFor: string }

/** How what is waited for begins, where that is the answer to a message. */
export const answerTo = 'an answer to '

/** How many entries there were when a session's history was last looked at. */
type Looked = Map<string, number>

/** The gateway is looked at this often, and as often as it may be quiet where that is shorter. */
const lookMs = 200

/**
 * Waits until the gateway is at rest: no request under way, no session running, every message answered, no tool alive, and
 * nothing new for a while. A tool that holds, and that nobody else is to end, finishes. What it still waits for when the limit is reached
 * is for the oracles to judge, not an error.
 */
export async function settle(settling: Settling): Promise<void> {
  const { gateway, ledger, record } = settling
  const began = performance.now()
  const elapsed = () => performance.now() - began
  const { limits } = record
  const looked: Looked = new Map()
  let { states, since, waitingFor } = await look(settling, looked)
  const limit = () => {
    if (!gateway.running) return limits.effect
    return waitingFor.startsWith(answerTo) ? Math.max(limits.settle, 2 * slowestFirstRequest(record)) : limits.settle
  }
  while (waitingFor !== '' && elapsed() < limit() && !isInVain(record, waitingFor)) {
    await pause(Math.min(lookMs, limits.quiet))
    noteStates(record, states, since)
    ;({ states, since, waitingFor } = await look(settling, looked))
  }
  await lookOnceMore(settling, looked)
  record.append({ kind: 'sessions-seen', sessions: states, since })
  record.append({ kind: 'tools-alive', calls: ledger.alive, children: ledger.children })
  record.append({
    kind: 'settled',
    ms: Math.round(elapsed()),
    waitingFor,
  })
}

/**
 * The longest time that a process of the gateway took in this run from its first message to its first request; milliseconds. On a busy machine
 * the next process may be as slow, and that it has not asked yet is no news.
 */
function slowestFirstRequest({ facts }: RunRecord): number {
  const times = facts.lives.all.map(({ n, exited }) => {
    const until = exited?.n ?? Number.POSITIVE_INFINITY
    const sent = facts.of('client-sent').find((one) => one.n > n && one.what === 'message')
    const asked = sent && firstAfter(facts.of('provider-asked'), sent.n)
    return sent === undefined || asked === undefined || asked.n > until ? 0 : asked.at - sent.at
  })
  return Math.max(0, ...times)
}

/** A gateway that does not answer is one more thing to wait for. */
async function look(settling: Settling, looked: Looked): Promise<Look> {
  const since = settling.record.entries.length
  try {
    return { ...(await lookOnce(settling, looked)), since }
  } catch (error) {
    if (error instanceof HarnessError) return { states: [], since, waitingFor: `${deafGateway}${error.message}` }
    throw error
  }
}

async function lookOnce(settling: Settling, looked: Looked): Promise<Omit<Look, 'since'>> {
  const { gateway, ledger, record, sessions, seed } = settling
  for (const { call, tool } of heldCalls(record.facts, ledger.alive))
    ledger.order(call, 'finish', resultOf(tool, call, seed), tool)
  await declineOpen(gateway, record)
  const states = gateway.running ? await gateway.sessions() : []
  await lookAtHistories(
    sessions.filter((session) => hasNews(session, looked.get(session), record)),
    settling,
    looked,
  )
  return { states, waitingFor: unrest(settling, states) || recentActivity(record) }
}

/** What a gateway stores late is no news, and of many sessions one may be awaited until the limit. */
async function lookOnceMore(settling: Settling, looked: Looked): Promise<void> {
  try {
    await lookAtHistories(settling.sessions, settling, looked)
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
  }
}

/** A permission that is still open, and that nothing else is to end, is declined. */
async function declineOpen(gateway: Gateway, { facts }: RunRecord): Promise<void> {
  for (const { asked } of openPermissions(facts)) {
    const answered = gateway.client(asked.client).answer?.(asked.session, asked.permission, 'decline')
    // one that the gateway has closed itself takes no answer
    await answered?.catch((error) => {
      if (!(error instanceof HarnessError)) throw error
    })
  }
}

function unrest({ gateway, ledger, record, manners, first }: Settling, states: readonly SessionState[]): string {
  const { facts } = record
  const open = facts.requests.open.length
  if (open > 0) return `${open} request(s) under way`
  const running = states.find((state) => state.running)
  if (running !== undefined) return `session ${running.session} (${running.status})`
  const alive = ledger.alive.filter((call) => !isOrphan(facts, call) && !isLeftToServer(facts, call))
  const children = owedChildren(facts, ledger.children)
  if (alive.length + children.length > 0) return `${alive.length + children.length} process(es) of tools still running`
  const inVain = new Set(first && unansweredMessages(first).map(({ text }) => text))
  const dropped = gateway.running ? unansweredMessages(facts).filter(({ text }) => !inVain.has(text)) : []
  if (dropped.length > 0) return `${answerTo}"${dropped[0]?.text}"`
  if (gateway.running && first === undefined && neverEnded(facts, manners).length > 0) return unheardEnd
  const [untrue] = gateway.running ? untruePages(facts) : []
  return untrue === undefined ? '' : `a page: ${untrue.says}`
}

/** Answers that a settling before has waited for until the limit come no more, unless the gateway was started since. */
function isInVain(record: RunRecord, waitingFor: string): boolean {
  const { facts } = record
  const last = facts.last('settled')
  if (last?.waitingFor !== waitingFor || !waitingFor.startsWith(answerTo) || recentActivity(record) !== '') return false
  const isNew = ({ n }: { n: number }) => n > last.n
  return !facts.of('gateway-started').some(isNew) && !unansweredMessages(facts).some(isNew)
}

/** Many sessions make for many questions, which keep a gateway busy: a session of which nothing was heard is not asked about. */
async function lookAtHistories(
  sessions: readonly string[],
  { gateway, record }: Settling,
  looked: Looked,
): Promise<void> {
  for (const session of gateway.running ? sessions : []) {
    looked.set(session, record.entries.length)
    await lookAtHistory(session, gateway, record)
  }
}

/** Whether anything was noted of a session since there were so many entries, or nothing was looked at yet. */
function hasNews(session: string, since: number | undefined, { entries }: RunRecord): boolean {
  if (since === undefined) return true
  return entries.slice(since).some((entry) => 'session' in entry && entry.session === session && !isLook(entry.kind))
}

/** Looks at a history, where the gateway shows any. */
async function lookAtHistory(session: string, gateway: Gateway, record: RunRecord): Promise<void> {
  const since = record.entries.length
  const turns = await gateway.history?.(session)
  if (turns !== undefined) noteHistory(session, turns, since, record)
}

/** History is noted only when it has changed. */
function noteHistory(session: string, turns: readonly Turn[], since: number, record: RunRecord): void {
  const last = record.facts.historiesOf(session).at(-1)
  if (JSON.stringify(last?.turns) !== JSON.stringify(turns))
    record.append({ kind: 'history-seen', session, turns, since })
}

/** So are the states of the sessions, which are noted once more in the end. */
function noteStates(record: RunRecord, sessions: readonly SessionState[], since: number): void {
  const last = record.facts.last('sessions-seen')?.sessions ?? []
  if (JSON.stringify(last) !== JSON.stringify(sessions)) record.append({ kind: 'sessions-seen', sessions, since })
}

/** What we note of our own looks is no news. */
function isLook(kind: EntryKind): boolean {
  return kind === 'gateway-logged' || kind === 'history-seen' || kind === 'sessions-seen'
}

function recentActivity(record: RunRecord): string {
  const { quiet } = record.limits
  const last = record.entries.findLast(({ kind }) => !isLook(kind))
  return last !== undefined && record.now() - last.at < quiet
    ? `${quiet / 1000} s without news (last: ${last.kind})`
    : ''
}
