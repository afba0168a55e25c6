import { z } from 'zod'
import { sameCall } from '../oracles/facts.ts'
import { entriesOf } from '../record/record.ts'
import { defineStep } from './step.ts'
import { nameSchema } from './words.ts'

/** A tool of the gateway's own has ended, well or not; it lands when the gateway has reported the call as ended. Nothing is done. */
export const toolAnswers = defineStep({
  schema: z.strictObject({ do: z.literal('tool.answers'), tool: nameSchema }),
  isFault: () => false,
  summary: ({ tool }) => `the gateway's own tool ${tool} answers`,
  async perform({ tool }, { record }) {
    await record.waitFor(`the gateway to report the end of its tool ${tool}`, 'step', (entries) => {
      const calls = entriesOf(entries, 'provider-replying').flatMap((reply) => reply.calls)
      const made = calls.filter((call) => call.tool === tool)
      return entriesOf(entries, 'tool-reported').find(
        ({ phase, call }) => phase === 'ended' && made.some(({ id }) => sameCall(id, call)),
      )
    })
  },
})
