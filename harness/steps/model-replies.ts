import { z } from 'zod'
import type { Position } from '../../mock-provider/script.ts'
import { describeFault } from '../../mock-provider/wire-fault.ts'
import { wireFaultSchema } from '../../mock-provider/wire-fault-schema.ts'
import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { defineStep, type Stage } from './step.ts'
import { aside, nameSchema, spokenSchema } from './words.ts'

const callSchema = z.strictObject({
  tool: nameSchema,
  /** shorter than the limit of a step, so that `tool.timesOut` can see it */
  timeoutSeconds: z.int().min(1).max(45).optional(),
  /** the tool is one of an MCP server that the gateway runs */
  mcp: z.boolean().optional(),
  idOf: nameSchema.optional(),
  unknown: z.boolean().optional(),
})

/** Whose newest message it answers, when that is not the newest of all. */
const replySessionSchema = nameSchema.optional()

const endsSchema = z.enum(['whole', 'max-tokens', 'refusal']).optional()

/** The model answers with several tool calls at once; it lands when the provider has written the reply, or broken it where told. */
export const modelCalls = defineStep({
  schema: z.strictObject({
    do: z.literal('model.calls'),
    calls: z.array(callSchema).min(1).max(32),
    text: spokenSchema.default(''),
    session: replySessionSchema,
    thinking: spokenSchema.optional(),
    ends: endsSchema,
    fault: wireFaultSchema.optional(),
  }),
  isFault: ({ fault, ends = 'whole' }) => fault !== undefined || ends !== 'whole',
  does: ({ calls, session, ends, fault }) =>
    `model calls ${calls.map(callWords).join(', ')}${aside({ session })}${endWords(ends)}${brokenBy(fault)}`,
  needs: ({ calls }) => (calls.some(({ mcp }) => mcp) ? ['mcp'] : []),
  perform: ({ fault }, stage) => deliver(stage, fault !== undefined),
})

/** The model answers with text, or with nothing; it lands when the provider has written it, or broken it where told. */
export const modelSays = defineStep({
  schema: z.strictObject({
    do: z.literal('model.says'),
    text: spokenSchema,
    session: replySessionSchema,
    thinking: spokenSchema.optional(),
    ends: endsSchema,
    fault: wireFaultSchema.optional(),
  }),
  isFault: ({ fault, ends = 'whole', text }) => fault !== undefined || ends !== 'whole' || text === '',
  does: ({ text, session, ends, fault }) =>
    `model says "${text}"${aside({ session })}${endWords(ends)}${brokenBy(fault)}`,
  perform: ({ fault }, stage) => deliver(stage, fault !== undefined),
})

/** A call with what is unusual about it. */
function callWords({ tool, mcp, timeoutSeconds, idOf, unknown }: z.infer<typeof callSchema>): string {
  const unusual = [
    ...(mcp ? ['of the MCP server'] : []),
    ...(timeoutSeconds === undefined ? [] : [`time-out ${timeoutSeconds} s`]),
    ...(idOf === undefined ? [] : [`with the id of ${idOf}`]),
    ...(unknown ? ['a tool that nobody has'] : []),
  ]
  return unusual.length === 0 ? tool : `${tool} (${unusual.join(', ')})`
}

function endWords(ends: z.infer<typeof endsSchema>): string {
  if (ends === 'max-tokens') return ', and runs out of tokens'
  return ends === 'refusal' ? ', and refuses to go on' : ''
}

function brokenBy(fault: Parameters<typeof describeFault>[0] | undefined): string {
  return fault === undefined ? '' : `, and ${describeFault(fault)}`
}

async function deliver({ provider, record, position }: Stage, broken: boolean): Promise<void> {
  if (position === undefined) throw new Error('a reply of the model has no place in the script')
  provider.release(position)
  const { turn, reply } = position
  const what = `the provider's reply ${reply + 1} to message ${turn + 1} to be asked for and ${broken ? 'broken' : 'written'}`
  await record.waitFor(what, 'step', (entries) => delivered(entries, position, broken))
}

function delivered(entries: readonly Entry[], { turn, reply }: Position, broken: boolean): Entry | undefined {
  const asked = entriesOf(entries, 'provider-asked').filter((entry) => entry.turn === turn && entry.reply === reply)
  const requests = new Set(asked.map(({ request }) => request))
  if (broken) return entriesOf(entries, 'provider-broke').find(({ request }) => requests.has(request))
  return entriesOf(entries, 'provider-replied').find(({ request, end }) => requests.has(request) && end === 'complete')
}
