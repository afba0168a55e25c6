import { z } from 'zod'
import type { Script } from './script.ts'
import { wireFaultSchema } from './wire-fault-schema.ts'

const callSchema = z.strictObject({
  tool: z.string().min(1).max(128),
  input: z.record(z.string(), z.unknown()).optional(),
  idOf: z.string().optional(),
  unknown: z.boolean().optional(),
})

const replySchema = z.strictObject({
  text: z.string().default(''),
  again: z.string().optional(),
  goesOn: z.string().optional(),
  thinking: z.string().optional(),
  calls: z.array(callSchema).max(128).default([]),
  ends: z.enum(['whole', 'max-tokens', 'refusal']).optional(),
  fault: wireFaultSchema.optional(),
})

/** A script as a file has it: user messages, told by a text they contain, and the replies to each. */
export const scriptSchema: z.ZodType<Script> = z.array(
  z.strictObject({ says: z.string().min(1), replies: z.array(replySchema).max(1_000) }),
)
