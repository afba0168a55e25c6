import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunJudgement } from '../oracles/judge.ts'
import type { Verdict } from '../oracles/judgement.ts'
import {
  compare,
  type Expectation,
  expectationsFile,
  expectedOf,
  newsOf,
  readExpectations,
  unexplained,
  writeExpectations,
} from './expectations.ts'

const scenario = 'scenarios/stop-one-running.ts'
const known: Expectation = {
  scenario,
  claim: 'results-kept',
  versions: '>=2026.9.2',
  issue: 'openclaw/openclaw#116379',
}

function judged(verdict: Verdict, claims: Readonly<Record<string, Verdict>>, missed: string[] = []): RunJudgement {
  const each = Object.entries(claims).map(([claim, of]) => ({ claim, verdict: of, findings: [], why: '' }))
  return { verdict, missed, claims: each }
}

/** What a run comes to, and what of it is known, new or gone. */
function standing(
  run: RunJudgement,
  expected: readonly Expectation[],
): [Verdict, string[], readonly string[], string[]] {
  const comparison = compare(scenario, run, expected)
  const claims = (some: readonly Expectation[]) => some.map(({ claim }) => claim)
  return [newsOf(run.verdict, comparison), claims(comparison.known), comparison.unlisted, claims(comparison.gone)]
}

describe('a run beside what was expected of it', () => {
  const found = judged('fail', { 'results-kept': 'fail', 'session-live': 'pass' })
  const clean = judged('pass', { 'results-kept': 'pass', 'session-live': 'pass' })

  test.each<[string, RunJudgement, Expectation[], ReturnType<typeof standing>]>([
    ['a listed finding that shows is no news', found, [known], ['pass', ['results-kept'], [], []]],
    ['one that is not listed is', found, [], ['fail', [], ['results-kept'], []]],
    [
      'one that is listed for another scenario is',
      found,
      [{ ...known, scenario: 'b' }],
      ['fail', [], ['results-kept'], []],
    ],
    ['one that is listed and gone is, too', clean, [known], ['fail', [], [], ['results-kept']]],
    ['but not when it comes and goes', clean, [{ ...known, sometimes: 'a race' }], ['pass', [], [], []]],
    ['nothing found and nothing listed', clean, [], ['pass', [], [], []]],
    [
      'a known one beside a new one is red',
      judged('fail', { 'results-kept': 'fail', 'session-live': 'fail' }),
      [known],
      ['fail', ['results-kept'], ['session-live'], []],
    ],
    [
      'what the record does not tell is not gone',
      judged('inconclusive', { 'results-kept': 'inconclusive' }),
      [known],
      ['inconclusive', [], [], []],
    ],
    [
      'nor is what a fault would have shown that did not land',
      judged('inconclusive', { 'results-kept': 'pass' }, ['tool c is killed']),
      [known],
      ['inconclusive', [], [], []],
    ],
  ])('%s', (_, run, expected, wanted) => {
    expect(standing(run, expected)).toEqual(wanted)
  })

  test('without expectations a verdict is what it is', () => {
    expect(newsOf('fail', undefined)).toBe('fail')
  })
})

test('what is listed holds for its versions and its API', () => {
  const other = { ...known, api: 'openai-responses' }
  expect(expectedOf([known, other], '2026.9.6', undefined)).toEqual([known])
  expect(expectedOf([known, other], '2026.9.6', 'openai-responses')).toEqual([other])
  expect(expectedOf([known, other], '2026.8.2', undefined)).toEqual([])
})

describe('a file of expectations', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('is read as it was written, and is nothing when it is not there', async () => {
    const file = join(folder, 'written.json')
    expect(await readExpectations(file)).toBeUndefined()
    await writeExpectations(file, [known])
    expect(await readExpectations(file)).toEqual([known])
    expect(await readFile(file, 'utf8')).toMatch(/^\[\n {2}\{\n {4}"scenario": .*\n\]\n$/s)
  })

  test.each([
    ['no JSON', '[{', 'is no list of expectations'],
    ['a range that is none', JSON.stringify([{ ...known, versions: '^2026.9.2' }]), 'is no range of versions'],
    ['a finding without a word about its issue', JSON.stringify([{ ...known, issue: undefined }]), 'issue'],
    ['one that comes and goes for no reason', JSON.stringify([{ ...known, sometimes: true }]), 'sometimes'],
  ])('%s is refused, by its name', async (_, text, why) => {
    const file = join(folder, 'bad.json')
    await writeFile(file, text)
    await expect(readExpectations(file)).rejects.toThrow(file)
    await expect(readExpectations(file)).rejects.toThrow(why)
  })
})

test('each finding that is listed for a gateway has its issue or a note', async () => {
  expect(
    unexplained([
      { ...known, issue: null },
      { ...known, issue: null, note: 'track record, 7' },
    ]),
  ).toHaveLength(1)
  const gateways = readdirSync('harness/gateways', { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const lists = await Promise.all(gateways.map(({ name }) => readExpectations(expectationsFile(name))))
  expect(unexplained(lists.flatMap((list) => list ?? []))).toEqual([])
})
