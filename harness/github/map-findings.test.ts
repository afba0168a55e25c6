import { expect, test } from 'vitest'
import type { MapFinding, SafeMap } from '../explore/map.ts'
import { toldByMaps } from './map-findings.ts'
import { planIssues } from './plan.ts'

const run = 'https://github.com/o/r/actions/runs/1'

function mapOf(gateway: string, ...keys: string[]): SafeMap {
  const findings = keys.map(
    (key, index): MapFinding => ({
      ...{ number: index + 1, claim: 'results-kept', says: `${key} in session main`, key, failed: 3, runs: 3 },
      ...{
        seen: 'SIGKILL at main, message 1: a ended',
        steps: ['user says "compare"', 'gateway receives SIGKILL'],
        search: [],
      },
    }),
  )
  const drawn = { schedules: 0, passed: 0, pairs: {} }
  const empty = {
    api: 'x',
    seed: 1,
    title: 'x',
    instants: [],
    faults: [],
    cells: [],
    unconfirmed: [],
    ms: 1,
    verdicts: 1,
  }
  return { ...empty, gateway, findings, drawn }
}

function plan(drawn: SafeMap, published: readonly SafeMap[], issues: Parameters<typeof planIssues>[1] = []) {
  return planIssues(toldByMaps([{ map: drawn, folder: 'maps/x' }], published), issues, run).calls
}

test('a finding of a map has an issue when no published map of its agent has the cause, on whatever version', () => {
  const published = [mapOf('pi@1.6.0', 'a result is lost'), mapOf('codex@0.171.0', 'a tool outlives its run')]
  const calls = plan(mapOf('pi@1.7.0', 'a result is lost', 'a tool outlives its run'), published)
  expect(calls).toHaveLength(1)
  expect(calls[0]?.words).toContain('pi: results-kept fails in "SIGKILL at main, message 1: a ended"')
  expect(calls[0]?.input).toMatch(
    /a tool outlives its run in session main.*gateway receives SIGKILL.*explore --gateway pi@1\.7\.0/s,
  )
})

test('the issue is one in all versions, and is closed once a published map has the finding', () => {
  const drawn = mapOf('pi@1.7.0', 'a result is lost')
  const [opened] = plan(drawn, [])
  const issue = { number: 7, body: opened?.input ?? '', state: 'OPEN' as const }
  expect(plan(drawn, [], [issue])).toEqual([])
  const later = mapOf('pi@1.8.0', 'a result is lost')
  expect(plan(later, [], [issue]).map(({ words }) => words[1])).toEqual(['edit', 'comment'])
  expect(plan(later, [drawn], [issue]).map(({ words }) => words[1])).toEqual(['close'])
})
