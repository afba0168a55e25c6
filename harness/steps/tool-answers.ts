import { z } from 'zod'
import { once } from './enabled.ts'
import { defineStep } from './step.ts'
import { gatewayGone } from './why-not.ts'
import { nameSchema } from './words.ts'

/** A tool of the gateway's own has ended, well or not; it lands when the gateway has reported the call as ended. Nothing is done. */
export const toolAnswers = defineStep({
  schema: z.strictObject({ do: z.literal('tool.answers'), tool: nameSchema }),
  isFault: () => false,
  summary: ({ tool }) => `the gateway's own tool ${tool} answers`,
  enabled({ tool }, { facts }) {
    const made = facts.calls.all.filter((call) => call.tool === tool)
    const isOver = made.some(({ reports }) => reports.some(({ phase }) => phase === 'ended'))
    return gatewayGone(facts) ?? once(isOver, `the gateway to report the end of its tool ${tool}`)
  },
  perform: async () => {},
})
