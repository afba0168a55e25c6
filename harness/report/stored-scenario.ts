import { z } from 'zod'
import { HarnessError } from '../errors.ts'
import type { EntryOf } from '../record/entry.ts'

const schema = z.object({ title: z.string(), issue: z.string().optional() })

/** What a record tells of the scenario it is of, whatever version wrote it. */
export type StoredScenario = z.infer<typeof schema>

/**
 * Reads it from the entry that a record begins with. A record of live traffic is of none.
 * @throws HarnessError BAD_RECORD when there is something else in its place
 */
export function storedScenario({ scenario }: EntryOf<'run-started'>): StoredScenario {
  if (scenario === undefined) return { title: 'live traffic' }
  const parsed = schema.safeParse(scenario)
  if (parsed.success) return parsed.data
  throw new HarnessError('BAD_RECORD', `the record tells of no scenario:\n${z.prettifyError(parsed.error)}`)
}
