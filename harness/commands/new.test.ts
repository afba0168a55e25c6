import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import { loadScenarios } from '../scenario/load.ts'
import { commands } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
symlinkSync(resolve('harness'), join(folder, 'harness'))

function chaos(...words: string[]) {
  return execa(process.execPath, [resolve('harness/cli.ts'), ...words], { reject: false, all: true, cwd: folder })
}

test('a new scenario is one that runs, in TypeScript and in JSON alike, and is never written over', async () => {
  const written = await chaos('new', 'mine/first-try')
  expect(written.all).toContain('npm run chaos -- scenarios/mine/first-try.ts')
  await chaos('new', 'mine/first-try.json')
  const file = join(folder, 'scenarios/mine/first-try')
  const [scenario] = await loadScenarios(`${file}.ts`)
  expect(scenario).toMatchObject({ title: 'first try' })
  expect(await loadScenarios(`${file}.json`)).toEqual([scenario])
  const schema = JSON.parse(readFileSync(`${file}.json`, 'utf8')).$schema
  expect(schema).toBe('../../docs/scenario.schema.json')

  const again = await chaos('new', 'mine/first-try')
  expect(again.all).toContain('it is there already; choose another name')
  expect(again.exitCode).toBe(254)
  const run = await chaos('mine/first-try.json', '--gateway', 'reference')
  expect(run.all).toContain('✓ pass')
  expect((await chaos('explain', `${file}.ts`)).all).toContain('! 5. The gateway receives SIGTERM.')
})

test.each(['', '../x', '/etc/x', 'a/../b', 'a.mjs', '.ts', '-x', 'a//b', '$(x)'])('%j is no name', async (name) => {
  await expect(commands.new?.run([name])).rejects.toThrow('give one name in lower case')
  expect(existsSync('scenarios/x.ts')).toBe(false)
})
