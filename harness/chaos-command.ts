import { readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll } from 'vitest'
import type { Report } from './report/json.ts'

/** A temporary folder for the commands of one test file, so that what they leave behind can be seen; a short one, as browsers put sockets below. */
export const tmp = await mkdtemp(join(tmpdir(), 'gc-'))
afterAll(() => rm(tmp, { recursive: true }))

const report = 'reports/latest/report.json'

/** `npm run chaos`, as a process of its own. */
export function chaos(...words: string[]) {
  // so that a command that wrote no report is not taken for the one before it
  rmSync(report, { force: true })
  const options = { reject: false, all: true, env: { TMPDIR: tmp, NO_COLOR: '1' } } as const
  return execa(process.execPath, ['harness/cli.ts', ...words], options)
}

/** What the last command on one version has reported. */
export const readReport = (): Report => JSON.parse(readFileSync(report, 'utf8'))
