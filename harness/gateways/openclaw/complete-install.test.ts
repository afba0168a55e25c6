import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { completeInstall } from './complete-install.ts'

let root: string
let folder: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  folder = join(root, 'node_modules', 'openclaw')
  mkdirSync(folder, { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true }))

const pending = () => join(folder, '.openclaw-lifecycle-pending')

function hasLauncher(script: string): void {
  writeFileSync(pending(), 'pending\n')
  writeFileSync(join(folder, 'openclaw.mjs'), script)
}

test('the launcher may complete its package before that counts as installed', async () => {
  hasLauncher("import { rmSync } from 'node:fs'; rmSync(new URL('.openclaw-lifecycle-pending', import.meta.url))")
  await completeInstall(folder, process.execPath, () => {})
  expect(existsSync(pending())).toBe(false)
})

test('a launcher that does not is told of with what it said', async () => {
  hasLauncher("console.error('not today')")
  await expect(completeInstall(folder, process.execPath, () => {})).rejects.toMatchObject({
    code: 'INSTALL_FAILED',
    message: expect.stringContaining('not today'),
  })
})

test('an older package has nothing to complete, and is not started', async () => {
  writeFileSync(join(folder, 'openclaw.mjs'), "import { writeFileSync } from 'node:fs'; writeFileSync('started', '')")
  await completeInstall(folder, process.execPath, () => {})
  expect(existsSync(join(root, 'started'))).toBe(false)
})
