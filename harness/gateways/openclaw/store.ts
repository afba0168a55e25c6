import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { StoredTranscript } from '../../driver.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import { copyDatabase } from '../copy-database.ts'
import { readLines } from '../session-tree/tree.ts'
import { turnsIn } from '../session-tree/turns-in.ts'
import { hasSessions, places, rowsOf } from './store-lines.ts'

/**
 * Every session's active branch as it is on disk: `agents/<id>/sessions/*.jsonl` up to 2026.7, since 2026.8 SQLite at
 * `agents/<id>/agent/openclaw-agent.sqlite`. Copies of what was read go to `evidence`; a running gateway is not disturbed,
 * since files are only read and the database is copied through a reader's connection.
 * @param nameOf the scenario's name of a session from the gateway's key
 * @throws HarnessError STORE_UNREADABLE
 */
export async function readStore(
  state: string,
  evidence: string,
  nameOf: (key: string) => string,
): Promise<StoredTranscript[]> {
  try {
    await mkdir(evidence, { recursive: true })
    return [...(await readJsonl(state, evidence, nameOf)), ...(await readSqlite(state, evidence, nameOf))]
  } catch (error) {
    throw new HarnessError('STORE_UNREADABLE', `cannot read the gateway's store in ${state}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

async function readJsonl(
  state: string,
  evidence: string,
  nameOf: (key: string) => string,
): Promise<StoredTranscript[]> {
  const found: StoredTranscript[] = []
  for await (const index of glob(places.index, { cwd: state })) {
    const folder = join(state, dirname(index))
    const text = await readFile(join(state, index), 'utf8')
    await writeFile(join(evidence, 'sessions.json'), text)
    for (const [key, { sessionId }] of Object.entries(JSON.parse(text) as Record<string, { sessionId: string }>)) {
      const file = join(folder, `${sessionId}.jsonl`)
      const lines = await readLines(file, evidence)
      if (lines === undefined) continue
      found.push({ session: nameOf(key), source: relative(state, file), turns: turnsIn(lines) })
    }
  }
  return found
}

async function readSqlite(
  state: string,
  evidence: string,
  nameOf: (key: string) => string,
): Promise<StoredTranscript[]> {
  const found: StoredTranscript[] = []
  for await (const file of glob(places.database, { cwd: state })) {
    using database = await copyDatabase(join(state, file), evidence)
    if (!hasSessions(database)) continue
    const sessions = database.prepare('SELECT session_key AS key, current_session_id AS id FROM session_nodes').all()
    for (const { key, id } of sessions)
      found.push({ session: nameOf(String(key)), source: file, turns: turnsIn(rowsOf(database, String(id))) })
  }
  return found
}
