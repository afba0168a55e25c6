import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cutLastLine } from './cut-last-line.ts'

const folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rm(folder, { recursive: true }))

test.each([
  ['a last line that has its end', 'first\nüsecond\n', 'first\nüse'],
  ['a last line without its end', 'first\nsecond', 'first\nsec'],
  ['a single line', 'only\n', 'on'],
])('%s is cut in its middle', async (_, text, left) => {
  const file = join(folder, 'session.jsonl')
  await writeFile(file, text)
  await cutLastLine(file)
  expect(await readFile(file, 'utf8')).toBe(left)
})
