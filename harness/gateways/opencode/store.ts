import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Json } from '../../../mock-provider/json.ts'
import type { StoredTranscript } from '../../driver.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import type { StoreProblem } from '../../record/entry.ts'
import { copyDatabase } from '../copy-database.ts'
import { type Message, turnsOf } from './messages.ts'

/** Where opencode keeps its sessions, inside its data folder: a SQLite database. */
const place = 'opencode/opencode.db'

/**
 * Every session as it is on disk: tables `session`, `message` and `part`, whose rows hold JSON. A copy of the database goes to `evidence`.
 * @throws HarnessError STORE_UNREADABLE
 */
export async function readStore(data: string, evidence: string): Promise<StoredTranscript[]> {
  try {
    using database = await open(data, evidence)
    if (database === undefined) return []
    return rowsOf(database, 'SELECT id, title FROM session ORDER BY id').map(({ id, title }) => ({
      session: String(title),
      source: place,
      turns: turnsOf(messagesOf(database, String(id))),
    }))
  } catch (error) {
    throw unreadable(error)
  }
}

/**
 * What is wrong with the database itself: damage, and parts that belong to no message.
 * @throws HarnessError STORE_UNREADABLE when it cannot be looked at
 */
export async function checkStore(data: string, evidence: string): Promise<StoreProblem[]> {
  try {
    using database = await open(data, evidence)
    if (database === undefined) return []
    const words = rowsOf(database, 'PRAGMA integrity_check').map((row) => String(row.integrity_check))
    const orphans = rowsOf(
      database,
      'SELECT id, message_id FROM part WHERE message_id NOT IN (SELECT id FROM message) ORDER BY id',
    )
    return [
      ...words.filter((word) => word !== 'ok').map((word) => ({ source: place, problem: `integrity check: ${word}` })),
      ...orphans.map((row) => ({
        source: `${place}, part ${row.id}`,
        problem: `belongs to message ${row.message_id}, which is not there`,
      })),
    ]
  } catch (error) {
    throw unreadable(error)
  }
}

/** A copy of the database; nothing before there is one. */
async function open(data: string, evidence: string): Promise<DatabaseSync | undefined> {
  const [file] = await databasesIn(data)
  return file === undefined ? undefined : copyDatabase(file, evidence)
}

/** The databases of a data folder: one, or none yet. */
export async function databasesIn(data: string): Promise<string[]> {
  const found = await Array.fromAsync(glob(place, { cwd: data }))
  return found.map((file) => join(data, file))
}

/** In opencode's own order: a message's id may be its client's, who made it before it came. */
function messagesOf(database: DatabaseSync, session: string): Message[] {
  const parts = Map.groupBy(
    rowsOf(database, 'SELECT id, message_id, data FROM part WHERE session_id = ? ORDER BY id', session),
    (row) => String(row.message_id),
  )
  return rowsOf(database, 'SELECT id, data FROM message WHERE session_id = ? ORDER BY time_created, id', session).map(
    ({ id, data }) => ({
      info: { ...parsed(data), id: String(id) },
      parts: (parts.get(String(id)) ?? []).map((part) => parsed(part.data)),
    }),
  )
}

function rowsOf(database: DatabaseSync, query: string, ...values: string[]): Json[] {
  return database.prepare(query).all(...values)
}

function parsed(data: unknown): Json {
  return JSON.parse(String(data)) as Json
}

function unreadable(error: unknown): HarnessError {
  return new HarnessError('STORE_UNREADABLE', `cannot read ${place}: ${messageOf(error)}`, { cause: error })
}
