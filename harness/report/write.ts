import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderHtml } from './html.ts'
import { type Report, renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'

/** Where a report's files lie. */
export type Written = {
  readonly json: string
  readonly html: string
  readonly junit: string
  readonly markdown: string
}

/** Writes reports into a folder in every form: `report.json`, `index.html`, `junit.xml` and `summary.md`. */
export async function writeReports(folder: string, given: readonly Report[]): Promise<Written> {
  const reports = given.map((report) => ({ ...report, written: report.written ?? new Date().toISOString() }))
  const written = {
    json: join(folder, 'report.json'),
    html: join(folder, 'index.html'),
    junit: join(folder, 'junit.xml'),
    markdown: join(folder, 'summary.md'),
  }
  await mkdir(folder, { recursive: true })
  await writeFile(written.json, renderJson(reports))
  await writeFile(written.junit, renderJunit(reports))
  await writeFile(written.markdown, renderMarkdown(reports, written.html))
  await writeFile(written.html, await renderHtml(reports, folder))
  return written
}
