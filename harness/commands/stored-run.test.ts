import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { atRest, record, turns } from '../record/example.ts'
import { writeRun } from '../report/example.ts'
import { readStoredRun } from './stored-run.ts'

const attempt = turns('u:hi', 'a+x').map((turn, n) => (n === 1 ? { ...turn, ended: 'error' as const } : turn))

/** What the store of a gateway is judged to be that holds an attempt which broke off. */
async function verdictOn(name: string, version: string) {
  const folder = await mkdtemp(join(tmpdir(), 'stored-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const started: EntryBody = {
    kind: 'run-started',
    ...{ run: 'r', scenario: { title: 'x', steps: [] }, gateway: { name, version }, api: 'anthropic-messages' },
    ...{ seed: 1, node: 'v20.0.0', platform: 'linux-x64' },
  }
  const stored: EntryBody = { kind: 'transcript-stored', session: 'main', source: 's', turns: attempt }
  await writeRun(folder, record(started, ...atRest, stored))
  const { claims } = (await readStoredRun(folder)).result
  return claims.find(({ claim }) => claim === 'stored-transcript-paired')?.verdict
}

test('a stored run is judged by what the driver of its gateway says of that version today', async () => {
  expect(await verdictOn('openclaw', '2026.7.1-2')).toBe('pass')
  expect(await verdictOn('openclaw', '2026.9.6')).toBe('fail')
})

test.each(['somebody-else', 'constructor'])('a gateway without a driver (%s) takes no liberties', async (name) => {
  expect(await verdictOn(name, '2026.7.1-2')).toBe('fail')
})
