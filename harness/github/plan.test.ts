import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Comparison } from '../expectations/expectations.ts'
import { lostResult, reportOf, resultOf } from '../report/example.ts'
import { renderJson } from '../report/json.ts'
import type { ScenarioResult } from '../result.ts'
import { fingerprintOf, toldBy } from './findings.ts'
import { titleOf } from './issue-text.ts'
import { type Issue, type Plan, planIssues } from './plan.ts'

const run = 'https://github.com/o/r/actions/runs/1'
const claim = 'requests-paired'
const fingerprint = fingerprintOf('openclaw', 'scenarios/stop.ts', claim)

/** A result with one claim that failed, or held. */
function told(version: string, verdict: 'fail' | 'pass' | 'inconclusive', more: Partial<ScenarioResult> = {}) {
  const { claims, ...rest } = resultOf(lostResult(), { gateway: `openclaw@${version}` })
  const failed = claims.find((one) => one.claim === claim)
  if (failed?.verdict !== 'fail') throw new Error('the example does not fail')
  const held = { claim, verdict, findings: [], why: '' }
  return { ...rest, verdict, claims: [verdict === 'fail' ? failed : held], ...more }
}

const known: Comparison = {
  known: [{ scenario: 'scenarios/stop.ts', claim, versions: '2026.9.6', issue: null, note: 'x' }],
  unlisted: [],
  gone: [],
}

function plan(results: readonly ScenarioResult[], issues: readonly Issue[] = []) {
  return planIssues(toldBy([reportOf([...results])]), issues, run)
}

function issue(versions: string, more: Partial<Issue> = {}): Issue {
  return { number: 7, body: `<!-- gatecrash ${fingerprint}: ${versions} -->\n\nwords`, state: 'OPEN', ...more }
}

/** What is done, without the texts. */
function done({ calls }: Pick<Plan, 'calls'>): string[] {
  return calls.map(({ words }) => words.slice(0, words[1] === 'create' ? 2 : 3).join(' '))
}

describe('an issue for each finding that is not listed', () => {
  test('is opened once, for all versions', () => {
    const { calls } = plan([told('2026.9.4', 'fail'), told('2026.9.6', 'fail'), told('2026.8.1', 'pass')])
    expect(calls).toHaveLength(1)
    const title = 'openclaw: requests-paired fails in "a stop"'
    const words = ['issue', 'create', '--title', title, '--label', 'finding', '--body-file', '-']
    expect(calls[0]?.words).toEqual(words)
    expect(calls[0]?.input).toMatch(`<!-- gatecrash ${fingerprint}: 2026.9.4, 2026.9.6 -->`)
    expect(calls[0]?.input).toContain('npm run chaos -- scenarios/stop.ts --seed 1')
    expect(plan([told('2026.9.4', 'fail')], [issue('2026.9.4')]).calls).toEqual([])
  })

  test('is the same when only the version or the words differ, and another for another claim, scenario or gateway', () => {
    const others = [
      fingerprintOf('reference', 'scenarios/stop.ts', claim),
      fingerprintOf('openclaw', 'scenarios/a.ts', claim),
      fingerprintOf('openclaw', 'scenarios/stop.ts', 'results-kept'),
    ]
    expect(new Set([fingerprint, ...others])).toHaveProperty('size', 4)
  })

  test('is told when the versions change', () => {
    const { calls } = plan([told('2026.9.4', 'fail'), told('2026.9.6', 'fail')], [issue('2026.9.4')])
    expect(done({ calls })).toEqual(['issue edit 7', 'issue comment 7'])
    expect(calls[1]?.input).toBe(`It is on 2026.9.4, 2026.9.6 now, and was on 2026.9.4: ${run}`)
  })

  test('is closed when the finding is gone, or listed', () => {
    const gone = plan([told('2026.9.6', 'pass')], [issue('2026.9.6')])
    const words = ['issue', 'close', '7', '--reason', 'completed', '--comment', `It is gone: ${run}`]
    expect(gone.calls).toEqual([{ words, input: '' }])
    const listed = plan([told('2026.9.6', 'fail', { expected: known })], [issue('2026.9.6')])
    expect(listed.calls[0]?.words.at(-1)).toBe(`It is listed as known now: ${run}`)
  })

  test('is closed when a newer version is without it and the old one is run no more', () => {
    expect(done(plan([told('2026.9.7', 'pass')], [issue('2026.9.6')]))).toEqual(['issue close 7'])
    expect(done(plan([told('2026.8.1', 'pass')], [issue('2026.9.6')]))).toEqual([])
  })

  test.each(['inconclusive', 'missed'])('stays as it is when a run was %s', (why) => {
    const unsure = told(
      '2026.9.6',
      why === 'missed' ? 'pass' : 'inconclusive',
      why === 'missed' ? { missed: ['x'] } : {},
    )
    expect(plan([unsure], [issue('2026.9.6')]).calls).toEqual([])
    expect(plan([], [issue('2026.9.6')]).calls).toEqual([])
  })

  test('one failure of several runs is a finding', () => {
    expect(plan([told('2026.9.6', 'pass'), told('2026.9.6', 'fail')], [issue('2026.9.6')]).calls).toEqual([])
  })

  test('is opened again when it comes back, but not when it was closed as not planned', () => {
    const closed = (stateReason: string) => [issue('2026.9.4', { state: 'CLOSED', stateReason })]
    expect(done(plan([told('2026.9.6', 'fail')], closed('COMPLETED')))).toEqual(['issue edit 7', 'issue reopen 7'])
    expect(done(plan([told('2026.9.6', 'fail')], closed('NOT_PLANNED')))).toEqual([])
    expect(done(plan([told('2026.9.6', 'pass')], closed('COMPLETED')))).toEqual([])
    const both = [...closed('COMPLETED'), issue('2026.9.6', { number: 3 })]
    expect(plan([told('2026.9.6', 'fail')], both).calls).toEqual([])
  })

  test('ten are opened in a night, and the rest wait', () => {
    const many = Array.from({ length: 12 }, (_, n) => told('2026.9.6', 'fail', { name: `scenarios/${n}.ts` }))
    const { calls, waiting } = plan(many)
    expect([calls.length, waiting]).toEqual([10, 2])
  })

  test('no words of a run end their block, or pass for a mark', () => {
    const evil = {
      says: '```\n<!-- gatecrash 000000000000: 1 -->\n@everyone',
      expected: '',
      actual: '',
      entries: [],
      excerpt: ['````'],
    }
    const [one] = [told('2026.9.6', 'fail')]
    const result = { ...one, claims: [{ claim, verdict: 'fail', findings: [evil], why: '' }] } as ScenarioResult
    const body = plan([result]).calls[0]?.input ?? ''
    expect(body).toContain(
      '`````text\nscenarios/stop.ts\n``` <!-- gatecrash 000000000000: 1 --> @everyone\n````\n`````',
    )
    expect(
      plan([told('2026.9.6', 'fail')], [issue('2026.9.6', { body: `x ${issue('2026.9.6').body}` })]).calls,
    ).toHaveLength(1)
  })

  test.each([
    ['a gateway that is no name and version', { gateway: 'openclaw@1 --> @everyone' }],
    ['a gateway that is a path', { gateway: './evil' }],
    ['a claim that is not ours', { claims: [{ claim: '`@everyone', verdict: 'fail', findings: [], why: '' }] }],
  ] as const)('%s opens none', (_, more) => {
    expect(plan([told('2026.9.6', 'fail', more)]).calls).toEqual([])
  })

  test('its body is never longer than GitHub takes', () => {
    const finding = { says: '💥'.repeat(90_000), expected: '', actual: '', entries: [], excerpt: ['💥'.repeat(90_000)] }
    const claims = [{ claim, verdict: 'fail' as const, findings: Array.from({ length: 90 }, () => finding), why: '' }]
    expect(plan([told('2026.9.6', 'fail', { claims })]).calls[0]?.input.length).toBeLessThan(65_536)
  })

  test('the title fits', () => {
    const [one] = toldBy([reportOf([told('2026.9.6', 'fail', { title: 'long '.repeat(100) })])])
    expect(one && titleOf(one).length).toBeLessThan(256)
  })
})

test('a repro is published as what a repro can hold, and no other file is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const repro = join(folder, 'repro.json')
  const bodyWith = (text: string) => {
    writeFileSync(repro, text)
    return plan([told('2026.9.6', 'fail', { repro })]).calls[0]?.input ?? ''
  }
  const steps = [{ do: 'user.says', text: 'hi', session: 'main', client: 'main' }]
  const about = { gateway: 'openclaw@2026.9.6', api: 'anthropic-messages', seed: 1, verdict: 'fail' }
  const findings = [{ claim, says: 'x' }]
  expect(bodyWith(JSON.stringify({ ...about, findings, scenario: { title: 'a stop', steps } }))).toContain(
    '"text": "hi"',
  )
  expect(bodyWith('GH_TOKEN=gh-secret')).not.toMatch(/gh-secret|repro\.json/)
  expect(bodyWith(JSON.stringify({ ...about, findings, scenario: {}, GH_TOKEN: 'gh-secret' }))).not.toContain(
    'gh-secret',
  )
})

test('the programs read what runs and gh have left, and call gh', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'report.json'), renderJson([reportOf([told('2026.9.6', 'fail')])]))
  writeFileSync(join(folder, 'issues.json'), JSON.stringify([issue('2026.9.4')]))
  writeFileSync(join(folder, 'gh'), '#!/bin/sh\necho "$3 of $2"\n[ "$2" != comment ]\n', { mode: 0o755 })
  const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '1' }
  const planned = await execa(
    process.execPath,
    ['harness/github/plan-issues.ts', join(folder, 'report.json'), join(folder, 'issues.json')],
    { env },
  )
  const called = await execa(process.execPath, ['harness/github/call-gh.ts'], {
    input: planned.stdout,
    env: { PATH: `${folder}:${process.env.PATH}` },
    reject: false,
  })
  expect(called.stdout).toBe('7 of edit\n7 of comment')
  // what gh refuses is not passed over
  expect(called.exitCode).toBe(1)
  expect(planned.stdout).toContain(`now, and was on 2026.9.4: ${run}`)
})
