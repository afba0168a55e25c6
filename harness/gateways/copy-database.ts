import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'

/** A copy of a database in `evidence`, made through a reader's connection, so that a running gateway is not disturbed. */
export async function copyDatabase(file: string, evidence: string): Promise<DatabaseSync> {
  const copy = join(evidence, basename(file))
  await mkdir(evidence, { recursive: true })
  const live = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  await backup(live, copy).finally(() => live.close())
  const database = new DatabaseSync(copy)
  database.exec('PRAGMA journal_mode = DELETE')
  return database
}
