import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { chaos, folder, latest, tmp } from '../chaos-command.ts'
import type { Expectation } from '../expectations/expectations.ts'
import type { Report } from '../report/json.ts'
import type { Matrix } from '../report/matrix.ts'

const read = (name: string) => JSON.parse(readFileSync(latest(name), 'utf8'))
const scenario = 'scenarios/stop-one-running.ts'
const both = 'reference@0.1.0,reference@stop-hides-results'

describe('several versions', () => {
  test('are run one after another, and shown as a matrix in the terminal, as Markdown and as JSON', async () => {
    const { exitCode, all } = await chaos('stop-one-running', 'tool-hangs', '--gateway', both, '--seed', '1')
    expect(exitCode).toBe(1)
    expect(all).toMatch(/stop-one-running +✓ +✗\ntool-hangs-past-timeout +✓ +✓\n/)
    const reports: Report[] = read('report.json')
    expect(reports.map(({ gateway, verdict }) => `${gateway} ${verdict}`)).toEqual([
      'reference@0.1.0 pass',
      'reference@stop-hides-results fail',
    ])
    const matrix: Matrix = read('matrix.json')
    expect(matrix.rows.map(({ cells }) => cells.map(({ standing }) => standing))).toEqual([
      ['pass', 'fail'],
      ['pass', 'pass'],
    ])
    expect(readFileSync(latest('matrix.md'), 'utf8')).toContain('| `stop-one-running` | ✓ | **✗** |')
  })

  test('one that cannot be installed is told, and the others still run', async () => {
    const gateways = 'reference@no-such-bug,reference@0.1.0'
    const { exitCode, all } = await chaos('stop-one-running', '--gateway', gateways)
    expect(exitCode).toBe(255)
    expect(all).toContain('there is no reference@no-such-bug')
    expect(all).toContain('reference@0.1.0: 1 of 1 passed')
  })
})

describe('expectations', () => {
  const list = () => join(tmp, 'expectations.json')
  const run = (gateway: string, ...words: string[]) =>
    chaos('stop-one-running', '--gateway', gateway, '--expectations', list(), ...words)
  const listed: Expectation = { scenario, claim: 'results-kept', versions: 'stop-hides-results', issue: 'a/b#1' }

  test('a finding that is not listed is red, and --update-expectations lists it without an issue', async () => {
    writeFileSync(list(), '[]')
    expect((await run(both)).exitCode).toBe(1)
    const { all, exitCode } = await run(both, '--update-expectations')
    expect(all).toContain(
      'without an issue or a note: results-kept in scenarios/stop-one-running.ts on stop-hides-results',
    )
    expect(exitCode).toBe(0)
    expect(JSON.parse(readFileSync(list(), 'utf8'))).toEqual([{ ...listed, issue: null }])
  })

  test('one that is listed is shown with its issue, and is not red', async () => {
    writeFileSync(list(), JSON.stringify([listed]))
    const { exitCode, all } = await run(both)
    expect(all).toMatch(/✗ known +\/stop while one of three/)
    expect(all).toContain('results-kept (known, a/b#1)')
    expect(all).toContain('reference@stop-hides-results: nothing new: 0 of 1 passed, 1 fails in 1 known way')
    expect(exitCode).toBe(0)
    expect((await run(both, '--no-expectations')).exitCode).toBe(1)
  })

  test('one that is listed and gone is red, until the list is rewritten', async () => {
    writeFileSync(list(), JSON.stringify([{ ...listed, versions: '>=0.1.0' }]))
    const { exitCode, all } = await run('reference@0.1.0')
    expect(all).toMatch(/! GONE +\/stop while one of three/)
    expect(all).toContain('results-kept: known, a/b#1: expected to fail on >=0.1.0, but it passed')
    expect(exitCode).toBe(1)
    await run('reference@0.1.0', '--update-expectations')
    expect(JSON.parse(readFileSync(list(), 'utf8'))).toEqual([])
  })
})

test('shards of several machines are merged into the report that one machine would have written', async () => {
  await rm(join(folder, 'reports/blobs'), { recursive: true, force: true })
  const words = ['stop-one-running', 'tool-hangs', 'sigkill-one', '--gateway', both, '--seed', '1']
  await chaos(...words)
  const told = (reports: Report[]) =>
    reports.map(({ gateway, api, seed, verdict, scenarios }) => ({
      ...{ gateway, api, seed, verdict },
      scenarios: scenarios.map((result) => `${result.file} ${result.verdict}`).sort(),
    }))
  const alone = told(read('report.json'))
  for (const shard of ['1/2', '2/2']) {
    const { all } = await chaos(...words, `--shard=${shard}`, '--reporter=blob')
    expect(all).toMatch(/reference@0\.1\.0: [12] of [12] passed/)
  }
  const { exitCode } = await chaos('merge', 'reports/blobs')
  expect(exitCode).toBe(1)
  expect(told(read('report.json'))).toEqual(alone)
  expect(alone.map(({ scenarios }) => scenarios.length)).toEqual([3, 3])
})

describe('bisect', () => {
  const versions = '0.1.0,statements-false,result-cut-short,stop-hides-results'

  test('finds the first version that changed, and the commands that show it', async () => {
    const ends = ['--good', 'reference@0.1.0', '--bad', 'reference@stop-hides-results']
    const only = ['--claim', 'results-kept', '--repeat', '1', '--versions', versions]
    const { all, exitCode } = await chaos('bisect', 'stop-one-running', ...ends, ...only)
    expect(all).toMatch(/^statements-false +unknown +there is no reference@statements-false/m)
    expect(all).toContain('first changed in reference@result-cut-short: bad, after 0.1.0: good')
    expect(all).toContain('nothing is known of statements-false between them')
    expect(all).toContain(
      `npx gatecrash ${scenario} --gateway reference@result-cut-short --api anthropic-messages --seed 1`,
    )
    expect(exitCode).toBe(0)
  })

  test('says so when there is no change to look for', async () => {
    const ends = ['--good', 'reference@0.1.0', '--bad', 'reference@result-cut-short']
    const words = ['tool-hangs', ...ends, '--claim', 'session-live', '--repeat', '1', '--versions', versions]
    const { all, exitCode } = await chaos('bisect', ...words)
    expect(all).toContain('no change to look for: 0.1.0 is good, and result-cut-short is good')
    expect(exitCode).toBe(2)
  })
})

test.each([
  ['a list and --matrix', ['--matrix', '--gateway', 'reference'], '--matrix has a list of its own'],
  ['bisect without its ends', ['bisect', 'stop-one-running'], 'bisect needs one scenario, --good and --bad'],
  ['bisect of several scenarios', ['bisect', 'stop', '--good', '1', '--bad', '2'], '"stop" is several'],
  ['an end that is no version', ['bisect', 'stop-one', '--good', '1', '--bad', '2', '--versions', '1'], '2 is none of'],
  ['pruning nothing', ['cache', 'prune'], 'cache prune needs names'],
  ['merging what is not there', ['merge', '/nowhere'], 'there is no /nowhere'],
])('%s is refused', async (_, words, message) => {
  const { exitCode, all } = await chaos(...words)
  expect(all).toContain(message)
  expect(exitCode).toBe(254)
})

test('cache lists what is installed, and prunes it, but not what is in use', async () => {
  const env = { GATECRASH_CACHE: join(tmp, 'cache'), NO_COLOR: '1' }
  const cache = (...words: string[]) =>
    execa(process.execPath, ['harness/cli.ts', 'cache', ...words], { reject: false, all: true, env })
  const place = (version: string) => join(tmp, 'cache', `tiny@${version}`)
  for (const version of ['1.0.0', '2.0.0']) {
    await execa('mkdir', ['-p', place(version)])
    writeFileSync(join(place(version), 'package.json'), '{}')
  }
  writeFileSync(join(place('2.0.0'), `.used-by-${process.pid}`), '')
  expect((await cache()).all).toMatch(/tiny@2\.0\.0 +0\.0 GB +in use\ntiny@1\.0\.0 +0\.0 GB +used 2/)
  const { all } = await cache('prune', '--keep', '0')
  expect(all).toContain('kept tiny@2.0.0: a running harness uses it')
  expect([existsSync(place('1.0.0')), existsSync(place('2.0.0'))]).toEqual([false, true])
})
