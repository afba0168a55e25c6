import type { DatabaseSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import type { StoredLine } from '../session-tree/tree.ts'

/** Where OpenClaw keeps sessions, as globs inside its state folder: JSONL up to 2026.7, since 2026.8 SQLite. */
export const places = {
  index: 'agents/*/sessions/sessions.json',
  jsonl: 'agents/*/sessions/*.jsonl',
  locks: 'agents/*/sessions/*.jsonl.lock',
  database: 'agents/*/agent/openclaw-agent.sqlite',
} as const

/** Whether sessions are in a database: from 2026.6.1 to 2026.7.1 it has other things, such as the sign-ins of its agent. */
export function hasSessions(database: DatabaseSync): boolean {
  const tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name IN ('session_nodes', 'transcript_events')"
  return database.prepare(tables).get() !== undefined
}

/** The entries of one session in a database; 2026.9.6 may compress a large one. */
export function rowsOf(database: DatabaseSync, session: string): StoredLine[] {
  const rows = database.prepare('SELECT * FROM transcript_events WHERE session_id = ? ORDER BY seq').all(session)
  return rows.map((row) => ({ text: textOfRow(row), at: `row ${row.seq}`, open: false }))
}

/** The JSON of a row with an entry. */
export function textOfRow({ event_json: json, event_zstd: zstd }: Record<string, unknown>): string {
  return zstd instanceof Uint8Array ? zstdDecompressSync(zstd).toString() : String(json)
}
