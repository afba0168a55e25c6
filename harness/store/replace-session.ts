import { readFile, rm, stat } from 'node:fs/promises'
import { HarnessError } from '../errors.ts'
import { replaceFile } from '../replace-file.ts'
import { backupFor, backupOf, hashOf } from './backup.ts'

/**
 * Puts other bytes into a session's file, after a backup beside it that was read again and found to be the same. At each moment the file is
 * the old one or the new one, whole.
 * @throws HarnessError UNWRITABLE
 */
export async function replaceSession(file: string, before: Buffer, after: Buffer): Promise<string> {
  const { mode } = await stat(file)
  const backup = backupOf(file, before, after)
  await checkSame(file, before)
  await replaceFile(backup, before, mode & 0o777)
  await checkSame(backup, before)
  // an agent that was started meanwhile may have written
  await checkSame(file, before)
  await replaceFile(file, after, mode & 0o777)
  return backup
}

/** Puts back what was there before the last repair. @throws HarnessError UNWRITABLE */
export async function restoreSession(file: string): Promise<string> {
  const [now, { mode }] = await Promise.all([readFile(file), stat(file)])
  const { backup, before } = await backupFor(file, now)
  const bytes = await readFile(backup)
  if (hashOf(bytes) !== before)
    throw new HarnessError('UNWRITABLE', `cannot undo the repair of ${file}: its backup ${backup} was changed`)
  await replaceFile(file, bytes, mode & 0o777)
  await rm(backup)
  return backup
}

async function checkSame(file: string, bytes: Buffer): Promise<void> {
  if (!(await readFile(file)).equals(bytes))
    throw new HarnessError('UNWRITABLE', `${file} has changed since it was read; stop its agent and try again`)
}
