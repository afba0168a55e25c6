import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { HarnessError, messageOf } from '../errors.ts'
import type { SafeMap } from './map.ts'

const count = z.int().min(0)
const claim = z.string().regex(/^[a-z0-9-]+$/)
const cause = z.strictObject({ claim, says: z.string(), key: z.string() })
const failed = z.strictObject({ cause, alone: z.boolean() })
const state = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('green'), runs: count }),
  z.strictObject({ is: z.literal('red'), finding: count, failed: count, runs: count }),
  z.strictObject({ is: z.literal('not'), why: z.string() }),
  z.strictObject({ is: z.literal('same'), instant: z.string(), fault: z.string() }),
  z.strictObject({ is: z.literal('unknown'), why: z.string(), failed: failed.optional() }),
  z.strictObject({ is: z.literal('untried') }),
])
const finding = z.strictObject({
  number: count,
  claim,
  says: z.string(),
  key: z.string(),
  failed: count,
  runs: count,
  seen: z.string(),
  steps: z.array(z.string()),
  scenario: z.string().optional(),
  repro: z.string().optional(),
  trackRecord: z.string().optional(),
  search: z.array(z.string()),
})
const map = z.strictObject({
  gateway: z.string(),
  api: z.string(),
  seed: count,
  title: z.string(),
  instants: z.array(z.string()),
  faults: z.array(z.string()),
  cells: z.array(z.strictObject({ instant: z.string(), fault: z.string(), state })),
  findings: z.array(finding),
  unconfirmed: z.array(z.strictObject({ key: z.string(), seen: z.string() })),
  drawn: z.strictObject({ schedules: count, passed: count, pairs: z.record(z.string(), count) }),
  ms: z.number(),
  verdicts: count,
})

/** A stored map, which may come from a stranger. @throws HarnessError USAGE when the file cannot be read or holds something else */
export async function readMap(file: string): Promise<SafeMap> {
  try {
    return map.parse(JSON.parse(await readFile(file, 'utf8'))) as SafeMap
  } catch (error) {
    throw new HarnessError('USAGE', `${file} is no map of explore: ${messageOf(error).split('\n', 1)[0]}`)
  }
}
