import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { renderBadge } from './badge.ts'
import { besideList, lostResult, reportOf, resultOf } from './example.ts'
import { renderAnnotations, tellGithub } from './github.ts'
import { publishedSchema, readReports, renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'

const hostile = '</script>]]>\u0000\ud800 ```` | `x` @someone ::error::\n%0A <img src=x onerror=alert(1)>'
const bad = resultOf(lostResult())
const unsure = resultOf(lostResult(), {
  verdict: 'inconclusive',
  missed: ['tool a: never'],
  claims: [],
  title: 'unsure',
})
const skipped = { name: 'scenarios/x.ts', title: 'skipped', file: 'scenarios/x.ts', why: 'it has no MCP servers' }
const report = reportOf([bad, unsure], { skipped: [skipped], crashes: ['it crashed'] })
const nasty = reportOf([
  resultOf(lostResult(), {
    title: hostile,
    file: hostile,
    claims: [
      {
        claim: 'c',
        verdict: 'fail',
        why: '',
        findings: [{ says: hostile, expected: '', actual: '', entries: [], excerpt: [hostile] }],
      },
    ],
  }),
])

test('JUnit has a case for each scenario: failures, errors and what was skipped', () => {
  const xml = renderJunit([report])
  expect(xml).toContain(
    '<testsuite name="reference@1.0.0 through anthropic-messages" tests="4" failures="1" errors="2" skipped="1"',
  )
  expect(xml).toContain(
    '<failure type="requests-paired" message="request 2 was rejected with 400">provider: messages.1:',
  )
  expect(xml).toContain('<error type="inconclusive" message="did not happen: tool a: never">')
  expect(xml).toContain('<skipped message="it has no MCP servers"/>')
  expect(xml).toContain('<error type="crash" message="it crashed">')
})

test('JUnit is XML whatever the words are', () => {
  const xml = renderJunit([nasty])
  const text = xml.replace(/<\/?(testsuites|testsuite|testcase|failure)( [a-z]+="[^"<]*")*\/?>|<\?xml [^>]*>/g, '')
  expect(text).not.toMatch(/[<>]|\p{Cs}|[^\P{Cc}\n]/u)
})

test('the badge counts, and has the colour of the worst', () => {
  const badge = (...reports: Parameters<typeof reportOf>) => {
    const { message, color } = JSON.parse(renderBadge([reportOf(...reports)]))
    return `${message}: ${color}`
  }
  expect(badge([bad, unsure], { crashes: ['it crashed'] })).toBe('1 crashed, 1 new, 1 inconclusive: red')
  expect(badge([unsure])).toBe('1 inconclusive: yellow')
  const broken = bad.claims.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)
  expect(badge([besideList(bad, ...broken)])).toBe('1 known: brightgreen')
  expect(badge([])).toBe('nothing ran: lightgrey')
})

test('the summary tells what broke, with three lines of evidence and the way to the report', () => {
  const text = renderMarkdown([report], 'reports/latest/index.html')
  expect(text).toContain('| 1 | 0 | 1 | 0 | 0 | 1 |')
  expect(text).toContain('`requests-paired`: request 2 was rejected with 400')
  expect(text).toContain('```text\nprovider: messages.1')
  expect(text).toContain('- unsure (reference@\u200b1.0.0): did not happen: tool a: never')
  expect(text).toContain('Report: `reports/latest/index.html`')
  const evidence = [...text.matchAll(/```text\n([\s\S]*?)\n```/g)].map(([, lines = '']) => lines.split('\n').length)
  expect(Math.max(...evidence)).toBe(3)
})

test('no word of a record is Markdown or HTML in the summary', () => {
  const text = renderMarkdown([nasty], 'x')
  const outside = text.replace(/(`{3,})text\n[\s\S]*?\n\1/g, '').replace(/<\/?(details|summary)>/g, '')
  expect(outside.replace(/`[^`]*`/g, '')).not.toMatch(/<|@(?!\u200b)/)
})

test('annotations name the file, the claims and the evidence, on one line each', () => {
  const there = resultOf(lostResult(), { file: 'scenarios/stop-one-running.ts' })
  expect(renderAnnotations([reportOf([there])])[0]).toMatch(
    /^::error file=scenarios\/stop-one-running\.ts,line=1,title=Gatecrash%3A requests-paired%2C .* on reference@1\.0\.0::requests-paired: request 2 was rejected with 400%0Aprovider: /,
  )
  expect(renderAnnotations([report]).at(-1)).toContain('::warning title=Gatecrash')
  expect(renderAnnotations([nasty]).join('')).not.toMatch(/[\r\n]/)
})

test('GitHub keeps ten annotations of a kind, and gets no more', () => {
  expect(renderAnnotations([reportOf(Array.from({ length: 12 }, () => bad))])).toHaveLength(10)
})

test("a job's summary is written in GitHub Actions, and nowhere else", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'report-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'summary')
  await writeFile(file, 'before\n')
  await tellGithub([report], 'x', { GITHUB_STEP_SUMMARY: file })
  expect(await readFile(file, 'utf8')).toBe('before\n')
  const job = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '7' }
  await tellGithub([reportOf([])], 'x', { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file, ...job })
  expect(await readFile(file, 'utf8')).toMatch(/^before\n## Gatecrash/)
  expect(await readFile(file, 'utf8')).toContain(
    '[artifacts of this run](https://github.com/a/b/actions/runs/7#artifacts)',
  )
})

test('a report survives its file, alone and in a list; what a newer version adds is kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'report-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'report.json')
  for (const reports of [[report], [report, { ...nasty, added: 1 }]]) {
    await writeFile(file, renderJson(reports))
    const placed = reports.map((one) => ({
      ...one,
      scenarios: one.scenarios.map((result) => ({ ...result, folder: join(folder, 'runs', 'a-stop') })),
    }))
    expect(await readReports(file)).toEqual(placed)
  }
  await writeFile(file, JSON.stringify({ ...report, seed: 'x' }))
  await expect(readReports(file)).rejects.toThrow('is not a report.json')
  await writeFile(file, '{')
  await expect(readReports(file)).rejects.toThrow('is not JSON')
})

test('docs/report.schema.json is the schema that reports are read by', async () => {
  await expect(publishedSchema()).toMatchFileSnapshot('../../docs/report.schema.json')
})
