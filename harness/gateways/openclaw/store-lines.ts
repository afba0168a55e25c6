import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import type { StoredLine } from '../session-tree/tree.ts'

/** Where OpenClaw keeps sessions, as globs inside its state folder: JSONL up to 2026.7, since 2026.8 SQLite. */
export const places = {
  index: 'agents/*/sessions/sessions.json',
  jsonl: 'agents/*/sessions/*.jsonl',
  locks: 'agents/*/sessions/*.jsonl.lock',
  database: 'agents/*/agent/openclaw-agent.sqlite',
} as const

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

/** The entries of one session in a database; 2026.9.6 may compress a large one. */
export function rowsOf(database: DatabaseSync, session: string): StoredLine[] {
  const rows = database.prepare('SELECT * FROM transcript_events WHERE session_id = ? ORDER BY seq').all(session)
  return rows.map(({ seq, event_json: json, event_zstd: zstd }) => ({
    text: zstd instanceof Uint8Array ? zstdDecompressSync(zstd).toString() : String(json),
    at: `row ${seq}`,
    open: false,
  }))
}
