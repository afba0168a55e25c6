import { open, rename, rm } from 'node:fs/promises'
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { HarnessError, messageOf } from '../errors.ts'
import { backupOf } from './backup.ts'

const magic = 'SQLite format 3\0'
const busyMs = 5_000

/** Whether a file is a SQLite database. */
export async function isDatabase(file: string): Promise<boolean> {
  await using handle = await open(file)
  const { buffer } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
  return buffer.toString() === magic
}

/** A database to read from; in WAL mode its reader keeps nobody from writing. */
export function readerOf(file: string): DatabaseSync {
  return new DatabaseSync(file, { readOnly: true, timeout: busyMs })
}

/** The reader of a database that has all these tables; nothing when it lacks one. */
export function readerWith(file: string, tables: readonly string[]): DatabaseSync | undefined {
  const database = readerOf(file)
  const marks = tables.map(() => '?').join(', ')
  const found = database.prepare(`SELECT name FROM sqlite_master WHERE name IN (${marks})`).all(...tables)
  if (found.length === tables.length) return database
  database.close()
  return undefined
}

/** What a session's rows are as bytes, and how others are put in their place. */
export type Rows = {
  readonly read: (database: DatabaseSync) => Buffer
  readonly write: (database: DatabaseSync, after: Buffer) => void
}

/**
 * Puts other rows in the place of a session's, in one transaction, after a copy of the whole database beside it that was read again;
 * resolves to that copy.
 * @throws HarnessError UNWRITABLE when another process writes, or the rows are no longer what was read
 */
export async function replaceInDatabase(
  file: string,
  { read, write }: Rows,
  before: Buffer,
  after: Buffer,
): Promise<string> {
  using database = lockedBy(file)
  checkSame(file, read(database), before)
  write(database, after)
  // others still read what was there before, and so does the copy
  const copy = backupOf(file, before, read(database))
  await keepCopy(file, copy, (stored) => checkSame(copy, read(stored), before))
  database.exec('COMMIT')
  return copy
}

/** Copies a database; the copy has its name only when it was checked, and of one that cannot be written nothing is left. @throws HarnessError UNWRITABLE */
async function keepCopy(file: string, copy: string, check: (stored: DatabaseSync) => void): Promise<void> {
  const part = `${copy}.part`
  const clear = () => Promise.all([part, `${part}-journal`].map((one) => rm(one, { force: true })))
  try {
    // what a repair that was killed has left
    await clear()
    using reader = readerOf(file)
    await copyDatabase(reader, part)
    // nobody writes to it, so it needs no files beside it
    using stored = new DatabaseSync(new URL(`?immutable=1`, pathToFileURL(part)), { readOnly: true })
    check(stored)
    await rename(part, copy)
  } catch (error) {
    await clear()
    throw new HarnessError('UNWRITABLE', `cannot keep a copy of ${file}: ${messageOf(error)}`, { cause: error })
  }
}

/** A database that nobody else can write to until it is closed, with a transaction begun. @throws HarnessError UNWRITABLE */
export function lockedBy(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyMs })
  try {
    database.exec('BEGIN IMMEDIATE')
    return database
  } catch (error) {
    database.close()
    const why = `cannot write to ${file}: ${messageOf(error)}; stop its agent`
    throw new HarnessError('UNWRITABLE', why, { cause: error })
  }
}

function checkSame(file: string, now: Buffer, before: Buffer): void {
  if (!now.equals(before))
    throw new HarnessError('UNWRITABLE', `${file} has changed since it was read; stop its agent and try again`)
}
