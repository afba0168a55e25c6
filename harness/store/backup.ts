import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HarnessError } from '../errors.ts'

const pattern = /\.gatecrash-backup-([0-9a-f]{16})-([0-9a-f]{16})$/

/** Whether a file is a backup of ours. */
export function isBackup(file: string): boolean {
  return pattern.test(basename(file))
}

/** What tells bytes from others, as the name of a backup has it. */
export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

/** Where the backup of a file goes: its name says what was before, and what is there after the repair. */
export function backupOf(file: string, before: Buffer, after: Buffer): string {
  return `${file}.gatecrash-backup-${hashOf(before)}-${hashOf(after)}`
}

/**
 * The backup from before the repair that a session is still as it was left by.
 * @throws HarnessError UNWRITABLE when there is none
 */
export async function backupFor(
  file: string,
  now: Buffer,
): Promise<{ readonly backup: string; readonly before: string }> {
  const all = (await readdir(dirname(file))).filter((name) => name.startsWith(`${basename(file)}.`) && isBackup(name))
  for (const name of all) {
    const [, before = '', after] = pattern.exec(name) ?? []
    if (after === hashOf(now)) return { backup: join(dirname(file), name), before }
  }
  const [one] = all
  const why =
    one === undefined
      ? 'it has no backup'
      : `it has gone on since its repair, and that would be lost; the backup is ${one}`
  throw new HarnessError('UNWRITABLE', `cannot undo the repair of ${file}: ${why}`)
}
