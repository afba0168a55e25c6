import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { thisComputer } from '../this-computer.ts'
import { checkStore } from './store-check.ts'

let state: string
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
})
afterEach(() => rmSync(state, { recursive: true }))

const check = (running = true) =>
  checkStore({ state, evidence: join(state, 'evidence'), running, isAlive: thisComputer.isAlive })
const folder = () => join(state, 'agents/main/sessions')
const message = (id: string, parentId: string | null, role: string, text: string, more = {}) =>
  JSON.stringify({ type: 'message', id, parentId, message: { role, content: [{ type: 'text', text }], ...more } })
const head = '{"type":"session","id":"s1","version":3}'
const asked = message('e1', null, 'user', 'compare', { idempotencyKey: 'k1' })
const answered = message('e2', 'e1', 'assistant', 'done', { stopReason: 'stop', responseId: 'msg_1' })

function write(...lines: string[]): void {
  mkdirSync(folder(), { recursive: true })
  writeFileSync(join(folder(), 'sessions.json'), '{"agent:main:main":{"sessionId":"s1"}}')
  writeFileSync(join(folder(), 's1.jsonl'), lines.join('\n'))
}

test('no store, and a sound one, have no problem', async () => {
  expect(await check()).toEqual([])
  write(head, asked, answered, '')
  expect(await check()).toEqual([])
  expect(await check(false)).toEqual([])
})

test('branches are no problem: a message that was dropped, an attempt that failed, an entry that was rewritten', async () => {
  const dropped = message('d', null, 'user', 'never answered')
  const failed = message('f', 'e1', 'assistant', 'half', { stopReason: 'error' })
  const rewritten = message('r', 'e1', 'assistant', 'done', { stopReason: 'stop', responseId: 'msg_1' })
  write(head, dropped, asked, failed, rewritten, answered, '')
  expect(await check()).toEqual([])
})

test.each([
  ['a line that is not JSON', [head, '{"type":', asked], 'line 2', 'is not a JSON object: "{"type":"'],
  ['an id that is there twice', [head, asked, asked, answered], 'line 3', 'has the id of line 2, "e1"'],
  ['a missing parent', [head, answered], 'line 2', 'comes after an entry "e1" that is not there'],
  [
    'a message that is stored twice',
    [head, asked, message('e3', 'e1', 'user', 'compare', { idempotencyKey: 'k1' })],
    'line 3',
    'is the message of line 2 once more, "k1"',
  ],
  [
    'a reply on a branch of its own',
    [head, asked, answered, message('e3', 'e1', 'user', 'and?')],
    'line 3',
    'is a reply that the active branch has lost: "done"',
  ],
])('finds %s', async (_, lines, at, problem) => {
  write(...lines, '')
  expect(await check()).toEqual([{ source: `agents/main/sessions/s1.jsonl, ${at}`, problem }])
})

test('a torn last line is a problem only when no gateway runs that may be writing it', async () => {
  write(head, asked, '{"type":"mess')
  expect(await check()).toEqual([])
  expect((await check(false))[0]?.problem).toBe('is not a JSON object: "{"type":"mess"')
})

test('a damaged index is a problem', async () => {
  write(head, '')
  writeFileSync(join(folder(), 'sessions.json'), '{"agent:main:ma')
  expect(await check()).toEqual([
    { source: 'agents/main/sessions/sessions.json', problem: 'is not a JSON object: "{"agent:main:ma"' },
  ])
})

test('a lock is a problem when its holder is gone, when no gateway runs, and at rest when it is old', async () => {
  write(head, '')
  const lock = join(folder(), 's1.jsonl.lock')
  const lockBy = (pid: number) => writeFileSync(lock, JSON.stringify({ pid, createdAt: '2026-11-21T05:57:59.554Z' }))
  lockBy(process.pid)
  expect(await check()).toEqual([])
  expect((await check(false))[0]?.problem).toBe(`is locked by process ${process.pid}, and no gateway runs`)
  utimesSync(lock, 0, 0)
  expect(await check()).toMatchObject([{ onlyAtRest: true, problem: expect.stringContaining('has been locked for') }])
  lockBy(2 ** 22 + 1) // above the largest pid there can be
  expect((await check())[0]?.problem).toContain('which is gone')
})

const databaseFile = () => join(state, 'agents/main/agent/openclaw-agent.sqlite')

function openDatabase(): DatabaseSync {
  mkdirSync(join(state, 'agents/main/agent'), { recursive: true })
  const database = new DatabaseSync(databaseFile())
  database.exec(`CREATE TABLE session_nodes (session_key TEXT, current_session_id TEXT);
    CREATE TABLE transcript_events (session_id TEXT, seq INTEGER, event_json TEXT)`)
  const insert = database.prepare('INSERT INTO transcript_events VALUES (?, ?, ?)')
  for (const [seq, text] of [head, asked, answered].entries()) insert.run('s1', seq, text)
  return database
}

test('a database is checked row by row', async () => {
  using database = openDatabase()
  expect(await check()).toEqual([])
  database.exec(`INSERT INTO transcript_events VALUES ('s1', 3, '{"torn')`)
  expect(await check()).toEqual([
    { source: 'agents/main/agent/openclaw-agent.sqlite, row 3', problem: 'is not a JSON object: "{"torn"' },
  ])
})

test('a damaged page is found by the database itself', async () => {
  openDatabase().close()
  const bytes = readFileSync(databaseFile())
  writeFileSync(databaseFile(), bytes.fill(7, bytes.length - 200))
  expect((await check())[0]?.problem).toMatch(/integrity check|malformed/)
})

test('what is no database is a problem; what we cannot open is not', async () => {
  openDatabase().close()
  writeFileSync(databaseFile(), 'not a database, though long enough to be one')
  expect((await check())[0]?.problem).toBe('file is not a database')
  rmSync(databaseFile())
  mkdirSync(databaseFile())
  await expect(check()).rejects.toThrow(`cannot check the store in ${state}: `)
})
