import { z } from 'zod'
import { nativeTools, type Position, wrongArguments } from '../../mock-provider/script.ts'
import { describeFault, isOfStream, type WireFault } from '../../mock-provider/wire-fault.ts'
import { wireFaultSchema } from '../../mock-provider/wire-fault-schema.ts'
import type { Facts } from '../facts/facts.ts'
import type { Request } from '../facts/requests.ts'
import { type Enabled, until } from './enabled.ts'
import { onceAsked, placeOf, requestsAt } from './model-asked.ts'
import { defineStep, type Stage } from './step.ts'
import { aside, messageSchema, nameSchema, spokenSchema } from './words.ts'

const callSchema = z.strictObject({
  tool: nameSchema.describe('its name in the scenario, each its own'),
  // shorter than the limit of a step, so that `tool.timesOut` can see it
  timeoutSeconds: z.int().min(1).max(45).optional().describe('the time-out that the model asks for'),
  mcp: z.boolean().optional().describe('it is a tool of an MCP server that the gateway runs'),
  native: z.enum(nativeTools).optional().describe("it is a tool of the gateway's own, which nothing holds"),
  task: messageSchema.optional().describe('what a session is told that it spawns; the model answers it by `to`'),
  idOf: nameSchema.optional().describe('it gets the id of an earlier call, as the calls of two sessions may have it'),
  unknown: z.boolean().optional().describe('it is a tool that the gateway does not have'),
  wrong: z
    .enum(wrongArguments)
    .optional()
    .describe('what is wrong with its arguments: there are none, its texts are empty, or their types are others'),
})

/** Which message it answers, when that is not the newest of all. */
const addressee = {
  session: nameSchema.optional().describe('the session whose newest message it answers'),
  to: messageSchema.optional().describe('the message or the task it answers, by its words'),
}
const thinkingSchema = spokenSchema.optional().describe('what it thinks before it answers')
const endsSchema = z
  .enum(['whole', 'max-tokens', 'refusal'])
  .optional()
  .describe('how the reply ends: as it should, cut short by its limit of tokens, or as a refusal')
const tokensSchema = z.int().min(0).max(10_000_000).optional()
const usageSchema = z
  .strictObject({ input: tokensSchema, output: tokensSchema })
  .optional()
  .describe('how many tokens it is said to have cost, so that a gateway compacts; counted where nothing is said')
const againSchema = spokenSchema
  .optional()
  .describe('what it says instead when the gateway asks for it again after a broken delivery')
const goesOnSchema = spokenSchema
  .optional()
  .describe('what it says when the gateway keeps the part that it got of a broken delivery, and goes on from there')
const faultSchema = wireFaultSchema
  .optional()
  .describe('what goes wrong with its first delivery, or its first `times`, see mock-provider/README.md')

/** The model answers with several tool calls at once; it lands when the provider has written the reply, or broken it where told. */
export const modelCalls = defineStep({
  schema: z.strictObject({
    do: z.literal('model.calls'),
    calls: z.array(callSchema).min(1).max(32),
    text: spokenSchema.default('').describe('what it says before the calls'),
    ...addressee,
    thinking: thinkingSchema,
    ends: endsSchema,
    usage: usageSchema,
    fault: faultSchema,
  }),
  isFault: ({ fault, ends = 'whole' }) => fault !== undefined || ends !== 'whole',
  summary: ({ calls, ends, fault, ...step }) =>
    `model calls ${calls.map(callWords).join(', ')}${addressed(step)}${endWords(ends)}${brokenBy(fault)}`,
  needs: ({ calls, fault }) => [
    ...ofStream(fault),
    ...(calls.some(({ mcp }) => mcp) ? (['mcp'] as const) : []),
    ...(calls.some(({ native }) => native) ? (['own-tools'] as const) : []),
    ...(calls.some(({ timeoutSeconds }) => timeoutSeconds) ? (['tool-timeout'] as const) : []),
  ],
  enabled: onceAsked,
  perform: (step, stage) => deliver(stage, step),
  undo: (_, stage) => letGo(stage),
})

/** The model answers with text, or with nothing; it lands when the provider has written it, or broken it where told. */
export const modelSays = defineStep({
  schema: z.strictObject({
    do: z.literal('model.says'),
    text: spokenSchema.describe('what it says; it may be nothing'),
    ...addressee,
    thinking: thinkingSchema,
    ends: endsSchema,
    usage: usageSchema,
    again: againSchema,
    goesOn: goesOnSchema,
    fault: faultSchema,
  }),
  isFault: ({ fault, ends = 'whole', text }) => fault !== undefined || ends !== 'whole' || text === '',
  summary: ({ text, ends, fault, ...step }) =>
    `model says "${text}"${addressed(step)}${endWords(ends)}${brokenBy(fault)}`,
  needs: ({ fault }) => ofStream(fault),
  enabled: onceAsked,
  perform: (step, stage) => deliver(stage, step),
  undo: (_, stage) => letGo(stage),
})

/**
 * The model answers what the gateway asks it for itself, such as a summary or a title: the next such request is held until this step, and
 * those after it get their own or a plain text. It lands when the provider has written the answer, or broken it where told.
 */
export const modelSummarizes = defineStep({
  schema: z.strictObject({
    do: z.literal('model.summarizes'),
    text: spokenSchema.describe('what it answers'),
    fault: faultSchema,
  }),
  isFault: ({ fault, text }) => fault !== undefined || text === '',
  summary: ({ text, fault }) => `model summarizes: "${text}"${brokenBy(fault)}`,
  needs: ({ fault }) => ['model-summaries', ...ofStream(fault)],
  enabled: onceAsked,
  perform: (step, stage) => deliver(stage, step),
  undo: (_, stage) => letGo(stage),
})

/** The model has been asked for its next reply, and holds it until the step of that reply; nothing is done. */
export const modelThinks = defineStep({
  schema: z.strictObject({ do: z.literal('model.thinks'), ...addressee }),
  isFault: () => false,
  summary: (step) => `model thinks${addressed(step)}`,
  enabled: onceAsked,
  perform: async () => {},
})

function addressed({ session, to }: { session?: string | undefined; to?: string | undefined }): string {
  return `${to === undefined ? '' : ` to "${to}"`}${aside({ session })}`
}

const wrongWords: Readonly<Record<(typeof wrongArguments)[number], string>> = {
  none: 'without arguments',
  empty: 'with empty texts',
  types: 'with arguments of wrong types',
}

/** A call with what is unusual about it. */
function callWords({
  tool,
  mcp,
  native,
  task,
  timeoutSeconds,
  idOf,
  unknown,
  wrong,
}: z.infer<typeof callSchema>): string {
  const unusual = [
    ...(mcp ? ['of the MCP server'] : []),
    ...(native === undefined ? [] : [`the gateway's own ${native}${task === undefined ? '' : `: "${task}"`}`]),
    ...(timeoutSeconds === undefined ? [] : [`time-out ${timeoutSeconds} s`]),
    ...(idOf === undefined ? [] : [`with the id of ${idOf}`]),
    ...(unknown ? ['a tool that nobody has'] : []),
    ...(wrong === undefined ? [] : [wrongWords[wrong]]),
  ]
  return unusual.length === 0 ? tool : `${tool} (${unusual.join(', ')})`
}

function endWords(ends: z.infer<typeof endsSchema>): string {
  if (ends === 'max-tokens') return ', and runs out of tokens'
  return ends === 'refusal' ? ', and refuses to go on' : ''
}

/** A reply that comes in one piece cannot break in its middle. */
function ofStream(fault: WireFault | undefined): readonly 'streaming'[] {
  return fault !== undefined && isOfStream(fault) ? ['streaming'] : []
}

function brokenBy(fault: WireFault | undefined): string {
  return fault === undefined ? '' : `, and ${describeFault(fault)}`
}

/** Lets a reply go when the schedule is over: it is held and broken no more. */
function letGo({ provider, position }: Stage): void {
  const place = placeOf({ position })
  provider.mend(place)
  provider.release(place)
}

/** What of a step says how its reply is to be given. */
type Given = { readonly fault?: WireFault | undefined; readonly thinking?: string | undefined }

async function deliver({ record, provider, position }: Stage, step: Given): Promise<void> {
  const place = placeOf({ position })
  provider.release(place)
  await until(() => given(record.facts, place, step), record)
}

/** Whether a reply was given as it is to be: written to its end with its thinking, or broken where it is to be. */
function given(facts: Facts, place: Position, { fault, thinking = '' }: Given): Enabled {
  const requests = requestsAt(facts, place)
  const isGiven = ({ broke, replying, replied }: Request) =>
    fault === undefined ? replied?.end === 'complete' && (replying?.status ?? 400) < 400 : broke !== undefined
  const request = requests.find(isGiven)
  if (thinking !== '' && request?.replying?.withheld === 'thinking')
    return { never: 'the model did not think: the request did not ask for thinking' }
  if (request !== undefined) return 'now'
  const waitsFor = `the provider's reply to be ${fault === undefined ? 'written' : 'broken'}`
  return { waitsFor, doubt: requests.every(({ replied }) => replied !== undefined) ? lastEnd(requests) : undefined }
}

/** How the last delivery ended that was not as it was to be. */
function lastEnd(requests: readonly Request[]): string {
  const { asked, replying, replied } = requests.at(-1) ?? {}
  if (asked?.rejection)
    return `the provider rejected the request with ${asked.rejection.status}: ${asked.rejection.message}`
  if (replying !== undefined && replying.status >= 400)
    return `the provider refused the request with ${replying.status}`
  return replied?.end === 'complete'
    ? 'the reply was over before its fault'
    : 'the gateway hung up before the reply was over'
}
