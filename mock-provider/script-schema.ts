import { z } from 'zod'
import { type Script, wrongArguments } from './script.ts'
import { whyNever } from './wire-fault.ts'
import { wireFaultSchema } from './wire-fault-schema.ts'

const tokens = z.int().min(0).max(10_000_000).optional()

const callSchema = z.strictObject({
  tool: z.string().min(1).max(128),
  input: z.record(z.string(), z.unknown()).optional(),
  idOf: z.string().optional(),
  unknown: z.boolean().optional(),
  wrong: z.enum(wrongArguments).optional(),
})

const replyFields = z.strictObject({
  text: z.string().default(''),
  again: z.string().optional(),
  goesOn: z.string().optional(),
  thinking: z.string().optional(),
  calls: z.array(callSchema).max(128).default([]),
  ends: z.enum(['whole', 'max-tokens', 'refusal']).optional(),
  usage: z.strictObject({ input: tokens, output: tokens }).optional(),
  fault: wireFaultSchema.optional(),
})

/** A fault whose instant cannot come would break nothing, and nobody would be told. */
const replySchema = replyFields.superRefine(({ text, calls, fault }, context) => {
  const never = fault && whyNever(fault, { text, calls: calls.map(({ tool }) => tool) })
  if (never !== undefined) context.addIssue({ code: 'custom', path: ['fault', ...never.path], message: never.message })
})

/** A script as a file has it: user messages, told by a text they contain, and the replies to each. */
export const scriptSchema: z.ZodType<Script> = z.array(
  z.strictObject({ says: z.string().min(1), replies: z.array(replySchema).max(1_000) }),
)
