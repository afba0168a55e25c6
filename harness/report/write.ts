import { join } from 'node:path'
import { Redactor } from '../record/redactor.ts'
import { replaceFile } from '../replace-file.ts'
import { renderBadge } from './badge.ts'
import { renderHtml } from './html.ts'
import { type Report, renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'

/** Where what is rendered of reports lies. */
export type Written = { readonly html: string; readonly junit: string; readonly markdown: string }

/** Writes reports into a folder in every form: `report.json`, and what is rendered of it. */
export async function writeReports(folder: string, given: readonly Report[]): Promise<Written> {
  const reports = withoutSecrets(given).map((report) => ({ ...report, written: new Date().toISOString() }))
  await replaceFile(join(folder, 'report.json'), renderJson(reports))
  return render(folder, reports)
}

/** Renders reports into a folder that is there: `index.html`, `junit.xml`, `summary.md` and `badge.json`. */
export function renderReports(folder: string, reports: readonly Report[]): Promise<Written> {
  return render(folder, withoutSecrets(reports))
}

/** What a result quotes is of a record, from which secrets were taken; paths and messages of errors are not. */
function withoutSecrets(reports: readonly Report[]): Report[] {
  return JSON.parse(new Redactor().text(JSON.stringify(reports)))
}

async function render(folder: string, reports: readonly Report[]): Promise<Written> {
  const written = {
    html: join(folder, 'index.html'),
    junit: join(folder, 'junit.xml'),
    markdown: join(folder, 'summary.md'),
  }
  await replaceFile(written.junit, renderJunit(reports))
  await replaceFile(written.markdown, renderMarkdown(reports, written.html))
  await replaceFile(join(folder, 'badge.json'), renderBadge(reports))
  await replaceFile(written.html, await renderHtml(reports, folder))
  return written
}
