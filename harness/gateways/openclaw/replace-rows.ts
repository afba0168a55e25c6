import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite'
import { backupFor } from '../../store/backup.ts'
import { readerOf, replaceInDatabase } from '../../store/database.ts'
import { linesOf } from '../../store/lines.ts'
import { keyOf } from './events.ts'
import { identityOf } from './store-damage.ts'
import { textOfRow } from './store-lines.ts'

/** What is stored of a session's records; rows of the second refer to rows of the first. */
const tables = ['transcript_events', 'transcript_event_identities'] as const

type Row = Record<string, null | number | bigint | string | Uint8Array>

/**
 * Puts other rows in the place of a session's. Rows whose text stays are put back as they were. What OpenClaw derives from them is marked to
 * be built anew.
 * @throws HarnessError UNWRITABLE when another process writes, or the rows are no longer what was read
 */
export function replaceRows(file: string, id: string, before: Buffer, after: Buffer): Promise<string> {
  const rows = {
    read: (database: DatabaseSync) => bytesIn(database, id),
    write: (database: DatabaseSync, bytes: Buffer) => writeRows(database, id, bytes),
  }
  return replaceInDatabase(file, rows, before, after)
}

/** Puts back the rows from before the last repair. @throws HarnessError UNWRITABLE */
export async function restoreRows(file: string, id: string): Promise<string> {
  // rows that had lost what they refer to are put back as they were
  using database = new DatabaseSync(file, { timeout: 5_000, enableForeignKeyConstraints: false })
  const { backup } = await backupFor(file, bytesIn(database, id))
  database.prepare('ATTACH ? AS old').run(backup)
  database.exec('BEGIN IMMEDIATE')
  clear(database, id)
  for (const table of tables)
    database.prepare(`INSERT INTO main.${table} SELECT * FROM old.${table} WHERE session_id = ?`).run(id)
  rebuild(database, id)
  database.exec('COMMIT')
  database.exec('DETACH old')
  await rm(backup)
  return backup
}

/** A copy of the whole database for a gateway of ours, in which the session is as these bytes have it, and the main one. */
export async function plantRows(
  file: string,
  { key, id }: { key: string; id: string },
  folder: string,
  bytes: Buffer,
): Promise<void> {
  const place = join(folder, 'state', 'agents', 'main', 'agent')
  await mkdir(place, { recursive: true })
  const copy = join(place, 'openclaw-agent.sqlite')
  using reader = readerOf(file)
  await copyDatabase(reader, copy)
  using database = new DatabaseSync(copy)
  writeRows(database, id, bytes)
  database.exec("UPDATE schema_meta SET agent_id = 'main'")
  const main = keyOf('main', {})
  if (key !== main) rename(database, key, main)
}

/** Gives a session the key of another, which goes with all that refers to it. */
function rename(database: DatabaseSync, from: string, to: string): void {
  database.prepare('DELETE FROM session_nodes WHERE session_key = ?').run(to)
  // the key stands in several tables, and changes in one after another
  database.exec('PRAGMA foreign_keys = OFF')
  for (const table of tablesWithKeys(database)) {
    database.prepare(`DELETE FROM ${table} WHERE session_key = ?`).run(to)
    database.prepare(`UPDATE ${table} SET session_key = ? WHERE session_key = ?`).run(to, from)
  }
}

function tablesWithKeys(database: DatabaseSync): string[] {
  const columns = `SELECT 1 FROM pragma_table_info(sqlite_master.name) WHERE name = 'session_key'`
  const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND EXISTS (${columns})`).all()
  return tables.map(({ name }) => String(name))
}

function rowsIn(database: DatabaseSync, id: string): Row[] {
  return database.prepare('SELECT * FROM transcript_events WHERE session_id = ? ORDER BY seq').all(id)
}

function bytesIn(database: DatabaseSync, id: string): Buffer {
  return Buffer.from(
    rowsIn(database, id)
      .map((row) => `${textOfRow(row)}\n`)
      .join(''),
  )
}

function writeRows(database: DatabaseSync, id: string, after: Buffer): void {
  const old = Map.groupBy(rowsIn(database, id), textOfRow)
  const [some] = old.values()
  const columns = Object.keys(some?.[0] ?? {})
  clear(database, id)
  const marks = columns.map(() => '?').join(', ')
  const event = database.prepare(`INSERT INTO transcript_events (${columns.join(', ')}) VALUES (${marks})`)
  // of a damaged session some records have no id, or that of another
  const identity = database.prepare(
    'INSERT OR IGNORE INTO transcript_event_identities (session_id, event_id, seq, event_type, parent_id, message_idempotency_key, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  let created: Row[string] = 0
  for (const [seq, line] of linesOf(after).entries()) {
    const json = line.bytes.toString()
    const { id: event_id, type, parent, once, at } = identityOf(JSON.parse(json))
    const made: Row = { event_json: json, created_at: at ?? created, event_utf8_bytes: line.bytes.length }
    const row: Row = { ...(old.get(json)?.shift() ?? made), session_id: id, seq }
    created = row.created_at ?? null
    event.run(...columns.map((column) => row[column] ?? null))
    if (event_id !== undefined) identity.run(id, event_id, seq, type, parent, once, created)
  }
  rebuild(database, id)
}

function clear(database: DatabaseSync, id: string): void {
  for (const table of tables.toReversed()) database.prepare(`DELETE FROM main.${table} WHERE session_id = ?`).run(id)
}

function rebuild(database: DatabaseSync, id: string): void {
  database.prepare('UPDATE session_transcript_index_state SET needs_rebuild = 1 WHERE session_id = ?').run(id)
}
