import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'

const cwd = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const doctor = (env: Record<string, string> = {}) =>
  execa(process.execPath, [resolve('harness/cli.ts'), 'doctor'], { cwd, env, reject: false, all: true })

test('says what is there', async () => {
  const { all, exitCode } = await doctor()
  for (const name of ['✓ Node', '✓ folders', ' box', ' browser', ' Docker']) expect(all).toContain(name)
  expect(all).toContain('Scenarios can run.')
  expect(exitCode).toBe(0)
})

test('says what is missing, and what to do', async () => {
  writeFileSync(join(cwd, 'file'), '')
  const { all, exitCode } = await doctor({ GATECRASH_CACHE: join(cwd, 'file') })
  expect(all).toContain('✗ folders')
  expect(all).toContain('set GATECRASH_CACHE')
  expect(exitCode).toBe(254)
})
