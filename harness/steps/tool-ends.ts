import { z } from 'zod'
import { HarnessError } from '../errors.ts'
import { sessionOfCall } from '../oracles/facts.ts'
import type { Entry, EntryOf, ToolEnd } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import type { Order } from '../tools/order.ts'
import { defineStep, type Stage } from './step.ts'
import { resultOf, started } from './tool-held.ts'
import { nameSchema } from './words.ts'

/** A held tool returns its result; it lands when the gateway has reported the call as ended. */
export const toolFinishes = defineStep({
  schema: z.strictObject({ do: z.literal('tool.finishes'), tool: nameSchema }),
  isFault: () => false,
  summary: ({ tool }) => `tool ${tool} finishes`,
  perform: ({ tool }, stage) => endAs(tool, 'finish', 'finished', stage),
})

/** A held tool fails with exit code 1 and a text on standard error. */
export const toolFails = defineStep({
  schema: z.strictObject({ do: z.literal('tool.fails'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} fails`,
  perform: ({ tool }, stage) => endAs(tool, 'fail', 'failed', stage),
})

/** A held tool dies by SIGKILL, as when the system runs out of memory. */
export const toolDies = defineStep({
  schema: z.strictObject({ do: z.literal('tool.dies'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} dies by SIGKILL`,
  perform: ({ tool }, stage) => endAs(tool, 'die', 'died', stage),
})

/** A held tool returns megabytes, with its result in each line of them. */
export const toolFloods = defineStep({
  schema: z.strictObject({ do: z.literal('tool.floods'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} returns 8 MB`,
  perform: ({ tool }, stage) => endAs(tool, 'flood', 'finished', stage),
})

/** A held tool returns bytes that are no UTF-8, and its result after them. */
export const toolGarbles = defineStep({
  schema: z.strictObject({ do: z.literal('tool.garbles'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} returns bytes that are no UTF-8`,
  perform: ({ tool }, stage) => endAs(tool, 'garble', 'finished', stage),
})

/** A held tool returns its result when nobody may be listening any more; it lands when its process has ended by itself. */
export const toolFinishesLate = defineStep({
  schema: z.strictObject({ do: z.literal('tool.finishesLate'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} finishes, whoever listens`,
  needs: () => ['gentle-stop'],
  async perform({ tool }, stage) {
    await order(tool, 'finish', 'finished', stage)
  },
})

/** A held tool is never told to end; it lands when the gateway's own time-out has ended it, and neither a stop nor an exit. */
export const toolTimesOut = defineStep({
  schema: z.strictObject({ do: z.literal('tool.timesOut'), tool: nameSchema }),
  isFault: () => true,
  summary: ({ tool }) => `tool ${tool} hangs until the gateway's time-out ends it`,
  async perform({ tool }, stage) {
    // of several that time out together, this one may be gone by now
    const { call, n } = await stage.record.waitFor(`tool ${tool} to start`, 'step', (entries) =>
      entriesOf(entries, 'tool-started').findLast((entry) => entry.tool === tool),
    )
    const end = await ended(call, tool, 'gone', 'step', stage)
    const other = stage.record.entries.slice(n, end.n).find(endsTools)
    if (other !== undefined)
      throw new HarnessError(
        'LIMIT_REACHED',
        `tool ${tool} was not ended by a time-out: ${other.kind} came before its end`,
      )
  },
})

/** A tool has started and holds; nothing is done. */
export const toolHolds = defineStep({
  schema: z.strictObject({ do: z.literal('tool.holds'), tool: nameSchema }),
  isFault: () => false,
  summary: ({ tool }) => `tool ${tool} has started and holds`,
  async perform({ tool }, stage) {
    await started(tool, stage)
  },
})

function endsTools(entry: Entry): boolean {
  return entry.kind === 'gateway-exited' || (entry.kind === 'client-sent' && entry.what !== 'message')
}

async function endAs(tool: string, how: Order, end: ToolEnd, stage: Stage): Promise<void> {
  const from = stage.record.entries.length
  const call = await order(tool, how, end, stage)
  await stage.record.waitFor(`the gateway to report the end of tool ${tool}`, 'effect', (entries) => {
    const session = sessionOfCall(entries, call, tool)
    // OpenClaw up to 2026.4.2 names none in its reports of a run that it has told its client the end of
    const isOwn = (named: string) => session === undefined || named === '' || named === session
    return entriesOf(entries.slice(from), 'tool-reported').find(
      (entry) => entry.phase === 'ended' && entry.call === call && isOwn(entry.session),
    )
  })
}

async function order(tool: string, how: Order, end: ToolEnd, stage: Stage): Promise<string> {
  const { call } = await started(tool, stage)
  stage.ledger.order(call, how, resultOf(tool, call, stage), tool)
  await ended(call, tool, end, 'effect', stage)
  return call
}

async function ended(
  call: string,
  tool: string,
  end: ToolEnd,
  limit: 'step' | 'effect',
  { record }: Stage,
): Promise<EntryOf<'tool-ended'>> {
  return await record.waitFor(`tool ${tool} to be ${end}`, limit, (entries) =>
    entriesOf(entries, 'tool-ended').find((entry) => entry.call === call && entry.tool === tool && entry.end === end),
  )
}
