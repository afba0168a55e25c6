import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import type { Resistance } from '../tools/order.ts'
import { defineStep } from './step.ts'
import { heldTool, lastStart, resultOf, whileHeld } from './tool-held.ts'
import { nameSchema } from './words.ts'

/** A held tool will not end at a SIGTERM as others do; it lands when the tool, or the child that it has started, says that it is prepared. */
export const toolResists = defineStep({
  schema: z.strictObject({
    do: z.literal('tool.resists'),
    tool: nameSchema,
    by: z.enum(['ignores', 'writes', 'child']),
  }),
  isFault: () => true,
  summary: ({ tool, by }) => `tool ${tool} ${words[by]}`,
  needs: ({ by }) => (by === 'ignores' ? [] : ['tool-processes']),
  enabled: whileHeld,
  async perform({ tool, by }, stage) {
    const { call } = heldTool(tool, stage.record.facts) ?? lastStart(tool, stage.record.facts)
    stage.ledger.prepare(call, by, resultOf(tool, call, stage.seed))
    await stage.record.waitFor(`tool ${tool} to be prepared`, 'effect', (entries) =>
      entriesOf(entries, 'tool-resists').find((entry) => entry.call === call),
    )
  },
})

const words: Readonly<Record<Resistance, string>> = {
  ignores: 'ignores SIGTERM from now on',
  writes: 'will write when it gets SIGTERM, and end only then',
  child: 'starts a child that ignores SIGTERM',
}
