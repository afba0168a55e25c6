import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { folder as theirs } from '../chaos-command.ts'
import type { Report } from '../report/json.ts'

/** A scenario of somebody who uses the action, in whose repository it runs. */
const scenario = {
  title: 'a stop in a batch',
  steps: [
    { do: 'user.says', text: 'compare two companies' },
    { do: 'model.calls', calls: [{ tool: 'a' }, { tool: 'b' }] },
    { do: 'tool.finishes', tool: 'a' },
    { do: 'tool.holds', tool: 'b' },
    { do: 'user.stops' },
    { do: 'user.says', text: 'still there?' },
    { do: 'model.says', text: 'yes' },
  ],
}

/** The script of the action that runs scenarios, as GitHub runs it. */
function runAction(inputs: { readonly scenarios: string; readonly gateway: string; readonly expectations?: string }) {
  const [script = ''] = /(?<=run: \|\n)(?:\s+.*\n)+?(?=\s+- if)/.exec(readFileSync('action.yml', 'utf8')) ?? []
  const env = {
    ...{ ACTION: resolve('.'), GATEWAY: inputs.gateway, SCENARIOS: inputs.scenarios, TIMES: '1' },
    ...{ EXPECTATIONS: inputs.expectations ?? '', NO_COLOR: '1' },
    ...{ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(theirs, 'summary') },
  }
  return execa('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: theirs, env, reject: false, all: true })
}

test('in another repository the action runs their scenario, marks their file, and its commands work there', async () => {
  mkdirSync(join(theirs, 'scenarios'))
  writeFileSync(join(theirs, 'scenarios', 'ours.json'), JSON.stringify(scenario))
  const gateway = 'reference@stop-hides-results'
  const { exitCode, all } = await runAction({ scenarios: 'ours', gateway })
  expect(exitCode).toBe(1)
  expect(all).toMatch(/^::error file=scenarios\/ours\.json,line=1,title=Gatecrash%3A results-kept on /m)
  expect(all).toMatch(/repeat +npx gatecrash scenarios\/ours\.json --gateway reference@stop-hides-results/)
  expect(readFileSync(join(theirs, 'summary'), 'utf8')).toContain('results-kept')
  const report: Report = JSON.parse(readFileSync(join(theirs, 'reports/latest/report.json'), 'utf8'))
  expect(existsSync(join(theirs, report.scenarios[0]?.folder ?? '', 'repro.json'))).toBe(true)

  const known = {
    scenario: 'scenarios/ours.json',
    claim: 'results-kept',
    versions: 'stop-hides-results',
    issue: 'a/b#1',
  }
  writeFileSync(join(theirs, 'known.json'), JSON.stringify([known]))
  const again = await runAction({ scenarios: 'ours', gateway, expectations: 'known.json' })
  expect([again.exitCode, again.all.includes('::error')]).toEqual([0, false])
})

test('a scenario of ours marks no file of theirs', async () => {
  const { exitCode, all } = await runAction({ scenarios: 'stop-one-running', gateway: 'reference@stop-hides-results' })
  expect(exitCode).toBe(1)
  expect(all).toMatch(/^::error title=Gatecrash%3A /m)
})
