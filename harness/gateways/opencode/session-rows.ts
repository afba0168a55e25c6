import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import { parseJson } from '../../../mock-provider/json.ts'
import { backupFor } from '../../store/backup.ts'
import { isDatabase, readerOf, readerWith, replaceInDatabase } from '../../store/database.ts'
import type { Line } from '../../store/lines.ts'
import type { Store, StoredSession } from '../../store/store.ts'
import { opencodeFormat } from './session-format.ts'
import { linesOfMessage, type Row, rowsOf, rowsOfLines } from './session-lines.ts'

const linesAtOnce = 500
const tables = ['session', 'message', 'part'] as const

/** opencode's sessions: rows of one database. */
export const opencodeRows: Store = {
  format: opencodeFormat,
  program: /(?:^|\/)opencode(?: |$)/,
  places: ['.local/share/opencode/opencode.db'],
  async open(file) {
    if (!(await isDatabase(file))) return undefined
    using database = readerWith(file, tables)
    if (database === undefined) return undefined
    const size = 'SELECT sum(length(data)) FROM part WHERE session_id = session.id'
    const sessions = database.prepare(`SELECT id, version, (${size}) AS size FROM session ORDER BY time_created, id`)
    return sessions
      .all()
      .map(({ id, version, size }) => sessionIn(file, String(id), String(version), Number(size ?? 0)))
  },
}

function sessionIn(file: string, id: string, version: string, size: number): StoredSession {
  const rows = {
    read: (database: DatabaseSync) => bytesIn(database, id),
    write: (database: DatabaseSync, after: Buffer) => writeRows(database, id, after),
  }
  return {
    format: opencodeFormat,
    file,
    name: id,
    size,
    lines: () => linesOf(file, id),
    version: async () => version,
    writer: async () => undefined,
    elsewhere: async () => undefined,
    replace: (before, after) => replaceInDatabase(file, rows, before, after),
    restore: () => restoreRows(file, id),
    plant: (folder, bytes) => plant(file, id, folder, bytes),
  }
}

async function* linesOf(file: string, id: string): AsyncGenerator<Line[]> {
  using database = readerOf(file)
  let [line, from] = [0, 0]
  let lines: Line[] = []
  for (const rows of rowsOf(database, id))
    for (const text of linesOfMessage(rows)) {
      const bytes = Buffer.from(text)
      lines.push({ line: ++line, from, bytes, ended: true })
      from += bytes.length + 1
      if (lines.length < linesAtOnce) continue
      yield lines
      lines = []
    }
  yield lines
}

function bytesIn(database: DatabaseSync, id: string): Buffer {
  return Buffer.from(
    [...rowsOf(database, id)]
      .flatMap(linesOfMessage)
      .map((line) => `${line}\n`)
      .join(''),
  )
}

/** Rows that say the same as before stay as they are, byte for byte. */
function writeRows(database: DatabaseSync, session: string, after: Buffer): void {
  const { messages, parts } = rowsOfLines(after, session)
  writeTable(database, 'message', session, messages)
  writeTable(database, 'part', session, parts)
}

function writeTable(database: DatabaseSync, table: 'message' | 'part', session: string, rows: readonly Row[]): void {
  const stored = database.prepare(`SELECT * FROM ${table} WHERE session_id = ?`).all(session) as unknown as Row[]
  const old = new Map(stored.map((row) => [row.id, row]))
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`)
  const update = database.prepare(`UPDATE ${table} SET data = ? WHERE id = ?`)
  for (const { id, data, message_id, ...row } of rows) {
    const was = old.get(id)
    old.delete(id)
    if (was !== undefined && isDeepStrictEqual(parseJson(was.data), parseJson(data))) continue
    if (was !== undefined) update.run(data, id)
    else insert(database, table, { id, ...(message_id !== undefined && { message_id }), ...row, data })
  }
  for (const id of old.keys()) remove.run(id)
}

function insert(database: DatabaseSync, table: string, row: Row): void {
  const columns = Object.keys(row)
  const marks = columns.map(() => '?').join(', ')
  database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row))
}

/** A copy of the whole database, in which the session is as these lines have it and belongs to the working folder. */
async function plant(file: string, id: string, folder: string, bytes: Buffer): Promise<string> {
  const place = join(folder, 'data', 'opencode')
  await mkdir(place, { recursive: true })
  using reader = readerOf(file)
  await copyDatabase(reader, join(place, 'opencode.db'))
  using database = new DatabaseSync(join(place, 'opencode.db'))
  writeRows(database, id, bytes)
  database.prepare('UPDATE session SET directory = ? WHERE id = ?').run(join(folder, 'workspace'), id)
  return id
}

/** Puts back the rows from before the last repair. @throws HarnessError UNWRITABLE */
async function restoreRows(file: string, id: string): Promise<string> {
  using database = new DatabaseSync(file, { timeout: 5_000 })
  const { backup } = await backupFor(file, bytesIn(database, id))
  database.prepare('ATTACH ? AS old').run(backup)
  database.exec('BEGIN IMMEDIATE')
  for (const table of ['part', 'message']) database.prepare(`DELETE FROM main.${table} WHERE session_id = ?`).run(id)
  for (const table of ['message', 'part'])
    database.prepare(`INSERT INTO main.${table} SELECT * FROM old.${table} WHERE session_id = ?`).run(id)
  database.exec('COMMIT')
  database.exec('DETACH old')
  await rm(backup)
  return backup
}
