import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { generationOf, unknownPage } from './generations.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function pageHolding(...words: readonly string[]): void {
  const assets = join(folder, 'dist', 'control-ui', 'assets')
  mkdirSync(assets, { recursive: true })
  words.forEach((word, index) => void writeFileSync(join(assets, `${index}.js`), `x('${word}')`))
}

test.each([
  ['2026.1.29', '2026.1.29'],
  ['2026.3.2', '2026.1.29'],
  ['2026.4.14', '2026.4.0'],
  ['2026.7.1-2', '2026.4.0'],
  ['2026.9.6', '2026.8.0'],
  ['2027.1.1', '2026.8.0'],
])('%s has the page known since %s', (version, since) => {
  expect(generationOf(version).since).toBe(since)
})

test('a page with all its marks is known', () => {
  pageHolding(...generationOf('2026.9.6').marks)
  expect(unknownPage('2026.9.6', folder)).toBeUndefined()
})

test('a page that has changed is said to have, in one sentence with what is missing and where to mend it', () => {
  pageHolding(...generationOf('2026.9.6').marks.filter((mark) => mark !== 'Stop generating'))
  const why = unknownPage('2026.9.6', folder)
  expect(why).toContain('is not the one known since 2026.8.0: it has no Stop generating')
  expect(why).toContain('control-ui/generation-3.ts')
})

test('a version without a page is said to have none', () => {
  expect(unknownPage('2026.9.6', folder)).toBe('openclaw 2026.9.6 has no Control UI')
})
