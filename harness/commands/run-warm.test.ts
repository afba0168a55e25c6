import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chaos, readReport, tmp } from '../chaos-command.ts'
import { readRecord } from '../record/record.ts'

/** The scenarios of the last report by their files. */
function reported() {
  return Object.fromEntries(readReport().scenarios.map((one) => [one.file.replace(/^.*scenarios\//, ''), one]))
}

test('--warm plays on one gateway what leaves its process alone or kills it alike, and the rest on gateways of their own', async () => {
  const { all, exitCode } = await chaos(
    ...['stop-one-running', 'message-during-batch', 'sigkill-one-running', 'key-expired', '--warm'],
    ...['--gateway', 'reference'],
  )
  expect(all).toContain('3 of 4 scenarios needed no gateway of their own')
  expect(exitCode).toBe(0)
  const { 'key-expired.ts': alone, ...others } = reported()
  expect(alone).toMatchObject({ verdict: 'pass' })
  expect(alone?.warm).toBeUndefined()
  expect(Object.values(others).map(({ verdict, warm }) => ({ verdict, warm }))).toEqual(
    Array(3).fill({ verdict: 'pass', warm: true }),
  )
  const record = readRecord(join(others['stop-one-running.ts']?.folder ?? '', 'record.jsonl'))
  expect(record[0]).toMatchObject({ kind: 'run-started', scenario: { title: expect.stringContaining('/stop') } })
  expect(record.filter(({ kind }) => kind === 'step-landed')).toHaveLength(8)
})

test('what --warm finds is run alone, and only that counts', async () => {
  const { all, exitCode } = await chaos(
    ...['stop-one-running', 'message-during-batch', '--warm', '--gateway', 'reference@stop-hides-results'],
  )
  expect(exitCode).toBe(1)
  expect(all).toContain('FINDING')
  const { 'stop-one-running.ts': found, 'message-during-batch.ts': passed } = reported()
  expect(found).toMatchObject({ verdict: 'fail' })
  expect(found?.warm).toBeUndefined()
  expect(existsSync(join(found?.folder ?? '', 'repro.json'))).toBe(true)
  expect(passed).toMatchObject({ verdict: 'pass', warm: true })
})

test('Ctrl-C in the middle of it is no crash, and nothing is left', async () => {
  const running = chaos('stop-one-running', 'message-during-batch', '--warm', '--gateway', 'reference')
  const [record] = await expect
    .poll(() => globSync(join(tmp, 'gatecrash-here-*/kept/record.jsonl')), { interval: 5 })
    .toHaveLength(1)
    .then(() => globSync(join(tmp, 'gatecrash-here-*/kept/record.jsonl')))
  await expect.poll(() => readFileSync(record ?? '', 'utf8'), { interval: 5 }).toContain('gateway-ready')
  running.kill('SIGINT')
  const { exitCode, all } = await running
  expect(all).toMatch(/SIGINT: stopping and cleaning up$/)
  expect(exitCode).toBe(130)
  expect(globSync(join(tmp, 'gatecrash-*'))).toEqual([])
})

test.each([
  ['--times', '2'],
  ['--aftermath', 'restart'],
  ['--shard', '1/2'],
])('--warm is refused beside %s, which needs a gateway for each', async (...words) => {
  const { all, exitCode } = await chaos('stop-one-running', '--warm', '--gateway', 'reference', ...words)
  expect(all).toContain(`--warm plays scenarios side by side on one gateway, and ${words[0]}`)
  expect(exitCode).toBe(254)
})
