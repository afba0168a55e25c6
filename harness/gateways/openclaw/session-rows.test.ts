import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { bytesOf, repairOf } from '../../rescue/advice.ts'
import { Dice, wholeSession } from '../../rescue/corpus.ts'
import { shapes } from '../../rescue/corpus-shapes.ts'
import { scanned } from '../../rescue/scan.ts'
import type { StoredSession } from '../../store/store.ts'
import { openclawRows } from './session-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What of the tables of 2026.9.6 a transcript needs. */
const schema = `
  CREATE TABLE schema_meta (agent_id TEXT, app_version TEXT);
  INSERT INTO schema_meta VALUES ('main', '2026.9.6');
  CREATE TABLE session_nodes (session_key TEXT PRIMARY KEY, current_session_id TEXT NOT NULL);
  CREATE TABLE session_windows (session_id TEXT PRIMARY KEY, session_key TEXT NOT NULL,
    FOREIGN KEY (session_key) REFERENCES session_nodes (session_key) ON DELETE CASCADE);
  CREATE TABLE transcript_events (session_id TEXT, seq INTEGER, event_json TEXT, created_at INTEGER NOT NULL, event_zstd BLOB,
    event_utf8_bytes INTEGER, navigation_json TEXT, PRIMARY KEY (session_id, seq),
    FOREIGN KEY (session_id) REFERENCES session_windows (session_id) ON DELETE CASCADE) STRICT;
  CREATE TABLE transcript_event_identities (session_id TEXT, event_id TEXT, seq INTEGER, event_type TEXT, parent_id TEXT,
    message_idempotency_key TEXT, created_at INTEGER NOT NULL, PRIMARY KEY (session_id, event_id),
    FOREIGN KEY (session_id, seq) REFERENCES transcript_events (session_id, seq) ON DELETE CASCADE) STRICT;
  CREATE TABLE session_transcript_index_state (session_id TEXT PRIMARY KEY, needs_rebuild INTEGER NOT NULL DEFAULT 0);
  PRAGMA journal_mode = WAL`

const file = join(folder, 'openclaw-agent.sqlite')

function fill(): void {
  using database = new DatabaseSync(file)
  database.exec(schema)
  const texts = { main: 'a result was never written', side: undefined }
  for (const [key, shape] of Object.entries(texts)) {
    const whole = wholeSession('rows')
    const broken = shape && shapes[shape]?.(whole, new Dice('rows'), '')
    const lines = broken?.trimEnd().split('\n') ?? whole.events.map((event) => JSON.stringify(event))
    database.prepare('INSERT INTO session_nodes VALUES (?, ?)').run(`agent:main:${key}`, key)
    database.prepare('INSERT INTO session_windows VALUES (?, ?)').run(key, `agent:main:${key}`)
    database.prepare('INSERT INTO session_transcript_index_state VALUES (?, 0)').run(key)
    for (const [seq, line] of lines.entries())
      database
        .prepare('INSERT INTO transcript_events VALUES (?, ?, ?, ?, NULL, NULL, NULL)')
        .run(key, seq, line, 1_000 + seq)
  }
}

const rows = () => {
  using database = new DatabaseSync(file, { readOnly: true })
  return database.prepare('SELECT * FROM transcript_events ORDER BY session_id, seq').all()
}

test('a session in a database is judged, mended and put back, and the others are not touched', async () => {
  fill()
  const before = rows()
  const sessions = (await openclawRows.open(file)) ?? []
  expect(sessions.map(({ name }) => name)).toEqual(['agent:main:main', 'agent:main:side'])
  const states = await Promise.all(sessions.map(async (session) => (await scanned(session, undefined)).state))
  expect(states).toEqual(['masked', 'sound'])
  const [main] = sessions as [StoredSession]
  const { before: was, after, refused } = await repairOf(main, undefined)
  expect(refused).toBeUndefined()
  await main.replace(was, after)
  expect((await scanned(main, undefined)).state).toBe('sound')
  const now = rows()
  expect(now.filter(({ session_id }) => session_id === 'side')).toEqual(
    before.filter(({ session_id }) => session_id === 'side'),
  )
  const kept = new Map(
    now.filter(({ session_id }) => session_id === 'main').map((row) => [row.event_json, row.created_at]),
  )
  expect(
    before.filter(
      (row) => row.session_id === 'main' && kept.has(row.event_json) && kept.get(row.event_json) !== row.created_at,
    ),
  ).toEqual([])
  using database = new DatabaseSync(file, { readOnly: true })
  expect(
    database
      .prepare("SELECT needs_rebuild AS stale FROM session_transcript_index_state WHERE session_id = 'main'")
      .get(),
  ).toEqual({ stale: 1 })
  expect(
    database.prepare("SELECT count(*) AS n FROM transcript_event_identities WHERE session_id = 'main'").get()?.n,
  ).toBe(now.filter(({ session_id }) => session_id === 'main').length)
  await main.restore()
  expect(rows()).toEqual(before)
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([])
})

test('a database that another process writes to is left alone', async () => {
  const [main] = (await openclawRows.open(file)) as [StoredSession]
  const { before, after } = await repairOf(main, undefined)
  using writer = new DatabaseSync(file)
  writer.exec('BEGIN IMMEDIATE')
  await expect(main.replace(before, after)).rejects.toThrow('stop its agent')
})

test('a copy of any session can be given to a gateway as its main one', async () => {
  const [, side] = (await openclawRows.open(file)) as [StoredSession, StoredSession]
  const bytes = await bytesOf(side)
  const place = join(folder, 'planted')
  await side.plant?.(place, bytes)
  const copy = join(place, 'state', 'agents', 'main', 'agent', 'openclaw-agent.sqlite')
  const planted = (await openclawRows.open(copy)) ?? []
  expect(planted.map(({ name }) => name)).toEqual(['agent:main:main'])
  expect((await bytesOf(planted[0] as StoredSession)).equals(bytes)).toBe(true)
  expect(await planted[0]?.version()).toBe('2026.9.6')
  // a gateway starts on no database in which a row refers to one that is gone
  using database = new DatabaseSync(copy, { readOnly: true })
  expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([])
})

test.each([
  ['has no id and no time', '{"type":"message","message":{"role":"user","content":"x"}}'],
  ['has the id of another', '{"type":"message","id":"twin","parentId":null,"message":{"role":"user","content":"x"}}'],
])('a record that %s does not keep the others from being put back', async (_, line) => {
  const [main] = (await openclawRows.open(file)) as [StoredSession]
  const before = await bytesOf(main)
  const after = Buffer.concat([Buffer.from(`${line}\n${line}\n`), before])
  await main.replace(before, after)
  expect((await bytesOf(main)).equals(after)).toBe(true)
  await main.restore()
  expect((await bytesOf(main)).equals(before)).toBe(true)
})
