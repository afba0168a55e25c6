import { isUtf8 } from 'node:buffer'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { messageOf } from '../errors.ts'
import type { Redactor } from '../record/redactor.ts'
import { isArchive, redactArchive } from './redact-archive.ts'
import { redactDatabase } from './redact-database.ts'

/** By chance, one such run comes in some seven megabytes of compressed data. */
const readableRun = /[\x20-\x7e]{16,}/g

/**
 * Copies what is kept of a run to where it may be shown, without secrets: texts and databases are redacted. What cannot be, as a
 * picture with a secret in it or a damaged database, is left out, and a file in its place says so.
 */
export async function keepEvidence(kept: string, folder: string, redactor: Redactor): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const entry of await readdir(kept, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const copy = join(folder, file.slice(kept.length))
    await mkdir(dirname(copy), { recursive: true })
    const why = await keepFile(file, copy, redactor)
    if (why !== undefined) await writeFile(`${copy}.left-out.txt`, `${redactor.text(why)}\n`)
  }
}

/** Why a file is left out; nothing when it is kept. */
async function keepFile(file: string, copy: string, redactor: Redactor): Promise<string | undefined> {
  const bytes = await readFile(file)
  if (isDatabase(bytes)) return keepDatabase(file, copy, redactor)
  try {
    const shown = isArchive(bytes)
      ? redactArchive(bytes, (entry) => redactBytes(entry, redactor))
      : redactBytes(bytes, redactor)
    if (shown === undefined) return 'left out: it is no text, and holds what looks like a secret'
    await writeFile(copy, shown)
  } catch (error) {
    return `left out: its secrets could not be taken out of it: ${messageOf(error)}`
  }
}

/** A file's bytes without secrets; nothing when it is no text and holds one. */
function redactBytes(bytes: Buffer, redactor: Redactor): Buffer | undefined {
  // what is no UTF-8 is read byte by byte, so that it stays as it is
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1'
  const text = bytes.toString(encoding)
  if (!bytes.includes(0)) return Buffer.from(redactor.text(text), encoding)
  // compressed data looks like anything by chance: only a run of letters as long as a real text tells
  const readable = text.match(readableRun)?.join('\n') ?? ''
  return redactor.text(readable) === readable ? bytes : undefined
}

async function keepDatabase(file: string, copy: string, redactor: Redactor): Promise<string | undefined> {
  try {
    redactDatabase(file, redactor)
  } catch (error) {
    return `left out: its secrets could not be taken out of it: ${messageOf(error)}`
  }
  await cp(file, copy)
}

/** sqlite.org/fileformat, 1.3 */
function isDatabase(bytes: Buffer): boolean {
  return bytes.subarray(0, 16).toString('latin1') === 'SQLite format 3\0'
}
