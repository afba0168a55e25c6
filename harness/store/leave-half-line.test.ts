import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { halfLine } from './half-line.ts'
import { leaveHalfLine } from './leave-half-line.ts'

const folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rm(folder, { recursive: true }))

test.each([
  ['with its end', 'first\nsecond\n'],
  ['without its end', 'first\nsecond'],
])('after a last line %s', async (_, text) => {
  const file = join(folder, 'session.jsonl')
  await writeFile(file, text)
  await leaveHalfLine(file)
  expect(await readFile(file, 'utf8')).toBe(`first\nsecond\n${halfLine}`)
})
