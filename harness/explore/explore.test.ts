import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reference } from '../gateways/reference/driver.ts'
import { explore } from './explore.ts'
import { faults } from './faults.ts'
import type { MapCell, SafeMap } from './map.ts'
import { wholeMap } from './shard.ts'

const slow = 120_000

async function exploring(version: string, fault: string) {
  const out = await mkdtemp(join(tmpdir(), 'explore-'))
  onTestFinished(() => rm(out, { recursive: true }))
  const installed = await reference.install(version, () => {})
  return (known?: SafeMap) =>
    explore({
      ...{ driver: reference, installed, api: 'anthropic-messages', seed: 1, out, known },
      ...{ tools: 1, faults: faults.filter(({ name }) => name === fault), budgetMs: 60_000 },
      ...{ width: 8, batch: 24, lanes: 2, draws: false, untilFinding: true, shard: wholeMap },
      ...{ builders: 'gatecrash', told: async () => {} },
    }).then(async (map) => ({ map, runs: existsSync(join(out, 'runs')) ? await readdir(join(out, 'runs')) : [] }))
}

test('a map that is whole is drawn again without a run', { timeout: slow }, async () => {
  const draw = await exploring(reference.defaultVersion, 'client cut')
  const first = await draw()
  expect(first.map.cells.filter(({ state }) => state.is === 'green')).not.toEqual([])
  const again = await draw(first.map)
  expect(again.runs).toEqual(first.runs)
  expect(again.map.cells).toEqual(first.map.cells)
})

test('what had failed beside others when the time was over is tried alone the next time', {
  timeout: slow,
}, async () => {
  const draw = await exploring('killed-tool-said-done', '/stop')
  const { map } = await draw()
  const [finding] = map.findings
  if (finding === undefined) throw new Error('the planted bug was not found')
  const { claim, says, key } = finding
  const cut = (cell: MapCell): MapCell =>
    cell.state.is === 'red'
      ? { ...cell, state: { is: 'unknown', why: '', failed: { cause: { claim, says, key }, alone: false } } }
      : cell
  const again = await draw({ ...map, findings: [], cells: map.cells.map(cut) })
  expect(again.map.cells.filter(({ state }) => state.is === 'red')).not.toEqual([])
  expect(again.map.findings).toMatchObject([{ claim, says, key }])
})

test('a finding of a map that is older than what is told alike today is no second one', { timeout: slow }, async () => {
  const draw = await exploring('killed-tool-said-done', '/stop')
  const { map } = await draw()
  const findings = map.findings.map((finding) => ({ ...finding, key: 'as it was told before' }))
  const anew = (cell: MapCell): MapCell => (cell.state.is === 'red' ? { ...cell, state: { is: 'untried' } } : cell)
  const again = await draw({ ...map, findings, cells: map.cells.map(anew) })
  expect(again.map.findings.map(({ key }) => key)).toEqual(map.findings.map(({ key }) => key))
})

test('what goes wrong only where there is another session is found beside one', { timeout: slow }, async () => {
  const draw = await exploring('restart-resumes-one-session', 'SIGKILL')
  const { map } = await draw()
  expect(map.findings).toMatchObject([{ failed: 1, runs: 1 }])
  expect(map.findings[0]?.steps[0]).toContain('in session another')
})

test('a refused key is put beside another session, which must not be refused', { timeout: slow }, async () => {
  const draw = await exploring('expired-key-locks-all', 'key refused')
  const { map } = await draw()
  expect(map.findings).toMatchObject([{ claim: 'auth-contained' }])
})
