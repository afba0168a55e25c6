import { z } from 'zod'
import { nativeTools, type Position } from '../../mock-provider/script.ts'
import { describeFault } from '../../mock-provider/wire-fault.ts'
import { wireFaultSchema } from '../../mock-provider/wire-fault-schema.ts'
import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { defineStep, type Stage } from './step.ts'
import { aside, nameSchema, textSchema } from './words.ts'

const callSchema = z.strictObject({
  tool: nameSchema,
  /** shorter than the limit of a step, so that `tool.timesOut` can see it */
  timeoutSeconds: z.int().min(1).max(45).optional(),
  /** the tool is one of an MCP server that the gateway runs */
  mcp: z.boolean().optional(),
  /** it is a tool of the gateway's own, which nothing holds */
  native: z.enum(nativeTools).optional(),
  idOf: nameSchema.optional(),
  unknown: z.boolean().optional(),
})

/** Which message it answers, when that is not the newest of all: the newest of a session, or the one with these words. */
const addressee = { session: nameSchema.optional(), to: textSchema.optional() }

const endsSchema = z.enum(['whole', 'max-tokens', 'refusal']).optional()

/** The model answers with several tool calls at once; it lands when the provider has written the reply, or broken it where told. */
export const modelCalls = defineStep({
  schema: z.strictObject({
    do: z.literal('model.calls'),
    calls: z.array(callSchema).min(1).max(32),
    text: z.string().max(2_000).default(''),
    ...addressee,
    thinking: z.string().max(2_000).optional(),
    ends: endsSchema,
    fault: wireFaultSchema.optional(),
  }),
  isFault: ({ fault, ends = 'whole' }) => fault !== undefined || ends !== 'whole',
  does: ({ calls, fault, ...step }) =>
    `model calls ${calls.map(({ tool }) => tool).join(', ')}${addressed(step)}${brokenBy(fault)}`,
  needs: ({ calls }) => [
    ...(calls.some(({ mcp }) => mcp) ? (['mcp'] as const) : []),
    ...(calls.some(({ native }) => native) ? (['own-tools'] as const) : []),
  ],
  perform: ({ fault }, stage) => deliver(stage, fault !== undefined),
})

/** The model answers with text, or with nothing; it lands when the provider has written it, or broken it where told. */
export const modelSays = defineStep({
  schema: z.strictObject({
    do: z.literal('model.says'),
    text: z.union([textSchema, z.literal('')]),
    ...addressee,
    thinking: z.string().max(2_000).optional(),
    ends: endsSchema,
    fault: wireFaultSchema.optional(),
  }),
  isFault: ({ fault, ends = 'whole', text }) => fault !== undefined || ends !== 'whole' || text === '',
  does: ({ text, fault, ...step }) => `model says "${text}"${addressed(step)}${brokenBy(fault)}`,
  perform: ({ fault }, stage) => deliver(stage, fault !== undefined),
})

/** The model has been asked for its next reply, and holds it until the step of that reply; nothing is done. */
export const modelThinks = defineStep({
  schema: z.strictObject({ do: z.literal('model.thinks'), ...addressee }),
  isFault: () => false,
  does: (step) => `model thinks${addressed(step)}`,
  async perform(_, { record, position }) {
    const { turn, reply } = placeOf(position)
    await record.waitFor(`the model to be asked for reply ${reply + 1} to message ${turn + 1}`, 'step', (entries) =>
      entriesOf(entries, 'provider-asked').find((asked) => asked.turn === turn && asked.reply === reply),
    )
  },
})

function addressed({ session, to }: { session?: string | undefined; to?: string | undefined }): string {
  return `${to === undefined ? '' : ` to "${to}"`}${aside({ session })}`
}

function placeOf(position: Position | undefined): Position {
  if (position === undefined) throw new Error('a reply of the model has no place in the script')
  return position
}

function brokenBy(fault: Parameters<typeof describeFault>[0] | undefined): string {
  return fault === undefined ? '' : `, and ${describeFault(fault)}`
}

async function deliver({ provider, record, position }: Stage, broken: boolean): Promise<void> {
  const place = placeOf(position)
  provider.release(place)
  const { turn, reply } = place
  const what = `the provider's reply ${reply + 1} to message ${turn + 1} to be asked for and ${broken ? 'broken' : 'written'}`
  await record.waitFor(what, 'step', (entries) => delivered(entries, place, broken))
}

function delivered(entries: readonly Entry[], { turn, reply }: Position, broken: boolean): Entry | undefined {
  const asked = entriesOf(entries, 'provider-asked').filter((entry) => entry.turn === turn && entry.reply === reply)
  const requests = new Set(asked.map(({ request }) => request))
  if (broken) return entriesOf(entries, 'provider-broke').find(({ request }) => requests.has(request))
  return entriesOf(entries, 'provider-replied').find(({ request, end }) => requests.has(request) && end === 'complete')
}
