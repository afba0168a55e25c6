import { z } from 'zod'
import type { EntryKind } from '../entry.ts'
import { clientSchemas } from './clients.ts'
import { count, type Schemas } from './fields.ts'
import { gatewaySchemas } from './gateway.ts'
import { providerSchemas } from './provider.ts'
import { runSchemas } from './run.ts'
import { storeSchemas } from './store.ts'
import { toolSchemas } from './tools.ts'

/** The schema of each kind of entry, without what every entry has. */
export const entrySchemas: Schemas<EntryKind> = {
  ...runSchemas,
  ...gatewaySchemas,
  ...clientSchemas,
  ...toolSchemas,
  ...providerSchemas,
  ...storeSchemas,
}

const numbered = z.object({ kind: z.string(), n: count, at: z.number() })

/** What is wrong with a value that should be an entry, in words; nothing when it is one. */
export function problemOfEntry(value: unknown): string | undefined {
  const common = numbered.safeParse(value)
  if (!common.success) return z.prettifyError(common.error)
  const { kind } = common.data
  if (!Object.hasOwn(entrySchemas, kind)) return `there is no kind of entry "${kind}"`
  const { error } = entrySchemas[kind as EntryKind].safeParse(value)
  return error === undefined ? undefined : z.prettifyError(error)
}
