import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chaos, folder } from '../chaos-command.ts'

test('--watch runs a scenario again each time its file is written, until Ctrl-C', async () => {
  expect((await chaos('new', 'mine.json')).exitCode).toBe(0)
  const file = join(folder, 'scenarios', 'mine.json')
  const running = chaos(file, '--gateway', 'reference', '--watch')
  let said = ''
  running.all.on('data', (chunk) => {
    said += chunk
  })
  const times = (words: string) => said.split(words).length - 1
  await expect.poll(() => times('watching 1 scenario file'), { timeout: 60_000 }).toBe(1)
  expect(times('1 of 1 passed')).toBe(1)
  writeFileSync(file, readFileSync(file, 'utf8').replace('"title": "', '"title": "once more: '))
  await expect.poll(() => times('watching 1 scenario file'), { timeout: 60_000 }).toBe(2)
  expect(said).toContain('mine.json has changed')
  expect(times('once more: ')).toBeGreaterThan(0)
  running.kill('SIGINT')
  expect((await running).exitCode).toBe(130)
})
