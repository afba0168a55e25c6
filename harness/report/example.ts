import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compare, newsOf } from '../expectations/expectations.ts'
import { judgeRun } from '../oracles/judge.ts'
import type { Entry, EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, fault, finished, ran, record, replied, reply, saw, turns } from '../record/example.ts'
import type { ScenarioResult } from '../result.ts'
import type { Report } from './json.ts'

/** A record for tests in which a stop loses the result of tool a: it was returned, and request 1 and the store are without it. */
export function lostResult(...more: EntryBody[]): Entry[] {
  const stored = turns('u:compare', 'a+call1|+call2', 'u=call2:b returned 2', 'u:still there?', 'a:yes')
  const words = 'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: call1'
  return record(
    started,
    { kind: 'gateway-started', pid: 1 },
    { kind: 'gateway-logged', line: 'loading' },
    { kind: 'gateway-logged', line: 'listening' },
    { kind: 'gateway-ready', protocol: '1', ms: 20 },
    ...accepted('m0', 'compare'),
    asked(0, 0, turns('u:compare')),
    ...reply(0, '', { id: 'call1', tool: 'a' }, { id: 'call2', tool: 'b' }),
    ...ran('call1', 'a', 7),
    ...ran('call2', 'b', 8),
    ...finished('call1', 'a', 'a returned 1'),
    ...finished('call2', 'b', 'b returned 2'),
    fault,
    { kind: 'gateway-logged', line: 'stopped' },
    saw('r-m0', 'stopped', { what: 'aborted' }),
    ...accepted('m1', 'still there?'),
    asked(1, 1, turns('u:compare', 'a+call1|+call2', 'u=call2:b returned 2', 'u:still there?'), words),
    { kind: 'provider-replying', request: 1, status: 400, text: '', calls: [] },
    replied(1),
    ...more,
    ...atRest,
    { kind: 'transcript-stored', session: 'main', source: 'sessions/main.jsonl', turns: stored },
    { kind: 'run-ended' },
    { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true },
  )
}

const started: EntryBody = {
  kind: 'run-started',
  run: 'x',
  scenario: { title: 'a stop', issue: 'openclaw/openclaw#28661', steps: [] },
  gateway: { name: 'reference', version: '1.0.0' },
  api: 'anthropic-messages',
  seed: 1,
  node: 'v26',
  platform: 'linux-x64',
}

/** The result of a record, as if it had been run from `file`. */
export function resultOf(entries: readonly Entry[], more: Partial<ScenarioResult> = {}): ScenarioResult {
  const file = 'scenarios/stop.ts'
  return {
    ...judgeRun(entries),
    ...{ name: file, title: 'a stop', file, gateway: 'reference@1.0.0', folder: 'reports/runs/a-stop', ms: 1_234 },
    repeat: `npm run chaos -- ${file} --seed 1`,
    ...more,
  }
}

/** A result beside a list that has these claims of its scenario. */
export function besideList(result: ScenarioResult, ...claims: string[]): ScenarioResult {
  const about = {
    scenario: result.name,
    versions: '>=1.0.0',
    issue: 'openclaw/openclaw#70555',
    note: 'track record, 1',
  }
  return {
    ...result,
    expected: compare(
      result.name,
      result,
      claims.map((claim) => ({ ...about, claim })),
    ),
  }
}

/** A report of results. */
export function reportOf(scenarios: readonly ScenarioResult[], more: Partial<Report> = {}): Report {
  const isNews = scenarios.some(({ verdict, expected }) => newsOf(verdict, expected) === 'fail')
  const verdict = isNews ? 'fail' : 'pass'
  const gateway = scenarios[0]?.gateway ?? 'reference@1.0.0'
  return { gateway, api: 'anthropic-messages', seed: 1, verdict, crashes: [], scenarios, skipped: [], ...more }
}

/** Writes the folder of a run. */
export async function writeRun(folder: string, entries: readonly Entry[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'record.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
}
