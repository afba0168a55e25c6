import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { Conditions } from './conditions.ts'

const hook = new URL('./conditions-hook.ts', import.meta.url).href
/** A small gateway: for each line it does what the line says in its state folder, and prints what came of it. */
const program = `
import fs, { appendFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
const [folder, other] = process.argv.slice(1)
const database = new DatabaseSync(folder + '/x.sqlite', { timeout: 50 })
database.exec('CREATE TABLE IF NOT EXISTS t (n)')
const insert = database.prepare('INSERT INTO t VALUES (1)')
const inThread = 'process.getBuiltinModule("node:fs").appendFileSync(' + JSON.stringify(folder + '/thread') + ', "x")'
const acts = {
  append: () => appendFileSync(folder + '/a', 'x'),
  promise: () => writeFile(folder + '/b', 'x'),
  callback: () => new Promise((resolve, reject) => fs.mkdir(folder + '/c' + Math.random(), (e) => e ? reject(e) : resolve())),
  remove: () => fs.rmSync(folder + '/a'),
  read: () => void fs.readFileSync(folder + '/a'),
  elsewhere: () => appendFileSync(other, 'x'),
  insert: () => void insert.run(),
  select: () => void database.prepare('SELECT count(*) FROM t').get(),
  thread: () => new Promise((resolve, reject) => new Worker(inThread, { eval: true }).on('error', reject).on('exit', () => resolve())),
  now: () => [Date.now(), new Date().getTime(), new Date(7).getTime(), new Date() instanceof Date],
  env: () => process.env.GATECRASH_CONDITIONS ?? 'nothing',
}
for await (const act of createInterface({ input: process.stdin })) {
  const told = await Promise.try(acts[act]).catch(({ code, errcode, message }) => ({ code, errcode, message }))
  console.log(JSON.stringify(told ?? 'done'))
}`

let folder: string
let seen: EntryBody[]
let conditions: Conditions
let gateway: ReturnType<typeof start>
let answers: AsyncIterator<string>

function start() {
  const args = [
    `--import=${hook}`,
    '--input-type=module',
    '--eval',
    program,
    join(folder, 'state'),
    join(folder, 'else'),
  ]
  const env = { GATECRASH_CONDITIONS: conditions.settings(join(folder, 'state')) }
  return execa(process.execPath, args, { env, reject: false, buffer: false })
}

async function does(act: string): Promise<unknown> {
  gateway.stdin.write(`${act}\n`)
  return JSON.parse((await answers.next()).value)
}

async function set(change: Parameters<Conditions['set']>[0]): Promise<void> {
  const before = seen.length
  conditions.set(change)
  await expect.poll(() => seen.slice(before).some(({ kind }) => kind === 'conditions-set')).toBe(true)
}

async function startAnew(): Promise<void> {
  gateway = start()
  answers = createInterface({ input: gateway.stdout })[Symbol.asyncIterator]()
  expect(await does('append')).not.toBe(undefined)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  const { mkdirSync } = await import('node:fs')
  mkdirSync(join(folder, 'state'))
  seen = []
  conditions = new Conditions((body) => void seen.push(body))
  await conditions.listen()
  await startAnew()
})
afterEach(async () => {
  gateway.kill('SIGKILL')
  await gateway
  await conditions[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const all = ['append', 'promise', 'callback', 'insert', 'select', 'read', 'elsewhere', 'thread']

test('nothing is refused when nobody says so, and nothing is handed on', async () => {
  for (const act of all) expect(await does(act)).toBe('done')
  expect(await does('env')).toBe('nothing')
  expect(seen).toEqual([])
})

test('on a full disk every write into the folder fails, in files, in SQLite and in threads; reading and removing do not', async () => {
  await set({ writes: 'full' })
  for (const act of ['append', 'promise', 'callback', 'thread'])
    expect(await does(act)).toMatchObject({ code: 'ENOSPC' })
  expect(await does('insert')).toMatchObject({ errcode: 13, message: 'database or disk is full' })
  for (const act of ['select', 'read', 'elsewhere', 'remove']) expect(await does(act)).toBe('done')
  await expect
    .poll(() => seen.flatMap((entry) => (entry.kind === 'write-refused' ? [entry.path.split('/').at(-1)?.[0]] : [])))
    .toEqual(expect.arrayContaining(['a', 'b', 'c', 't', 'x']))
  await set({ writes: 'fine' })
  for (const act of all) if (act !== 'read') expect(await does(act)).toBe('done')
  const before = seen.length
  await set({ writes: 'full' })
  expect(await does('append')).toMatchObject({ code: 'ENOSPC' })
  await expect.poll(() => seen.slice(before).map(({ kind }) => kind)).toEqual(['conditions-set', 'write-refused'])
})

test('in a read-only folder removing fails too, and a process that is started meanwhile finds it so', async () => {
  await set({ writes: 'read-only' })
  expect(await does('remove')).toMatchObject({ code: 'EROFS' })
  expect(await does('insert')).toMatchObject({ errcode: 8 })
  gateway.kill('SIGKILL')
  await gateway
  await startAnew()
  expect(await does('append')).toMatchObject({ code: 'EROFS' })
})

test('a database that is locked for too long is told', async () => {
  const { DatabaseSync } = await import('node:sqlite')
  using other = new DatabaseSync(join(folder, 'state', 'x.sqlite'))
  other.exec('BEGIN EXCLUSIVE')
  expect(await does('insert')).toMatchObject({ errcode: 5 })
  await expect.poll(() => seen).toMatchObject([{ kind: 'write-refused', how: 'locked' }])
  other.exec('ROLLBACK')
  expect(await does('insert')).toBe('done')
})

test('the clock is ahead by as much as it is told, and dates that are given stay', async () => {
  await set({ clockMs: 7_200_000 })
  const [now = 0, made = 0, given, isDate] = (await does('now')) as number[]
  for (const time of [now, made]) expect(Math.abs(time - Date.now() - 7_200_000)).toBeLessThan(60_000)
  expect([given, isDate]).toEqual([7, true])
  const [entry] = seen
  expect(entry?.kind === 'conditions-set' && Math.abs(entry.aheadMs - 7_200_000) < 60_000).toBe(true)
})
