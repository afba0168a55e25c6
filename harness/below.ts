import { lstatSync, type Stats } from 'node:fs'
import { isAbsolute, join, sep } from 'node:path'
import { HarnessError, messageOf } from './errors.ts'

/** A record with pictures beside it stays far below this; reading more would fill the memory. */
const maxBytes = 256_000_000

/**
 * The path of a plain file in a folder that a stranger may have made; nothing when it is not there. The folder itself is the user's
 * word; of what the stranger named, no part may lead out of it or be a link.
 * @throws HarnessError BAD_RECORD when the name leads elsewhere, or to what is no plain file of at most `max` bytes
 */
export function fileBelow(folder: string, name: string, max = maxBytes): string | undefined {
  const found = statBelow(folder, name)
  if (found === undefined) return undefined
  if (!found.isFile()) throw refused(folder, name, 'it is no plain file')
  if (found.size > max) throw refused(folder, name, `it is larger than ${max / 1_000} KB`)
  return join(folder, name)
}

/**
 * The path of a folder in a folder that a stranger may have made; nothing when it is not there.
 * @throws HarnessError BAD_RECORD as `fileBelow` does
 */
export function folderBelow(folder: string, name: string): string | undefined {
  const found = statBelow(folder, name)
  if (found === undefined) return undefined
  if (!found.isDirectory()) throw refused(folder, name, 'it is no folder')
  return join(folder, name)
}

function statBelow(folder: string, name: string): Stats | undefined {
  const parts = name.split(sep)
  if (isAbsolute(name) || name.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw refused(folder, name, 'it leads out of it')
  let found: Stats | undefined
  for (const [index] of parts.entries()) {
    if (found?.isDirectory() === false) throw refused(folder, name, 'it leads through a file')
    found = look(folder, name, parts.slice(0, index + 1))
    if (found === undefined) return undefined
    if (found.isSymbolicLink()) throw refused(folder, name, 'it is a link, and links are not followed')
  }
  return found
}

function look(folder: string, name: string, parts: readonly string[]): Stats | undefined {
  try {
    return lstatSync(join(folder, ...parts), { throwIfNoEntry: false })
  } catch (error) {
    throw refused(folder, name, messageOf(error))
  }
}

function refused(folder: string, name: string, why: string): HarnessError {
  return new HarnessError('BAD_RECORD', `cannot use ${name} in ${folder}: ${why}`)
}
