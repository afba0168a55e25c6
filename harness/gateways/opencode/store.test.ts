import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkStore, readStore } from './store.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A database as opencode 1.18.33 has it, with the columns that are read. */
async function storeOf(messages: Record<string, object>, parts: [id: string, message: string, data: object][]) {
  await mkdir(join(folder, 'opencode'))
  const database = new DatabaseSync(join(folder, 'opencode/opencode.db'))
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('CREATE TABLE session (id, title)')
  database.exec('CREATE TABLE message (id, session_id, time_created, data)')
  database.exec('CREATE TABLE part (id, message_id, session_id, data)')
  database.prepare('INSERT INTO session VALUES (?, ?)').run('ses_1', 'main')
  for (const [time, [id, data]] of Object.entries(messages).entries())
    database.prepare('INSERT INTO message VALUES (?, ?, ?, ?)').run(id, 'ses_1', time, JSON.stringify(data))
  for (const [id, message, data] of parts)
    database.prepare('INSERT INTO part VALUES (?, ?, ?, ?)').run(id, message, 'ses_1', JSON.stringify(data))
  // it stays open, as that of a running opencode
  return database
}

const said = { type: 'text', text: 'compare two companies' }
const call = (callID: string, state: object) => ({ type: 'tool', tool: 'bash', callID, state: { input: {}, ...state } })

test('a call that runs has no result, and one that failed has an error', async () => {
  using _ = await storeOf({ m1: { role: 'user' }, m2: { role: 'assistant', error: { name: 'APIError' } } }, [
    ['p1', 'm1', said],
    ['p2', 'm2', call('x', { status: 'completed', output: 'one' })],
    ['p3', 'm2', call('y', { status: 'error', error: 'no such company' })],
    ['p4', 'm2', call('z', { status: 'running' })],
  ])
  const called = ['x', 'y', 'z'].map((id) => ({ type: 'call', id, name: 'bash', input: {} }))
  const results = [
    { type: 'result', id: 'x', text: 'one', error: false },
    { type: 'result', id: 'y', text: 'no such company', error: true },
  ]
  expect(await readStore(folder, join(folder, 'kept'))).toEqual([
    {
      session: 'main',
      source: 'opencode/opencode.db',
      turns: [
        { role: 'user', blocks: [{ type: 'text', text: said.text }], at: 'm1' },
        { role: 'assistant', blocks: called, at: 'm2', ended: 'error' },
        { role: 'user', blocks: results, at: 'm2' },
      ],
    },
  ])
})

test('messages stand in the order in which they came, whatever their ids', async () => {
  using _ = await storeOf({ m2: { role: 'user' }, m1: { role: 'user' } }, [])
  expect((await readStore(folder, join(folder, 'kept')))[0]?.turns.map(({ at }) => at)).toEqual(['m2', 'm1'])
})

test('a part without its message is a problem', async () => {
  using _ = await storeOf({ m1: { role: 'user' } }, [
    ['p1', 'm1', said],
    ['p2', 'm0', said],
  ])
  expect(await checkStore(folder, join(folder, 'kept'))).toEqual([
    { source: 'opencode/opencode.db, part p2', problem: 'belongs to message m0, which is not there' },
  ])
})

test('where nothing is stored yet there is nothing to read and nothing wrong', async () => {
  expect(await readStore(folder, join(folder, 'kept'))).toEqual([])
  expect(await checkStore(folder, join(folder, 'kept'))).toEqual([])
})
