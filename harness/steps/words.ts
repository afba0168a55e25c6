import { z } from 'zod'

/** The scenario's name of a gated tool or a session. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, 'a name has 1 to 20 letters, digits and dashes, and starts with a letter')

/** A text that a person or the model says. */
export const textSchema = z.string().min(1).max(2_000)

/** The session a step is about, when it is not the main one. */
export const sessionSchema = nameSchema.default('main')
