import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isInUse, lastUse, markUse, removeUnused } from './cache-use.ts'

const module = fileURLToPath(new URL('./cache-use.ts', import.meta.url))
let root: string
let place: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  place = join(root, 'tiny@1.0.0')
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), '{}')
})
afterEach(() => rmSync(root, { recursive: true }))

test('what nobody uses is removed', async () => {
  expect(await removeUnused(place)).toBe(true)
  expect(readdirSync(root)).toEqual([])
})

test('what this process uses is not', async () => {
  expect(await markUse(place)).toBe(true)
  expect(await removeUnused(place)).toBe(false)
  expect(existsSync(join(place, 'package.json'))).toBe(true)
})

test('what another process uses is kept until that has ended, and its mark is swept by the next', async () => {
  const program = `import { markUse } from ${JSON.stringify(module)}; await markUse(${JSON.stringify(place)}); console.log('marked')`
  const args = ['--input-type=module', '-e', `${program}; process.stdin.resume()`]
  const other = execa(process.execPath, args, { stdin: 'pipe' })
  await new Promise((resolve) => other.stdout.once('data', resolve))
  expect(await isInUse(place)).toBe(true)
  expect(await removeUnused(place)).toBe(false)
  other.stdin.end()
  await other
  expect(await isInUse(place)).toBe(false)
  await markUse(place)
  expect(readdirSync(place).sort()).toEqual([`.used-by-${process.pid}`, 'package.json'])
})

test('a folder that is gone cannot be marked', async () => {
  expect(await markUse(join(root, 'gone'))).toBe(false)
})

test('the last use is the newest mark, or the install', async () => {
  const installed = new Date('2026-01-29T00:00:00Z')
  utimesSync(place, installed, installed)
  expect(await lastUse(place)).toEqual(installed)
  await markUse(place)
  expect((await lastUse(place)).getTime()).toBeGreaterThan(installed.getTime())
})
