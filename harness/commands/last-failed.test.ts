import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { besideList, lostResult, reportOf, resultOf } from '../report/example.ts'
import { renderJson } from '../report/json.ts'
import type { ScenarioResult } from '../result.ts'
import { lastFailed } from './last-failed.ts'

const bad = resultOf(lostResult())
const failed = bad.claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))
const known = besideList({ ...bad, title: 'known' }, ...failed)
const passed = { ...bad, title: 'passed', verdict: 'pass' as const, claims: [] }

async function folderWith(...results: ScenarioResult[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'last-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'report.json'), renderJson([reportOf(results)]))
  return folder
}

test('what is new, gone or not judged is run again, and nothing else of its file', async () => {
  const again = await lastFailed(await folderWith({ ...bad, title: 'a (stop)' }, known, passed))
  expect(again.files).toEqual(['scenarios/stop.ts'])
  const titles = ['a (stop)', 'known', 'passed', 'a (stop) twice']
  expect(titles.filter((title) => new RegExp(again.pattern).test(title))).toEqual(['a (stop)'])
})

test('nothing that failed is said, and so is a report that is not there', async () => {
  await expect(lastFailed(await folderWith(known, passed))).rejects.toThrow('nothing new failed')
  await expect(lastFailed('/nowhere')).rejects.toThrow('no report in /nowhere')
})
