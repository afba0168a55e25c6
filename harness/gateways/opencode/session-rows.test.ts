import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { repairOf } from '../../rescue/advice.ts'
import { scanned } from '../../rescue/scan.ts'
import { opencodeRows } from './session-rows.ts'

const said = { type: 'text', text: 'compare two companies' }
const call = (callID: string, state: object) => ({ type: 'tool', tool: 'bash', callID, state: { input: {}, ...state } })
const user = { role: 'user', time: { created: 1 } }
const answer = { role: 'assistant', time: { created: 2 } }
const done = call('x', { status: 'completed', output: 'one' })
const open = call('y', { status: 'running', time: { start: 3 } })

/** A database as opencode 1.18.33 has it, with one session; it stays open, as that of a running opencode. */
async function storeOf(
  messages: Record<string, { readonly time: { readonly created: number } }>,
  parts: Record<string, readonly [string, unknown]>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  const file = join(folder, 'opencode.db')
  const database = new DatabaseSync(file)
  onTestFinished(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('CREATE TABLE session (id, version, time_created)')
  database.exec('CREATE TABLE message (id, session_id, time_created, time_updated, data)')
  database.exec('CREATE TABLE part (id, message_id, session_id, time_created, time_updated, data)')
  database.prepare('INSERT INTO session VALUES (?, ?, ?)').run('ses_1', '1.18.33', 0)
  const text = (data: unknown) => (typeof data === 'string' ? data : JSON.stringify(data))
  for (const [id, data] of Object.entries(messages)) {
    const { created } = data.time
    database.prepare('INSERT INTO message VALUES (?, ?, ?, ?, ?)').run(id, 'ses_1', created, created, text(data))
  }
  for (const [id, [of, data]] of Object.entries(parts))
    database.prepare('INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)').run(id, of, 'ses_1', 5, 5, text(data))
  const [session] = (await opencodeRows.open(file)) ?? []
  if (session === undefined) throw new Error('no session')
  const rows = (table: string) => database.prepare(`SELECT * FROM ${table} ORDER BY id`).all()
  return { folder, session, rows: () => [...rows('message'), ...rows('part')] }
}

const batch = { prt_1: ['msg_1', said], prt_2: ['msg_2', done], prt_3: ['msg_2', open] } as const

test('a call that never ended gets an end that says so, no other row changes, and it can be taken back', async () => {
  const { folder, session, rows } = await storeOf({ msg_1: user, msg_2: answer }, batch)
  const was = rows()
  expect(await scanned(session, undefined)).toMatchObject({ state: 'masked', version: '1.18.33' })
  const { before, after } = await repairOf(session, undefined)
  await session.replace(before, after)
  expect((await scanned(session, undefined)).state).toBe('sound')
  const changed = rows().filter((row, n) => JSON.stringify(row) !== JSON.stringify(was[n]))
  expect(changed.map(({ id }) => id)).toEqual(['prt_3'])
  expect(JSON.parse(String(changed[0]?.data)).state).toMatchObject({
    status: 'error',
    error: '[The result of this call was not recorded; it may have run.]',
    time: { start: 3, end: 3 },
  })
  expect((await repairOf(session, undefined)).changes).toEqual([])
  await session.restore()
  expect(rows()).toEqual(was)
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([])
})

test('a sound session has nothing to repair; failed attempts are left out as opencode leaves them out', async () => {
  const failed = { ...answer, error: { name: 'APIError' } }
  const { session } = await storeOf({ msg_1: user, msg_2: failed }, batch)
  expect((await scanned(session, undefined)).state).toBe('sound')
  expect((await repairOf(session, undefined)).changes).toEqual([])
})

test('of a row that is no JSON what can be read is kept, and a lost beginning is told', async () => {
  const torn = JSON.stringify({ type: 'text', text: 'the answer is forty-two' }).slice(0, -2)
  const { session, rows } = await storeOf({ msg_2: answer }, { prt_1: ['msg_2', torn], prt_2: ['msg_2', done] })
  expect((await scanned(session, undefined)).state).not.toBe('sound')
  const { before, after, refused } = await repairOf(session, undefined)
  expect(refused).toBeUndefined()
  await session.replace(before, after)
  expect((await scanned(session, undefined)).state).toBe('sound')
  const data = rows().map((row) => JSON.parse(String(row.data)))
  expect(JSON.stringify(data)).toContain('the answer is forty-two')
  expect(data.filter(({ role }) => role === 'user')).toHaveLength(1)
})

test('a session that has changed since it was read is left alone', async () => {
  const { session } = await storeOf({ msg_1: user, msg_2: answer }, batch)
  const { before, after } = await repairOf(session, undefined)
  await session.replace(before, after)
  await expect(session.replace(before, after)).rejects.toThrow('has changed since it was read')
})

test('a text that can be read of a broken row is a text in its place, and stays one', async () => {
  const torn = '{"type":"text","text":0 "the answer is forty-two"}'
  const { session, rows } = await storeOf({ msg_1: user, msg_2: answer }, { ...batch, prt_4: ['msg_2', torn] })
  const { before, after } = await repairOf(session, undefined)
  await session.replace(before, after)
  const kept = JSON.parse(String(rows().find(({ id }) => id === 'prt_4')?.data))
  expect(kept).toEqual({ type: 'text', text: '[From a record that could not be read:]\nthe answer is forty-two' })
  expect((await repairOf(session, undefined)).changes).toEqual([])
})
