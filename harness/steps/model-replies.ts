import { z } from 'zod'
import { markOf } from '../../mock-provider/act.ts'
import type { Position } from '../../mock-provider/script.ts'
import type { Entry, ReplyEnd } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { defineStep, type Stage } from './step.ts'
import { nameSchema, textSchema } from './words.ts'

const callSchema = z.strictObject({ tool: nameSchema, timeoutSeconds: z.int().min(1).max(3_600).optional() })
const cutSchema = z.strictObject({
  call: nameSchema,
  after: z.enum(['start', 'input', 'end']),
  nth: z.int().min(1).max(4),
})

/** The model answers with several tool calls at once; it lands when the provider has written the reply whole, or cut it where told. */
export const modelCalls = defineStep({
  schema: z.strictObject({
    do: z.literal('model.calls'),
    calls: z.array(callSchema).min(1).max(32),
    text: z.string().max(2_000).default(''),
    cut: cutSchema.optional(),
  }),
  isFault: ({ cut }) => cut !== undefined,
  does: ({ calls, cut }) =>
    `model calls ${calls.map(({ tool }) => tool).join(', ')}${cut ? `, and the stream is cut after "${markOf(cut)}"` : ''}`,
  perform: ({ cut }, stage) => deliver(stage, cut === undefined ? 'complete' : 'cut'),
})

/** The model answers with text; it lands when the provider has written it. */
export const modelSays = defineStep({
  schema: z.strictObject({ do: z.literal('model.says'), text: textSchema }),
  isFault: () => false,
  does: ({ text }) => `model says "${text}"`,
  perform: (_, stage) => deliver(stage, 'complete'),
})

async function deliver({ provider, record, position }: Stage, end: ReplyEnd): Promise<void> {
  if (position === undefined) throw new Error('a reply of the model has no place in the script')
  provider.release(position)
  const what = `the provider's reply ${position.reply + 1} to message ${position.turn + 1} to be asked for and to end "${end}"`
  await record.waitFor(what, 'step', (entries) => delivered(entries, position, end))
}

function delivered(entries: readonly Entry[], { turn, reply }: Position, end: ReplyEnd): Entry | undefined {
  const asked = entriesOf(entries, 'provider-asked').filter((entry) => entry.turn === turn && entry.reply === reply)
  const requests = new Set(asked.map(({ request }) => request))
  return entriesOf(entries, 'provider-replied').find((entry) => requests.has(entry.request) && entry.end === end)
}
