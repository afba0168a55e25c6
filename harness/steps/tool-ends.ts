import { z } from 'zod'
import { HarnessError } from '../errors.ts'
import type { Facts } from '../facts/facts.ts'
import { between } from '../facts/ordered.ts'
import type { LimitName } from '../limits.ts'
import type { Entry, EntryOf, ToolEnd } from '../record/entry.ts'
import type { Order } from '../tools/order.ts'
import { type Enabled, once, until } from './enabled.ts'
import { defineStep, type Stage } from './step.ts'
import { heldTool, lastStart, onceStarted, resultOf, whileHeld } from './tool-held.ts'
import { gatewayGone, inStep } from './why-not.ts'
import { nameSchema } from './words.ts'

/** A held tool returns its result; it lands when the gateway has reported the call as ended. */
export const toolFinishes = defineStep({
  schema: z.strictObject({ do: z.literal('tool.finishes'), tool: nameSchema }),
  isFault: () => false,
  summary: ({ tool }) => `tool ${tool} finishes`,
  enabled: whileHeld,
  perform: ({ tool }, stage) => endAs(tool, 'finish', 'finished', stage),
})

/** A held tool fails with exit code 1 and a text on standard error. */
export const toolFails = defineStep({
  schema: z.strictObject({
    do: z.literal('tool.fails'),
    tool: nameSchema,
    silently: z.literal(true).optional().describe('it writes nothing'),
  }),
  isFault: () => true,
  summary: ({ tool, silently }) => `tool ${tool} fails${silently ? ' without a word' : ''}`,
  enabled: whileHeld,
  perform: ({ tool, silently }, stage) => endAs(tool, 'fail', 'failed', stage, silently && ''),
})

/** A held tool dies by SIGKILL, as when the system runs out of memory. */
export const toolDies = defineStep({
  schema: z.strictObject({ do: z.literal('tool.dies'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} dies by SIGKILL`,
  enabled: whileHeld,
  perform: ({ tool }, stage) => endAs(tool, 'die', 'died', stage),
})

/** A held tool returns megabytes, with its result in each line of them. */
export const toolFloods = defineStep({
  schema: z.strictObject({ do: z.literal('tool.floods'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} returns 8 MB`,
  enabled: whileHeld,
  perform: ({ tool }, stage) => endAs(tool, 'flood', 'finished', stage),
})

/** A held tool returns bytes that are no UTF-8, and its result after them. */
export const toolGarbles = defineStep({
  schema: z.strictObject({ do: z.literal('tool.garbles'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} returns bytes that are no UTF-8`,
  enabled: whileHeld,
  perform: ({ tool }, stage) => endAs(tool, 'garble', 'finished', stage),
})

/** A held tool returns its result when nobody may be listening any more; it lands when its process has ended by itself. */
export const toolFinishesLate = defineStep({
  schema: z.strictObject({ do: z.literal('tool.finishesLate'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} finishes, whoever listens`,
  needs: () => ['gentle-stop'],
  enabled: whileHeld,
  async perform({ tool }, stage) {
    await order(tool, 'finish', 'finished', stage)
  },
})

/** A held tool is never told to end; it lands when the gateway's own time-out has ended it, and neither a stop nor an exit. */
export const toolTimesOut = defineStep({
  schema: z.strictObject({ do: z.literal('tool.timesOut'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} hangs until the gateway's time-out ends it`,
  needs: () => ['tool-timeout'],
  // of several that time out together, this one may be gone by now
  enabled: onceStarted,
  async perform({ tool }, stage) {
    const { record } = stage
    const { call, n, session } = lastStart(tool, record.facts)
    await until(() => ended(call, tool, 'gone', 'step', record.facts), record)
    const end = endOf(call, tool, record.facts)
    const other = record.entries.slice(n, end?.n).find((entry) => endsTools(entry, session))
    if (other !== undefined)
      throw new HarnessError(
        'LIMIT_REACHED',
        `tool ${tool} was not ended by a time-out: ${other.kind} came before its end`,
      )
  },
})

/** A tool has started and holds; nothing is done but a look at what the gateway says of its sessions. */
export const toolHolds = defineStep({
  schema: z.strictObject({ do: z.literal('tool.holds'), tool: nameSchema }),
  isFault: () => false,
  summary: ({ tool }) => `tool ${tool} has started and holds`,
  enabled: whileHeld,
  async perform(_, { gateway, record }) {
    const since = record.entries.length
    record.append({ kind: 'sessions-seen', sessions: await gateway.sessions(), since })
  },
})

/** Whether an entry is an exit of the gateway, or an order that may end the tools of a session. */
function endsTools(entry: Entry, session: string | undefined): boolean {
  if (entry.kind === 'gateway-exited') return true
  return entry.kind === 'client-sent' && entry.what !== 'message' && entry.session === (session ?? entry.session)
}

async function endAs(tool: string, how: Order, end: ToolEnd, stage: Stage, text?: string): Promise<void> {
  const from = stage.record.entries.length
  const call = await order(tool, how, end, stage, text)
  await until(() => reported(call, tool, from, stage.record.facts), stage.record)
}

/** Whether the gateway has reported the end of a call, which is of the session that made it. */
function reported(call: string, tool: string, from: number, facts: Facts): Enabled {
  const session = facts.calls.of(call, tool)?.request.session
  // OpenClaw up to 2026.4.2 names none in its reports of a run that it has told its client the end of
  const isOwn = (named: string) => session === undefined || named === '' || named === session
  const report = between(facts.of('tool-reported'), from - 1, Number.POSITIVE_INFINITY).findLast(
    (entry) => entry.phase === 'ended' && entry.call === call && isOwn(entry.session),
  )
  // a process that stands still at a write reports nothing any more
  if ((facts.last('write-held')?.n ?? -1) > from) return 'now'
  return gatewayGone(facts) && report === undefined
    ? { never: `the gateway went before it reported the end of tool ${tool}` }
    : once(report, `the gateway to report the end of tool ${tool}`, 'effect')
}

async function order(tool: string, how: Order, end: ToolEnd, stage: Stage, text?: string): Promise<string> {
  const { record, ledger, seed } = stage
  const { call } = heldTool(tool, record.facts) ?? lastStart(tool, record.facts)
  ledger.order(call, how, text ?? resultOf(tool, call, seed), tool)
  await until(() => ended(call, tool, end, 'effect', record.facts), record)
  return call
}

function ended(call: string, tool: string, end: ToolEnd, limit: LimitName, facts: Facts): Enabled {
  const seen = endOf(call, tool, facts)
  if (seen === undefined || seen.end === end) return once(seen, `tool ${tool} to be ${end}`, limit)
  return { never: `tool ${tool} was to be ${end}, and is ${seen.end} ${inStep(facts, seen.n)}` }
}

function endOf(call: string, tool: string, facts: Facts): EntryOf<'tool-ended'> | undefined {
  return facts.of('tool-ended').findLast((entry) => entry.call === call && entry.tool === tool)
}
