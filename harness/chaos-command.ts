import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll } from 'vitest'
import { programPath } from './package.ts'
import type { Report } from './report/json.ts'

/** Where the commands of one test file run and leave their reports; the name is short, as a browser puts sockets below it. */
export const folder = mkdtempSync(join(tmpdir(), 'gc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Their folder for temporary files, so that what they leave behind can be seen. */
export const tmp = join(folder, 'tmp')
mkdirSync(tmp)

/** The path of a file that the last command put into `reports/latest`. */
export const latest = (name: string): string => join(folder, 'reports', 'latest', name)

/** `npm run chaos`, as a process of its own. */
export function chaos(...words: readonly string[]) {
  // so that a command that wrote no report is not taken for the one before it
  rmSync(latest('report.json'), { force: true })
  return execa(process.execPath, [programPath('./cli.ts', import.meta.url), ...words], {
    env: { TMPDIR: tmp, NO_COLOR: '1' },
    cwd: folder,
    reject: false,
    all: true,
  })
}

/** What the last command on one version has reported; its folders are absolute paths. */
export function readReport(): Report {
  const report: Report = JSON.parse(readFileSync(latest('report.json'), 'utf8'))
  return { ...report, scenarios: report.scenarios.map((run) => ({ ...run, folder: join(folder, run.folder) })) }
}
