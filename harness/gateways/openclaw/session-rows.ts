import { dirname, join } from 'node:path'
import { isDatabase, readerOf, readerWith } from '../../store/database.ts'
import type { Line } from '../../store/lines.ts'
import type { Store, StoredSession } from '../../store/store.ts'
import { plantRows, replaceRows, restoreRows } from './replace-rows.ts'
import { openclawFormat } from './session-format.ts'
import { openclawProgram, versionIn } from './session-store.ts'
import { textOfRow } from './store-lines.ts'

const rowsAtOnce = 500

/** OpenClaw's sessions since 2026.8: rows of a database, one an entry. */
export const openclawRows: Store = {
  format: openclawFormat,
  program: openclawProgram,
  places: ['.openclaw/agents/*/agent/openclaw-agent.sqlite'],
  async open(file) {
    if (!(await isDatabase(file))) return undefined
    using database = readerWith(file, ['session_nodes', 'transcript_events'])
    if (database === undefined) return undefined
    const size = 'SELECT sum(length(event_json)) FROM transcript_events WHERE session_id = current_session_id'
    const sessions = database.prepare(
      `SELECT session_key AS key, current_session_id AS id, (${size}) AS size FROM session_nodes`,
    )
    return sessions.all().map(({ key, id, size }) => sessionIn(file, String(key), String(id), Number(size ?? 0)))
  },
}

function sessionIn(file: string, key: string, id: string, size: number): StoredSession {
  return {
    format: openclawFormat,
    file,
    name: key,
    size,
    lines: () => linesOf(file, id),
    version: async () => (await versionIn(join(dirname(file), '../../..'))) ?? madeBy(file),
    writer: async () => undefined,
    elsewhere: async () => undefined,
    replace: (before, after) => replaceRows(file, id, before, after),
    restore: () => restoreRows(file, id),
    async plant(folder, bytes) {
      await plantRows(file, { key, id }, folder, bytes)
      return undefined
    },
  }
}

/** The version that has made the database. */
function madeBy(file: string): string | undefined {
  using database = readerWith(file, ['schema_meta'])
  const version = database?.prepare('SELECT app_version FROM schema_meta').get()?.app_version
  return typeof version === 'string' ? version : undefined
}

/** Rows as lines: a reader of a database in WAL mode keeps nobody from writing. */
async function* linesOf(file: string, id: string): AsyncGenerator<Line[]> {
  using database = readerOf(file)
  const rows = database.prepare('SELECT * FROM transcript_events WHERE session_id = ? ORDER BY seq').iterate(id)
  let from = 0
  let lines: Line[] = []
  for (const row of rows) {
    const bytes = Buffer.from(textOfRow(row))
    lines.push({ line: Number(row.seq), from, bytes, ended: true })
    from += bytes.length + 1
    if (lines.length < rowsAtOnce) continue
    yield lines
    lines = []
  }
  yield lines
}
