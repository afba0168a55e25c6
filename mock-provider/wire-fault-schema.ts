import { z } from 'zod'
import type { FailureName } from './failure.ts'
import { anthropicFailures } from './failures/anthropic-messages.ts'
import type { WireFault } from './wire-fault.ts'

const partSchema = z.strictObject({
  call: z.string().min(1).max(128),
  after: z.enum(['start', 'input', 'end']),
  nth: z.int().min(1).max(4).default(1),
})
const instantSchema = z.union([
  partSchema,
  z.strictObject({ text: z.enum(['middle', 'end']) }),
  z.strictObject({ write: z.int().min(0).max(1_000) }),
])
const failureSchema = z.enum(Object.keys(anthropicFailures) as [FailureName, ...FailureName[]])
/** Shorter than a run is waited for to come to rest, so that a gateway which waits as it is told is not taken for stuck. */
const waitSchema = z.int().min(1).max(20_000)

/** How many deliveries it breaks, one after another; one where nothing is said. */
const repeats = { times: z.int().min(1).max(100).optional() }

/** A fault on the wire as a scenario file has it. */
export const wireFaultSchema: z.ZodType<WireFault> = z.discriminatedUnion('kind', [
  z.strictObject({ ...repeats, kind: z.literal('cut'), by: z.enum(['fin', 'rst']).default('fin'), at: instantSchema }),
  z.strictObject({ ...repeats, kind: z.literal('stall'), pings: z.boolean().default(false), at: instantSchema }),
  z.strictObject({ ...repeats, kind: z.literal('pause'), ms: waitSchema, at: instantSchema }),
  z.strictObject({ ...repeats, kind: z.literal('trickle'), bytes: z.int().min(1).max(10_000), everyMs: waitSchema }),
  z.strictObject({ ...repeats, kind: z.literal('late'), ms: waitSchema }),
  z.strictObject({ ...repeats, kind: z.literal('truncated-json'), at: instantSchema }),
  z.strictObject({ ...repeats, kind: z.literal('repeated'), at: instantSchema }),
  z.strictObject({ ...repeats, kind: z.literal('no-end') }),
  z.strictObject({ ...repeats, kind: z.literal('page') }),
  z.strictObject({ ...repeats, kind: z.literal('stream-error'), failure: failureSchema, at: instantSchema }),
  z.strictObject({
    ...repeats,
    kind: z.literal('status'),
    failure: failureSchema,
    retryAfterSeconds: z.int().min(0).max(20).optional(),
    missing: z.enum(['call', 'result']).optional(),
  }),
])
