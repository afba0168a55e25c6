import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Entry } from '../record/entry.ts'
import { lostResult } from '../report/example.ts'
import { pageTemplate } from '../report/template.ts'
import { evilWords, hostileStage } from './hostile-stage.ts'
import { judge } from './judge.ts'
import { report } from './report.ts'

// built once for each state of its sources, which takes longer than a test may on a busy machine
beforeAll(pageTemplate, 60_000)

const stage = hostileStage()
const good = lostResult()
const kinds = new Map(good.map((entry, index) => [entry.kind as string, { entry, index }]))

/** What stands in a field instead of what belongs there. */
const values: readonly unknown[] = [
  undefined,
  null,
  -1,
  1e300,
  true,
  '',
  evilWords,
  'constructor',
  [],
  [null],
  {},
  { constructor: 1 },
]

/** A good record with one field of the entry at `index` changed, or a field more. */
function changed(entry: Entry, index: number, field: string, value: unknown): string {
  const entries: unknown[] = good.with(index, { ...entry, [field]: value } as Entry)
  return entries.map((one) => `${JSON.stringify(one)}\n`).join('')
}

test.each([...kinds.keys()])(
  'an entry %s with anything in any of its fields is refused, or does no harm',
  async (kind) => {
    const { entry, index } = kinds.get(kind) as { entry: Entry; index: number }
    const run = join(stage.theirs, 'run')
    mkdirSync(run)
    const counts = { refused: 0, harmless: 0 }
    for (const field of [...Object.keys(entry), 'added', '__proto__'])
      for (const value of values) {
        writeFileSync(join(run, 'record.jsonl'), changed(entry, index, field, value))
        const judged = await stage.came(() => judge.run([run]))
        // a page of one that is refused is not made, and of all others it takes long
        if (judged === 'harmless' && value === evilWords) await stage.came(() => report.run([run]))
        counts[judged]++
      }
    expect(counts.refused).toBeGreaterThan(0)
  },
)

test('enough is tried', () => {
  const fields = [...kinds.values()].flatMap(({ entry }) => [...Object.keys(entry), 'added', '__proto__'])
  expect(fields.length * values.length).toBeGreaterThan(1_000)
})
