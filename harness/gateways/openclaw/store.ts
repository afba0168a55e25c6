import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { backup, DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import type { StoredTranscript } from '../../driver.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import type { Turn } from '../../transcript/transcript.ts'
import { turnOf } from './messages.ts'

/** An entry of a stored session: OpenClaw keeps a tree, whose active branch ends in the newest entry. */
type Event = { id?: string; parentId?: string | null; message?: unknown }
type Numbered = { event: Event; at: string }

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
  for await (const index of glob('agents/*/sessions/sessions.json', { cwd: state })) {
    const folder = join(state, dirname(index))
    const text = await readFile(join(state, index), 'utf8')
    await writeFile(join(evidence, 'sessions.json'), text)
    for (const [key, { sessionId }] of Object.entries(JSON.parse(text) as Record<string, { sessionId: string }>)) {
      const file = join(folder, `${sessionId}.jsonl`)
      const lines = await readFile(file, 'utf8').catch(() => undefined)
      if (lines === undefined) continue
      await writeFile(join(evidence, basename(file)), lines)
      const events = lines.split('\n').flatMap((line, n, all) => parseLine(line, n, n === all.length - 1))
      found.push({ session: nameOf(key), source: relative(state, file), turns: activeBranch(events) })
    }
  }
  return found
}

/** The last line may be one that a running gateway has not finished writing; a damaged line before it is a damaged store. */
function parseLine(line: string, n: number, isLast: boolean): Numbered[] {
  try {
    return line.trim() === '' ? [] : [{ event: JSON.parse(line) as Event, at: `line ${n + 1}` }]
  } catch (error) {
    if (isLast) return []
    throw new Error(`line ${n + 1} is not JSON: ${messageOf(error)}`)
  }
}

async function readSqlite(
  state: string,
  evidence: string,
  nameOf: (key: string) => string,
): Promise<StoredTranscript[]> {
  const found: StoredTranscript[] = []
  for await (const file of glob('agents/*/agent/openclaw-agent.sqlite', { cwd: state })) {
    const copy = join(evidence, basename(file))
    const live = new DatabaseSync(join(state, file), { readOnly: true, timeout: 5_000 })
    await backup(live, copy).finally(() => live.close())
    using database = new DatabaseSync(copy)
    database.exec('PRAGMA journal_mode = DELETE')
    const sessions = database.prepare('SELECT session_key AS key, current_session_id AS id FROM session_nodes').all()
    const rows = database.prepare('SELECT * FROM transcript_events WHERE session_id = ? ORDER BY seq')
    for (const { key, id } of sessions) {
      const events = rows
        .all(String(id))
        .flatMap((row) => parseRow(row).map((event) => ({ event, at: `row ${row.seq}` })))
      found.push({ session: nameOf(String(key)), source: file, turns: activeBranch(events) })
    }
  }
  return found
}

/** Since 2026.9 a large entry is kept compressed, in a column of its own. */
function parseRow({ event_json: json, event_zstd: zstd }: Record<string, SQLOutputValue>): Event[] {
  if (typeof json === 'string') return [JSON.parse(json)]
  return zstd instanceof Uint8Array ? [JSON.parse(zstdDecompressSync(zstd).toString())] : []
}

function activeBranch(events: readonly Numbered[]): Turn[] {
  const byId = new Map(events.map((entry) => [entry.event.id, entry]))
  const branch: Numbered[] = []
  let next: Numbered | undefined = events.findLast(
    ({ event }) => event.id !== undefined && event.parentId !== undefined,
  )
  if (next === undefined) return events.flatMap(({ event, at }) => turnOf(event.message, at))
  while (next !== undefined && !branch.includes(next)) {
    branch.unshift(next)
    const parent: string | null | undefined = next.event.parentId
    const found: Numbered | undefined = parent ? byId.get(parent) : undefined
    if (parent && found === undefined) throw new Error(`${next.at} comes after an entry "${parent}" that is not there`)
    next = found
  }
  return branch.flatMap(({ event, at }) => turnOf(event.message, at))
}
