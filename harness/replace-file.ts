import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { HarnessError, messageOf } from './errors.ts'
import { makeFolder } from './make-folder.ts'

/**
 * Writes a file, and the folders above it, beside its place and moves it there: it is whole or not there, and a link in its place is replaced and not followed.
 * @throws HarnessError UNWRITABLE naming the file
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}`
  try {
    await makeFolder(dirname(file))
    await writeFile(beside, text, { flag: 'wx' })
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    throw new HarnessError('UNWRITABLE', `cannot write ${file}: ${messageOf(error)}`, { cause: error })
  }
}
