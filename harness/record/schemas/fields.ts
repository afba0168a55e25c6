import { z } from 'zod'
import type { Turn } from '../../transcript/transcript.ts'
import type { EntryBody, EntryKind, Rejection } from '../entry.ts'

/** The schema of one kind of entry; the compiler holds it to the type of the entry. */
export type SchemaOf<K extends EntryKind> = z.ZodType<Extract<EntryBody, { kind: K }>>

/** Schemas for some kinds of entries. */
export type Schemas<K extends EntryKind> = { readonly [Kind in K]: SchemaOf<Kind> }

/** A whole number from 0. */
export const count: z.ZodInt = z.int().min(0)

/** Something that may be left out. */
export function maybe<T extends z.ZodType>(schema: T): z.ZodExactOptional<T> {
  return z.exactOptional(schema)
}

const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('call'), id: z.string(), name: z.string(), input: z.unknown() }),
  z.object({ type: z.literal('result'), id: z.string(), text: z.string(), error: z.boolean() }),
  z.object({ type: z.literal('other'), name: z.string() }),
])

/** A conversation. */
export const turns: z.ZodType<readonly Turn[]> = z
  .array(
    z.object({
      role: z.enum(['user', 'assistant']),
      blocks: z.array(block),
      at: z.string(),
      ended: maybe(z.enum(['error', 'aborted'])),
    }),
  )
  .readonly()

/** A rejection in the provider's words. */
export const rejection: z.ZodType<Rejection> = z.looseObject({
  status: z.int(),
  type: z.string(),
  message: z.string(),
  param: maybe(z.string().nullable()),
  code: maybe(z.string().nullable()),
})
