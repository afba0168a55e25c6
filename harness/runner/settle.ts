import { setTimeout as pause } from 'node:timers/promises'
import type { Gateway } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import type { RunRecord } from '../facts/run-record.ts'
import { heldCalls, isOrphan, openRequests, owedChildren } from '../oracles/facts.ts'
import { unansweredMessages } from '../oracles/messages-answered.ts'
import { untruePages } from '../oracles/page-true.ts'
import { neverEnded, unheardEnd } from '../oracles/replies-once.ts'
import type { SessionState } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import type { Ledger } from '../tools/ledger.ts'

/** What a run needs to come to rest. */
export type Settling = {
  readonly gateway: Gateway
  readonly ledger: Ledger
  readonly record: RunRecord
  readonly sessions: readonly string[]
}

const heldTool = 'a tool that the schedule has left holding'

type Look = { states: readonly SessionState[]; waitingFor: string }

/** The gateway is looked at this often, and as often as it may be quiet where that is shorter. */
const lookMs = 200

/**
 * Waits until the gateway is at rest: no request under way, no session running, every message answered, no tool alive, and
 * nothing new for a while. What it still waits for when the limit is reached is for the oracles to judge, not an error.
 */
export async function settle(settling: Settling): Promise<void> {
  const { gateway, ledger, record } = settling
  const began = performance.now()
  const elapsed = () => performance.now() - began
  const { limits } = record
  const limit = () => (gateway.running ? limits.settle : limits.effect)
  let { states, waitingFor } = await look(settling)
  while (waitingFor !== '' && waitingFor !== heldTool && elapsed() < limit()) {
    await pause(Math.min(lookMs, limits.quiet))
    ;({ states, waitingFor } = await look(settling))
  }
  record.append({ kind: 'sessions-seen', sessions: states })
  record.append({ kind: 'tools-alive', calls: ledger.alive, children: ledger.children })
  record.append({
    kind: 'settled',
    ms: Math.round(elapsed()),
    waitingFor,
  })
}

/** A gateway that does not answer is one more thing to wait for. */
async function look(settling: Settling): Promise<Look> {
  try {
    return await lookOnce(settling)
  } catch (error) {
    if (error instanceof HarnessError) return { states: [], waitingFor: `the gateway: ${error.message}` }
    throw error
  }
}

async function lookOnce(settling: Settling): Promise<Look> {
  const { gateway, ledger, record } = settling
  const states = gateway.running ? await gateway.sessions() : []
  // nobody will end a tool that the schedule has left holding, so there is nothing to wait for but others of its batch to start
  if (heldCalls(record.entries, ledger.alive).length > 0)
    return { states, waitingFor: recentActivity(record) || heldTool }
  return { states, waitingFor: (await unrest(settling, states)) || recentActivity(record) }
}

async function unrest(
  { gateway, ledger, record, sessions }: Settling,
  states: readonly SessionState[],
): Promise<string> {
  if (gateway.running) for (const session of sessions) await noteHistory(gateway, record, session)
  const open = openRequests(record.entries).length
  if (open > 0) return `${open} request(s) under way`
  const running = states.find((state) => state.running)
  if (running !== undefined) return `session ${running.session} (${running.status})`
  const alive = ledger.alive.filter((call) => !isOrphan(record.entries, call))
  const children = owedChildren(record.entries, ledger.children)
  if (alive.length + children.length > 0) return `${alive.length + children.length} process(es) of tools still running`
  const dropped = gateway.running ? unansweredMessages(record.entries) : []
  if (dropped.length > 0) return `an answer to "${dropped[0]?.text}"`
  if (gateway.running && neverEnded(record.entries).length > 0) return unheardEnd
  const [untrue] = gateway.running ? untruePages(record.entries) : []
  return untrue === undefined ? '' : `a page: ${untrue.says}`
}

/** History is noted only when it has changed. */
async function noteHistory(gateway: Gateway, record: RunRecord, session: string): Promise<void> {
  const turns = await gateway.history(session)
  const last = entriesOf(record.entries, 'history-seen').findLast((entry) => entry.session === session)
  if (JSON.stringify(last?.turns) !== JSON.stringify(turns)) record.append({ kind: 'history-seen', session, turns })
}

function recentActivity(record: RunRecord): string {
  const { quiet } = record.limits
  const last = record.entries.findLast(({ kind }) => kind !== 'gateway-logged' && kind !== 'history-seen')
  return last !== undefined && record.now() - last.at < quiet
    ? `${quiet / 1000} s without news (last: ${last.kind})`
    : ''
}
