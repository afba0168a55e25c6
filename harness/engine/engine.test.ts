import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The source of what the package exports under a name. */
function sourceOf(name: '.' | './engine'): string {
  const built = manifest.exports[name].default
  return new URL(`../../${built.replace('./dist/', '').replace(/\.js$/, '.ts')}`, import.meta.url).href
}

test('the program in docs/engine.md runs, and prints what it is said to', async () => {
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('docs/engine.md', 'utf8')) ?? []
  const file = join(folder, 'program.mts')
  writeFileSync(
    file,
    program.replace("'gatecrash/engine'", `'${sourceOf('./engine')}'`).replace("'gatecrash'", `'${sourceOf('.')}'`),
  )
  const { stdout } = await execa(process.execPath, [file], { cwd: folder })
  expect(stdout.split('\n')).toEqual(['pass [] []', 'true'])
})
