import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { HarnessError, messageOf } from './errors.ts'
import { makeFolder } from './make-folder.ts'

/**
 * Writes a file, and the folders above it, beside its place and moves it there: it is whole or not there, and a link in its place is replaced and not followed.
 * @param mode who may read and write it, where that is not for the system to say
 * @throws HarnessError UNWRITABLE naming the file
 */
export async function replaceFile(file: string, text: string | Uint8Array, mode?: number): Promise<void> {
  const beside = `${file}.${randomUUID()}`
  try {
    await makeFolder(dirname(file))
    await writeSynced(beside, text, mode)
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    throw new HarnessError('UNWRITABLE', `cannot write ${file}: ${messageOf(error)}`, { cause: error })
  }
}

/** It is on the disk before it is moved: a machine that loses its power must not leave a name with nothing behind it. */
async function writeSynced(file: string, text: string | Uint8Array, mode?: number): Promise<void> {
  await using handle = await open(file, 'wx', mode)
  await handle.writeFile(text)
  await handle.sync()
}
