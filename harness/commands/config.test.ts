import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseArguments } from './arguments.ts'
import { readConfig, withConfig } from './config.ts'

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'config-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test('a folder without a configuration has none', async () => {
  expect(await readConfig(await folderWith({}))).toEqual({})
})

test('it is JSON, or a module of your own', async () => {
  const config = { gateway: 'reference', scenarios: ['stop'] }
  expect(await readConfig(await folderWith({ 'gatecrash.config.json': JSON.stringify(config) }))).toEqual(config)
  const text = `export default ${JSON.stringify(config)}`
  expect(await readConfig(await folderWith({ 'gatecrash.config.js': text }))).toEqual(config)
})

test.each([
  [
    'a field that is not known',
    { 'gatecrash.config.json': '{"gatway": "x"}' },
    /gatecrash\.config\.json is wrong:[\s\S]*gatway/,
  ],
  ['no JSON', { 'gatecrash.config.json': '{' }, /gatecrash\.config\.json cannot be read/],
  ['two of them', { 'gatecrash.config.json': '{}', 'gatecrash.config.js': '' }, /keep one/],
])('%s is refused', async (_, files, says) => {
  await expect(readConfig(await folderWith(files as Record<string, string>))).rejects.toThrow(says)
})

test('the command line has the last word', () => {
  const config = { gateway: 'reference', drivers: ['./mine.ts'], api: 'openai-responses' }
  expect(parseArguments(withConfig(config, []))).toMatchObject({
    gateways: ['reference'],
    drivers: ['./mine.ts'],
    api: 'openai-responses',
  })
  const asked = parseArguments(withConfig(config, ['--gateway=pi', '--driver', './other.ts']))
  expect(asked).toMatchObject({ gateways: ['pi'], drivers: ['./other.ts'], api: undefined })
})
