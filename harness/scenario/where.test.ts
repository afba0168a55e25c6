import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { load } from './load.ts'

const builders = resolve('harness/index.ts')

/** What is said of a file with this text. */
async function saidOf(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'where-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, name)
  await writeFile(file, text)
  const error = await load(file).catch((failed: Error) => failed)
  return error instanceof Error ? error.message.replaceAll(`${folder}/`, '') : 'nothing'
}

const start = `import { model, scenario, user } from '${builders}'\n`

test.each([
  [
    'a step that is not one',
    `${start}export default scenario({ title: 't',\n  steps: [model.call('a')] })`,
    'a.ts:3:17: model.call is not a function; did you mean model.calls or',
  ],
  [
    'a name that is not exported',
    `import { usr } from '${builders}'\nexport default usr`,
    /a\.ts:1:10: .*'usr'; did you mean user or/,
  ],
  [
    'a name that is not there',
    `${start}export default scenari({})`,
    'cannot load a.ts: scenari is not defined; did you mean scenario or',
  ],
  ['no TypeScript', `${start}const x = {\n  a: 1\n  b: 2 }`, 'a.ts:4:3: '],
  [
    'no default export',
    `${start}export const x = 1`,
    'a.ts is not a scenario: it has no default export; write: export default scenario({',
  ],
])('TypeScript with %s: the place, and the nearest names', async (_, text, says) => {
  expect(await saidOf('a.ts', text)).toMatch(typeof says === 'string' ? new RegExp(RegExp.escape(says)) : says)
})

test.each([
  ['a comma too many', '{ "title": "t",\n  "steps": [1,] }', 'a.json is not JSON: value expected (a.json:2:15)'],
  [
    'an unknown step',
    '{ "title": "t",\n  "steps": [{ "do": "user.say" }] }',
    'step 1: steps[0].do: unknown step "user.say"; did you mean user.says or',
  ],
  ['its place', '{ "title": "t",\n  "steps": [{ "do": "user.say" }] }', '(a.json:2:21)'],
  ['a field that is missing', '{ "title": "t", "steps": [\n  { "do": "user.says" }] }', '(a.json:2:3)'],
])('JSON with %s: the step from 1, the place, and the nearest names', async (_, text, says) => {
  expect(await saidOf('a.json', text)).toContain(says)
})
