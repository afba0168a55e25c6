import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Expectation } from '../expectations/expectations.ts'
import type { Verdict } from '../oracles/judgement.ts'
import type { ScenarioResult } from '../result.ts'
import type { Report } from './json.ts'
import { describeMatrix, matrixOf, renderMatrix } from './matrix.ts'
import { countVerdicts, describeResult } from './text.ts'

const file = 'scenarios/stop-one-running.ts'
const listed: Expectation = {
  scenario: file,
  claim: 'results-kept',
  versions: '>=2026.9.2',
  issue: 'a/b#1',
  note: 'track record, 1',
}
const found = [{ says: 'tool a finished, and its result is lost', expected: '', actual: '', entries: [4], excerpt: [] }]

function result(verdict: Verdict, expected?: ScenarioResult['expected']): ScenarioResult {
  const claims = [
    { claim: 'results-kept', verdict, findings: verdict === 'fail' ? found : [], why: 'nothing was seen' },
  ]
  const about = {
    name: file,
    title: 'a stop',
    file,
    gateway: 'openclaw',
    folder: 'reports/runs/1',
    ms: 1_000,
    repeat: 'again',
  }
  return { ...about, verdict, claims, missed: [], expected }
}

function report(version: string, scenarios: ScenarioResult[], rest: Partial<Report> = {}): Report {
  const about = { api: 'anthropic-messages', seed: 1, verdict: 'pass', crashes: [], skipped: [] } as const
  return { ...about, gateway: `openclaw@${version}`, scenarios, ...rest }
}

const none = { known: [], unlisted: [], gone: [] }
const results = {
  pass: result('pass', none),
  fail: result('fail', { ...none, unlisted: ['results-kept'] }),
  known: result('fail', { ...none, known: [listed] }),
  gone: result('pass', { ...none, gone: [listed] }),
  inconclusive: result('inconclusive', none),
}

describe('a matrix', () => {
  const reports = [
    ...Object.values(results).map((one, index) => report(`2026.${index + 1}.1`, [one])),
    report('2026.6.1', [], { skipped: [{ name: file, title: 'a stop', file, why: 'it has no /stop' }] }),
    report('2026.7.1', [], { crashes: ['npm could not install it'], verdict: 'crash' }),
    report('2026.7.1-2', [results.known]),
  ]
  const matrix = matrixOf(reports)

  test('has a row for each scenario, and a cell in it for each gateway', () => {
    expect(matrix.rows.map(({ scenario, cells }) => [scenario, cells.map(({ standing }) => standing)])).toEqual([
      [file, ['pass', 'fail', 'known', 'gone', 'inconclusive', 'skipped', 'not run', 'known']],
    ])
  })

  test('is a table in the terminal, whose columns are the versions without the year', () => {
    const plain = describeMatrix(matrix).map((line) => stripVTControlCharacters(line))
    expect(plain).toEqual([
      '                 1.1 2.1 3.1 4.1 5.1 6.1 7.1 7.1-2',
      'stop-one-running   ✓   ✗ (✗)   !   ?   -       (✗)',
      '✗ new finding  (✗) known  ! known, and gone  ? inconclusive  - skipped',
    ])
  })

  test('is Markdown that explains each cell, those that are known by the same together', () => {
    const text = renderMatrix(matrix)
    expect(text).toContain('| `stop-one-running` | ✓ | **✗** | ✗ | **!** | ? | - |   | ✗ |')
    expect(text).toContain('- 2.1: `results-kept`, **not known**: tool a finished, and its result is lost\n')
    expect(text).toContain(
      '- 3.1, 4.1, 7.1-2: `results-kept`: tool a finished, and its result is lost (known, a/b\\#\u200b1, track record, 1)\n',
    )
    expect(text).toContain('- 5.1: inconclusive: results-kept: nothing was seen\n')
    expect(text).toContain('- 6.1: skipped: it has no /stop\n- 7.1: not run: npm could not install it\n')
  })

  test('names the API when there are several', () => {
    const { gateways } = matrixOf([report('2026.9.6', []), report('2026.9.6', [], { api: 'openai-responses' })])
    expect(gateways).toEqual(['openclaw@2026.9.6 anthropic-messages', 'openclaw@2026.9.6 openai-responses'])
  })
})

describe('what a person is told', () => {
  const plain = (lines: readonly string[]) => stripVTControlCharacters(lines.join('\n'))

  test.each([
    ['pass', '✓ pass '],
    ['fail', '✗ FINDING '],
    ['known', '✗ known '],
    ['gone', '! GONE '],
    ['inconclusive', '? inconclusive '],
  ] as const)('%s', (standing, head) => {
    expect(plain(describeResult(results[standing])).startsWith(head)).toBe(true)
  })

  test('a known finding is one line, and says by what it is known', () => {
    expect(plain(describeResult(results.known))).toBe(
      '✗ known        a stop 1.0 s results-kept (known, a/b#1, track record, 1)',
    )
  })

  test('the counts tell new findings from known ones', () => {
    expect(plain([countVerdicts(Object.values(results), 0)])).toBe(
      '1 of 5 passed, 1 with new findings, 1 no longer fails as listed, 1 inconclusive, 1 fails in 1 known way',
    )
    expect(plain([countVerdicts([result('fail')], 2)])).toBe('0 of 1 passed, 1 with new findings; 2 skipped')
    const known = [results.pass, results.known, results.known]
    expect(plain([countVerdicts(known, 0)])).toBe('nothing new: 1 of 3 passed, 2 fail in 1 known way')
  })
})
