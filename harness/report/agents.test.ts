import { expect, test } from 'vitest'
import type { Verdict } from '../oracles/judgement.ts'
import type { ScenarioResult } from '../result.ts'
import { agentsOf, areOfSeveral } from './agents.ts'
import { renderAgents } from './agents-page.ts'
import type { Report } from './json.ts'

const none = { known: [], unlisted: [], gone: [] }

function result(name: string, failed: readonly string[], rest: Partial<ScenarioResult> = {}): ScenarioResult {
  const verdict: Verdict = failed.length > 0 ? 'fail' : 'pass'
  const finding = { says: 'it is so', expected: '', actual: '', entries: [], excerpt: [] }
  const claims = failed.map((claim) => ({ claim, verdict, findings: [finding], why: '' }))
  const file = `scenarios/${name}.ts`
  const about = { name: file, title: name, file, gateway: 'pi', folder: 'reports/runs/1', ms: 1, repeat: 'again' }
  return { ...about, verdict, claims, missed: [], expected: none, ...rest }
}

function report(gateway: string, scenarios: ScenarioResult[]): Report {
  return { gateway, api: 'anthropic-messages', seed: 1, verdict: 'pass', crashes: [], skipped: [], scenarios }
}

const listed = { claim: 'results-kept', versions: '1.0.0', issue: null, note: 'n', sometimes: 'a race' }
const kill = 'sigkill-one-running'
const reports = [
  report('pi@1.0.0', [
    result('stop-one-running', []),
    result(kill, ['results-kept', 'stored-transcript-paired'], {
      expected: { ...none, known: [{ ...listed, scenario: `scenarios/${kill}.ts` }] },
    }),
    result('sigkill-before-answer', ['results-kept', 'no-400-loop']),
    result('process/killed-between-turns', []),
    result('agents/whole-call-cut-each-time', [], { verdict: 'inconclusive' }),
  ]),
  report('codex@2.0.0', [result('stop-one-running', ['processes-gone'])]),
]

test('an agent is told by what becomes of work when it is stopped, cut off or killed', () => {
  const [pi, codex] = agentsOf(reports).agents
  const told = (agent: typeof pi) => agent?.answers.map(({ ran, kept }) => `${kept}/${ran}`)
  expect(told(pi)).toEqual(['1/1', '0/0', '0/0', '0/0', '1/3', '0/0', '0/0'])
  // a process that stays behind costs no work
  expect(told(codex)).toEqual(['1/1', '0/0', '0/0', '0/0', '0/0', '0/0', '0/0'])
})

test('the page leads with it, and says what went wrong in which scenarios', () => {
  const page = renderAgents(reports)
  expect(page).toContain(
    '| **pi@\u200b1.0.0** | ✓ 1 |   |   |   | 1 of 3: the API refuses every later request (1); finished results are lost (2) |   |',
  )
  expect(page).toContain('| **codex@\u200b2.0.0** | ✓ 1: a process stays behind (1) |')
  expect(page).toContain('- **killed**: `process/killed-between-turns`, `sigkill-before-answer`, `sigkill-one-running`')
  expect(page).toContain('| `sigkill-one-running` | ✗ |   |')
})

test('what is listed as seen sometimes is told so', () => {
  const [answer] = agentsOf([report('pi@1.0.0', [reports[0]?.scenarios[1] as ScenarioResult])]).agents
  expect(answer?.answers[4]?.troubles).toEqual([
    { says: 'finished results are lost', scenarios: [`scenarios/${kill}.ts`], harmless: false, sometimes: true },
  ])
})

test('versions of one gateway are a matrix, and not several agents', () => {
  expect(areOfSeveral(reports)).toBe(true)
  expect(areOfSeveral([report('pi@1.0.0', []), report('pi@1.1.0', [])])).toBe(false)
})
