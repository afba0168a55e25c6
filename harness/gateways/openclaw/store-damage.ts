import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Damage } from '../../damage.ts'
import { HarnessError } from '../../errors.ts'
import { type Damaged, damaged, type StoredEvent } from '../session-tree/damage.ts'
import { damageLines } from '../session-tree/damage-lines.ts'

/**
 * Damages the stored history of a session, while no gateway has it open; resolves to the ids of the calls that the damage is about.
 * @throws HarnessError LIMIT_REACHED when the history has nothing that could be damaged so
 */
export async function damageStore(state: string, key: string, damage: Damage): Promise<readonly string[]> {
  const file = await sessionFile(state, key)
  const calls = file === undefined ? await damageSqlite(state, key, damage) : await damageLines(file, damage)
  if (calls !== undefined) return calls
  throw new HarnessError('LIMIT_REACHED', `the stored history of ${key} has no place for "${damage}"`)
}

/** The file of a session's transcript; nothing where the store is a database. */
export async function sessionFile(state: string, key: string): Promise<string | undefined> {
  for await (const index of glob('agents/*/sessions/sessions.json', { cwd: state })) {
    const sessions = JSON.parse(await readFile(join(state, index), 'utf8')) as Record<string, { sessionId: string }>
    const session = sessions[key]
    if (session !== undefined) return join(state, dirname(index), `${session.sessionId}.jsonl`)
  }
  return undefined
}

/** The databases with the transcripts. */
export async function databases(state: string): Promise<string[]> {
  const found = await Array.fromAsync(glob('agents/*/agent/openclaw-agent.sqlite', { cwd: state }))
  return found.map((file) => join(state, file))
}

async function damageSqlite(state: string, key: string, damage: Damage): Promise<readonly string[] | undefined> {
  if (damage === 'cut-line') return undefined
  for (const file of await databases(state)) {
    using database = new DatabaseSync(file)
    const session = database
      .prepare('SELECT current_session_id AS id FROM session_nodes WHERE session_key = ?')
      .get(key)?.id
    if (session === undefined) continue
    const rows = database
      .prepare('SELECT event_json AS json FROM transcript_events WHERE session_id = ? ORDER BY seq')
      .all(session)
    const made = damaged(
      rows.map(({ json }) => JSON.parse(String(json))),
      damage,
    )
    if (made !== undefined) rewrite(database, String(session), made)
    return made?.calls
  }
  return undefined
}

/** Everything that OpenClaw derives from the rows is marked to be built anew, so that it reads what stands there now. */
function rewrite(database: DatabaseSync, session: string, { events }: Damaged): void {
  database.exec('BEGIN IMMEDIATE')
  database.prepare('DELETE FROM transcript_events WHERE session_id = ?').run(session)
  const event = database.prepare(
    'INSERT INTO transcript_events (session_id, seq, event_json, created_at, event_utf8_bytes) VALUES (?, ?, ?, ?, ?)',
  )
  const identity = database.prepare(
    'INSERT INTO transcript_event_identities (session_id, event_id, seq, event_type, parent_id, message_idempotency_key, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (const [seq, stored] of events.entries()) {
    const json = JSON.stringify(stored)
    const { id = '', type, parent, once, at = 0 } = identityOf(stored)
    event.run(session, seq, json, at, Buffer.byteLength(json))
    identity.run(session, id, seq, type, parent, once, at)
  }
  database.prepare('UPDATE session_transcript_index_state SET needs_rebuild = 1 WHERE session_id = ?').run(session)
  database.exec('COMMIT')
}

/** What OpenClaw knows an entry by, as its table of identities has it; a damaged entry may have no id and no time. */
export function identityOf({ id, type, parentId, timestamp, message }: StoredEvent) {
  const { idempotencyKey } = (message ?? {}) as { idempotencyKey?: unknown }
  const at = Date.parse(String(timestamp))
  return {
    id: typeof id === 'string' ? id : undefined,
    type: String(type),
    parent: typeof parentId === 'string' ? parentId : null,
    once: typeof idempotencyKey === 'string' ? idempotencyKey : null,
    at: Number.isNaN(at) ? undefined : at,
  }
}
