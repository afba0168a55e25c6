import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll } from 'vitest'
import { programPath } from '../package.ts'

/** A folder of its own for the commands of one test file. */
export const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The command line, as a process of its own in that folder. */
export const gatecrash = (...words: readonly string[]) =>
  execa(process.execPath, [programPath('../cli.ts', import.meta.url), ...words], {
    env: { NO_COLOR: '1' },
    cwd: folder,
    reject: false,
    all: true,
  })
