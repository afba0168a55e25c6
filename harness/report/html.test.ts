import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { lostResult, reportOf, resultOf, writeRun } from './example.ts'
import { escapeJson, renderHtml } from './html.ts'
import { hrefOf, type RunData } from './run-data.ts'
import { pageTemplate } from './template.ts'

const hostile = '</script><script>alert(1)</script><!-- <script> $& {script-hash} <!-- data -->\u2028'

// built once for each state of its sources, which takes longer than a test may on a busy machine
beforeAll(pageTemplate, 60_000)

async function pageOf(more: EntryBody[], claims = resultOf(lostResult()).claims): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'report-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const entries = lostResult(...more)
  await writeRun(join(folder, 'run'), entries)
  return renderHtml([reportOf([resultOf(entries, { folder: join(folder, 'run'), title: hostile, claims })])], folder)
}

function partOf(page: string, id: string): string {
  return new RegExp(`<script type="[a-z/]+" id="${id}">([^<]*)</script>`).exec(page)?.[1] ?? ''
}

test('no string of a record can end the element that it stands in', async () => {
  const page = await pageOf([{ kind: 'gateway-logged', line: hostile }])
  expect(JSON.parse(partOf(page, 'reports')).reports[0].scenarios[0].title).toBe(hostile)
  // of the page, the data of the reports, and the data of the run
  expect(page.match(/<script[ >]/g)).toHaveLength(3)
  const run: RunData = JSON.parse(inflateRawSync(Buffer.from(partOf(page, 'run-0-0'), 'base64')).toString())
  expect(run.entries.map(({ text }) => text)).toContain(hostile)
})

test('JSON in the page is JSON, and has no "<"', () => {
  expect(escapeJson({ a: hostile })).not.toContain('<')
  expect(JSON.parse(escapeJson({ a: hostile }))).toEqual({ a: hostile })
})

test('long texts are cut, many lines of the log left out, and both are said', async () => {
  const lines = Array.from({ length: 1_000 }, (_, n): EntryBody => ({ kind: 'gateway-logged', line: `line ${n}` }))
  const page = await pageOf([{ kind: 'gateway-logged', line: 'x'.repeat(10_000) }, ...lines])
  const run: RunData = JSON.parse(inflateRawSync(Buffer.from(partOf(page, 'run-0-0'), 'base64')).toString())
  expect(run.left).toBe("404 lines of the gateway's log")
  expect(run.entries.find(({ text }) => text.startsWith('xxx'))?.text).toMatch(
    /x… \(6000 more characters in record.jsonl\)$/,
  )
})

test('a run whose folder is gone is shown without its record', async () => {
  const page = await renderHtml([reportOf([resultOf(lostResult(), { folder: '/gone' })])], '/')
  expect(page).not.toContain('id="run-0-0"')
  expect(partOf(page, 'reports')).toContain('/gone')
})

test('links are relative, and no name in them is taken for a part of an address', () => {
  expect(hrefOf('/a/runs/x y#1?', '/a/latest')).toBe('../runs/x%20y%231%3F')
  expect(hrefOf('/a/latest', '/a/latest')).toBe('.')
})

test('the page is built from its own folder and preact alone, whose state its cache is known by', () => {
  const folder = 'harness/report/page'
  const sources = readdirSync(folder).filter((name) => /\.tsx?$/.test(name))
  const imports = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/^import (?!type)[^']*'([^']+)'/gm)].map(
      ([, from = '']) => from,
    ),
  )
  expect(imports.length).toBeGreaterThan(20)
  expect(imports.filter((from) => !/^(\.\/[a-z-]+\.(ts|tsx|css)|preact(\/hooks)?)$/.test(from))).toEqual([])
})
