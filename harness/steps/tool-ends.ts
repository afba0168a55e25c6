import { z } from 'zod'
import type { Entry, EntryOf, ToolEnd } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import type { Order } from '../tools/ledger.ts'
import { defineStep, type Stage } from './step.ts'
import { nameSchema } from './words.ts'

/** A held tool returns its result; it lands when the gateway has reported the call as ended. */
export const toolFinishes = defineStep({
  schema: z.strictObject({ do: z.literal('tool.finishes'), tool: nameSchema }),
  isFault: () => false,
  does: ({ tool }) => `tool ${tool} finishes`,
  perform: ({ tool }, stage) => endAs(tool, 'finish', 'finished', stage),
})

/** A held tool fails with exit code 1 and a text on standard error. */
export const toolFails = defineStep({
  schema: z.strictObject({ do: z.literal('tool.fails'), tool: nameSchema }),
  isFault: () => true,
  does: ({ tool }) => `tool ${tool} fails`,
  perform: ({ tool }, stage) => endAs(tool, 'fail', 'failed', stage),
})

/** A held tool dies by SIGKILL, as when the system runs out of memory. */
export const toolDies = defineStep({
  schema: z.strictObject({ do: z.literal('tool.dies'), tool: nameSchema }),
  isFault: () => true,
  does: ({ tool }) => `tool ${tool} dies by SIGKILL`,
  perform: ({ tool }, stage) => endAs(tool, 'die', 'died', stage),
})

/** A held tool is never told to end; it lands when the gateway's own time-out has ended it. */
export const toolTimesOut = defineStep({
  schema: z.strictObject({ do: z.literal('tool.timesOut'), tool: nameSchema }),
  isFault: () => true,
  does: ({ tool }) => `tool ${tool} hangs until the gateway's time-out ends it`,
  async perform({ tool }, stage) {
    const { call } = await started(tool, stage)
    await ended(call, 'gone', 'step', stage)
  },
})

/** A tool has started and holds; nothing is done. */
export const toolHolds = defineStep({
  schema: z.strictObject({ do: z.literal('tool.holds'), tool: nameSchema }),
  isFault: () => false,
  does: ({ tool }) => `tool ${tool} has started and holds`,
  async perform({ tool }, stage) {
    await started(tool, stage)
  },
})

async function endAs(tool: string, order: Order, end: ToolEnd, stage: Stage): Promise<void> {
  const { call } = await started(tool, stage)
  stage.ledger.order(call, order, `${tool} returned ${stage.seed.toString(36)}${call.slice(-6)}`)
  await ended(call, end, 'effect', stage)
  await stage.record.waitFor(`the gateway to report the end of tool ${tool}`, 'effect', (entries) =>
    entriesOf(entries, 'tool-reported').find((entry) => entry.phase === 'ended' && entry.call === call),
  )
}

function started(tool: string, { record }: Stage): Promise<EntryOf<'tool-started'>> {
  return record.waitFor(`tool ${tool} to start`, 'step', (entries) =>
    entriesOf(entries, 'tool-started').find((entry) => entry.tool === tool && !hasEnded(entries, entry.call)),
  )
}

function hasEnded(entries: readonly Entry[], call: string): boolean {
  return entriesOf(entries, 'tool-ended').some((entry) => entry.call === call)
}

async function ended(call: string, end: ToolEnd, limit: 'step' | 'effect', { record }: Stage): Promise<void> {
  await record.waitFor(`the tool of call ${call} to be ${end}`, limit, (entries) =>
    entriesOf(entries, 'tool-ended').find((entry) => entry.call === call && entry.end === end),
  )
}
