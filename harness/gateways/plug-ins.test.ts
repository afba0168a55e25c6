import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import { conformance } from './conformance.ts'
import { plugIn, plugInsOf } from './plug-ins.ts'

/** The example of docs/your-own-gateway.md, in a folder outside of this project, where `gatecrash` is a package. */
const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
cpSync('docs/toy', folder, { recursive: true })
const own = join(folder, 'node_modules', 'gatecrash')
mkdirSync(own, { recursive: true })
writeFileSync(join(own, 'package.json'), JSON.stringify({ type: 'module', exports: { './driver': './driver.ts' } }))
symlinkSync(resolve('harness/gateways/driver-kit.ts'), join(own, 'driver.ts'))

function gatecrash(...words: string[]) {
  return execa(process.execPath, [resolve('harness/cli.ts'), ...words], {
    cwd: folder,
    reject: false,
    all: true,
    env: { NO_COLOR: '1' },
  })
}

describe('the example of the docs', async () => {
  const { driver } = await plugIn(pathToFileURL(join(folder, 'driver.ts')).href)
  conformance(driver)
})

test('a driver of the user’s own runs a scenario, and the command that repeats it names it', async () => {
  const { exitCode, all } = await gatecrash(
    'scenarios/sigkill-one-running.ts',
    '--driver',
    './driver.ts',
    '--seed',
    '1',
  )
  expect(all).toMatch(/^toy@1 through anthropic-messages, 1 scenario, seed 1/m)
  expect(all).toContain('repeat  npx gatecrash scenarios/sigkill-one-running.ts --gateway toy@1')
  expect(all).toContain('--driver ./driver.ts')
  // it stores a batch only when all of its tools have ended
  expect(all).toContain('✗ FINDING')
  expect(exitCode).toBe(1)
})

test('a package.json names drivers, and what cannot be imported, or is none, is told', async () => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ gatecrash: { drivers: ['./driver.ts'] } }))
  expect((await plugInsOf(folder, [])).map(({ driver }) => driver.name)).toEqual(['toy'])
  const stopped = await gatecrash('scenarios/stop-one-running.ts', '--gateway', 'toy', '--seed', '1')
  expect(stopped.all).toContain('1 passed')
  writeFileSync(join(folder, 'none.js'), 'export default { name: "none" }')
  await expect(plugInsOf(folder, ['./none.js'])).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('it lacks install, lacks, toolCaller, open, profile'),
  })
  await expect(plugInsOf(folder, ['no-such-package'])).rejects.toMatchObject({ code: 'USAGE' })
})
