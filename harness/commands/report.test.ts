import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { expectationsFile, readExpectations } from '../expectations/expectations.ts'
import { includes } from '../expectations/versions.ts'
import { besideList, lostResult, reportOf, resultOf, writeRun } from '../report/example.ts'
import { renderJson } from '../report/json.ts'
import { pageTemplate } from '../report/template.ts'
import { report } from './report.ts'
import { readStoredRun } from './stored-run.ts'

// built once for each state of its sources, which takes longer than a test may on a busy machine
beforeAll(pageTemplate, 60_000)

async function folderOf(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), name))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** What the command says, and the files it writes beside the first of what it is given. */
async function rendered(folder: string, ...paths: string[]) {
  const said = vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  onTestFinished(() => said.mockRestore())
  const exitCode = await report.run(paths)
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  return {
    exitCode,
    said: said.mock.calls.flat().join('\n'),
    page: await read('index.html'),
    summary: await read('summary.md'),
    junit: await read('junit.xml'),
  }
}

test('a stored run whose record names no scenario is judged by the claims of today, and compared with no list', async () => {
  const folder = await folderOf('stored-')
  await writeRun(folder, lostResult())
  await writeFile(join(folder, 'repro.json'), '{}')
  const { result } = await readStoredRun(folder)
  expect(result.repro).toBe(join(folder, 'repro.json'))
  expect(result.expected).toBeUndefined()
  const { exitCode, said, page, summary, junit } = await rendered(folder, folder)
  expect(exitCode).toBe(1)
  const words = /judged again with the \d+ claims of this version; known findings are not marked/
  for (const text of [said, page, summary]) expect(text).toMatch(words)
  expect(said).toContain('FINDING')
  expect(page).toContain('"standing":"fail"')
  expect(junit).toContain('<failure type="requests-paired"')
  expect(junit).not.toContain('<system-out>')
})

test('a stored run whose record names its scenario is compared with what is known of it', async () => {
  const name = 'scenarios/sigkill-one-running.ts'
  const [expected] =
    (await readExpectations(expectationsFile('openclaw')))?.filter(
      ({ scenario, claim, versions }) =>
        scenario === name && claim === 'stored-transcript-paired' && includes(versions, '2026.9.6'),
    ) ?? []
  const folder = await folderOf('named-')
  const gateway = { name: 'openclaw', version: '2026.9.6' }
  const entries = lostResult().map((entry) => (entry.kind === 'run-started' ? { ...entry, name, gateway } : entry))
  await writeRun(folder, entries)
  const { result } = await readStoredRun(folder)
  expect(result.expected?.known).toContainEqual(expected)
  const { said, summary } = await rendered(folder, folder)
  expect(said).toContain(`stored-transcript-paired (known`)
  expect(said).not.toContain('known findings are not marked')
  expect(summary).toContain('### Known findings')
})

test('several runs on one gateway are one column', async () => {
  const folder = await folderOf('same-')
  for (const name of ['one', 'two']) await writeRun(join(folder, name), lostResult())
  const { page } = await rendered(join(folder, 'one'), join(folder, 'one'), join(folder, 'two'))
  const [, data = ''] = /id="reports">([^<]*)</.exec(page) ?? []
  expect(JSON.parse(data).reports).toHaveLength(1)
})

test('a report.json keeps what it was compared with', async () => {
  const folder = await folderOf('kept-')
  const bad = resultOf(lostResult())
  const known = besideList(bad, ...bad.claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : [])))
  await writeFile(join(folder, 'report.json'), renderJson([reportOf([known])]))
  const { exitCode, said, page, junit } = await rendered(folder, join(folder, 'report.json'))
  expect(exitCode).toBe(0)
  expect(said).not.toContain('judged again')
  expect(page).toContain('"standing":"known"')
  expect(junit).not.toContain('<failure')
})

test('runs of one scenario on several gateways are one line of the matrix', async () => {
  const folder = await folderOf('two-')
  for (const name of ['one', 'two']) await writeRun(join(folder, name), lostResult())
  const { summary } = await rendered(join(folder, 'one'), join(folder, 'one'), join(folder, 'two'))
  const claims = summary.match(/^`[a-z0-9-]+`:/gm) ?? []
  expect(claims.length).toBe(new Set(claims).size)
  expect(claims.length).toBeGreaterThan(0)
})
