import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBreaks } from '../../transcript/pairing.ts'
import { nameOf } from './events.ts'
import { readStore } from './store.ts'

let state: string
let evidence: string
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  evidence = join(state, 'evidence')
})
afterEach(() => rmSync(state, { recursive: true }))

const call = (id: string) => ({ type: 'toolCall', id, name: 'exec', arguments: { command: 'gate' } })
const events = [
  { type: 'session', id: 's1', version: 3 },
  { type: 'model_change', id: 'e0', parentId: null },
  {
    type: 'message',
    id: 'e1',
    parentId: 'e0',
    message: { role: 'user', content: [{ type: 'text', text: 'compare' }] },
  },
  {
    type: 'message',
    id: 'old',
    parentId: 'e1',
    message: { role: 'assistant', content: [{ type: 'text', text: 'another branch' }] },
  },
  {
    type: 'message',
    id: 'e2',
    parentId: 'e1',
    message: { role: 'assistant', content: [call('x'), call('y')], stopReason: 'toolUse' },
  },
  {
    type: 'message',
    id: 'e3',
    parentId: 'e2',
    message: { role: 'toolResult', toolCallId: 'x', content: [{ type: 'text', text: 'one' }] },
  },
  { type: 'message', id: 'e4', parentId: 'e3', message: { role: 'assistant', content: 'cut', stopReason: 'error' } },
]

test('reads JSONL: the active branch as neutral turns, without a line that is still being written', async () => {
  const folder = join(state, 'agents/main/sessions')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'sessions.json'),
    '{"agent:main:main":{"sessionId":"s1"},"agent:main:empty":{"sessionId":"s2"}}',
  )
  writeFileSync(join(folder, 's1.jsonl'), `${events.map((event) => JSON.stringify(event)).join('\n')}\n{"type":"mess`)
  const stored = await readStore(state, evidence, nameOf)
  expect(stored).toHaveLength(1)
  expect(stored[0]).toMatchObject({ session: 'main', source: 'agents/main/sessions/s1.jsonl' })
  expectTurns(stored[0]?.turns ?? [], 'line')
  expect(existsSync(join(evidence, 's1.jsonl'))).toBe(true)
})

test.each([
  ['rows', (_: number) => false],
  ['rows of which some are compressed', (seq: number) => seq % 2 === 1],
])('reads SQLite while a writer holds the database, and keeps a copy: %s', async (_, isCompressed) => {
  const folder = join(state, 'agents/main/agent')
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'openclaw-agent.sqlite'))
  database.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE session_nodes (session_key TEXT, current_session_id TEXT);
    CREATE TABLE transcript_events (session_id TEXT, seq INTEGER, event_json TEXT, event_zstd BLOB);
    INSERT INTO session_nodes VALUES ('agent:main:main', 's1')`)
  const insert = database.prepare('INSERT INTO transcript_events VALUES (?, ?, ?, ?)')
  for (const [seq, event] of events.entries()) {
    const json = JSON.stringify(event)
    if (isCompressed(seq)) insert.run('s1', seq, null, zstdCompressSync(json))
    else insert.run('s1', seq, json, null)
  }
  database.exec('BEGIN IMMEDIATE')
  const stored = await readStore(state, evidence, nameOf)
  database.exec('ROLLBACK')
  expect(stored[0]).toMatchObject({ session: 'main', source: 'agents/main/agent/openclaw-agent.sqlite' })
  expectTurns(stored[0]?.turns ?? [], 'row')
  expect(existsSync(join(evidence, 'openclaw-agent.sqlite'))).toBe(true)
  expect(existsSync(join(evidence, 'openclaw-agent.sqlite-wal'))).toBe(false)
  database.close()
})

test.each([
  [
    'a damaged line in the middle',
    '{"id":"a","parentId":null}\n{"id":\n{"id":"c","parentId":"a"}\n',
    'line 2 is not JSON',
  ],
  [
    'an entry whose parent is missing',
    '{"id":"c","parentId":"b"}\n',
    'line 1 comes after an entry "b" that is not there',
  ],
])('%s is a damaged store, and not a short transcript', async (_, text, message) => {
  const folder = join(state, 'agents/main/sessions')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'sessions.json'), '{"agent:main:main":{"sessionId":"s1"}}')
  writeFileSync(join(folder, 's1.jsonl'), text)
  await expect(readStore(state, evidence, nameOf)).rejects.toThrow(message)
})

test('a store that is not there is no transcript; one that is broken is an error that says where', async () => {
  expect(await readStore(state, evidence, nameOf)).toEqual([])
  mkdirSync(join(state, 'agents/main/agent'), { recursive: true })
  writeFileSync(join(state, 'agents/main/agent/openclaw-agent.sqlite'), 'not a database, though long enough to be one')
  await expect(readStore(state, evidence, nameOf)).rejects.toThrow(`cannot read the gateway's store in ${state}`)
})

function expectTurns(turns: Parameters<typeof findBreaks>[0], unit: 'line' | 'row'): void {
  expect(turns.map(({ role, blocks, ended }) => [role, blocks.map(({ type }) => type).join(), ended])).toEqual([
    ['user', 'text', undefined],
    ['assistant', 'call,call', undefined],
    ['user', 'result', undefined],
    ['assistant', 'text', 'error'],
  ])
  expect(findBreaks(turns)).toEqual([
    { rule: 'call-without-result', ids: ['y'], at: unit === 'line' ? 'line 5' : 'row 4' },
  ])
}
