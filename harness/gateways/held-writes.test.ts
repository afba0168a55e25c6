import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { Conditions } from './conditions.ts'

const hook = new URL('./conditions-hook.ts', import.meta.url).href
/** A small gateway: it does once what its argument says, in its state folder, and prints that it has. */
const program = `
import fs, { appendFileSync, createWriteStream, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { appendFile, open, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { once } from 'node:events'
const [folder, act] = process.argv.slice(1)
const file = folder + '/a'
const acts = {
  append: () => appendFileSync(file, '12345678'),
  bytes: () => appendFileSync(file, Buffer.from('12345678')),
  replace: () => { writeFileSync(file + '.new', '12345678'); renameSync(file + '.new', file) },
  promise: () => appendFile(file, '12345678'),
  callback: () => new Promise((done) => fs.appendFile(file, '12345678', done)),
  stream: async () => { const to = createWriteStream(file); to.end('12345678'); await once(to, 'close') },
  handle: async () => { const to = await open(file, 'a'); await to.write('12345678'); await to.close() },
  file: () => writeSync(openSync(file, 'a'), Buffer.from('xx12345678'), 2, 8),
  database: () => {
    const database = new DatabaseSync(folder + '/x.sqlite')
    database.exec('CREATE TABLE t (n)')
    database.prepare('INSERT INTO t VALUES (1)').run()
    database.prepare('SELECT * FROM t').all()
  },
  elsewhere: () => { writeFileSync(folder + '.else', '12345678'); readFileSync(folder + '.else') },
}
await acts[act]()
console.log('done')`

let folder: string
let state: string
let seen: EntryBody[]
let conditions: Conditions

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  state = join(folder, 'state')
  const { mkdirSync } = await import('node:fs')
  mkdirSync(state)
  seen = []
  conditions = new Conditions((body) => void seen.push(body))
  await conditions.listen()
})
afterEach(async () => {
  await conditions[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

/** What is printed of an act by a process that is killed where it stands still, if it does. */
async function printed(act: string, holdAt: number, torn = false): Promise<string> {
  conditions.set({ holdAt, torn })
  const env = { GATECRASH_CONDITIONS: conditions.settings(state) }
  const args = [`--import=${hook}`, '--input-type=module', '--eval', program, state, act]
  const gateway = execa(process.execPath, args, { env, reject: false })
  let over = false
  void gateway.finally(() => (over = true))
  await expect.poll(() => over || seen.some(({ kind }) => kind === 'write-held')).toBe(true)
  gateway.kill('SIGKILL')
  return String((await gateway).stdout)
}

const content = () => (existsSync(join(state, 'a')) ? readFileSync(join(state, 'a'), 'utf8') : undefined)

test.each([
  // act, its writes, and what the file holds before the last of them, and in its middle
  ['append', 1, undefined, '1234'],
  ['bytes', 1, undefined, '1234'],
  ['promise', 1, undefined, '1234'],
  ['callback', 1, undefined, '1234'],
  ['stream', 2, '', '1234'],
  ['handle', 2, '', '1234'],
  ['file', 2, '', '1234'],
] as const)(
  '%s: the process stands still before its last write, or in the middle of it',
  async (act, writes, before, torn) => {
    expect(await printed(act, writes + 1)).toBe('done')
    rmSync(join(state, 'a'))
    expect(await printed(act, writes)).toBe('')
    expect(content()).toBe(before)
    expect(seen).toMatchObject([{ kind: 'write-held', write: writes }])
    rmSync(join(state, 'a'), { force: true })
    seen = []
    expect(await printed(act, writes, true)).toBe('')
    expect(content()).toBe(torn)
  },
)

test('what is replaced by a rename is whole, old or new, wherever it stops', async () => {
  expect(await printed('replace', 1, true)).toBe('')
  expect(content()).toBe(undefined)
  seen = []
  expect(await printed('replace', 2, true)).toBe('')
  expect(content()).toBe(undefined)
  seen = []
  expect(await printed('replace', 3)).toBe('done')
  expect(content()).toBe('12345678')
})

test('statements that change a database are counted, and queries and other folders are not', async () => {
  expect(await printed('database', 3)).toBe('done')
  expect(await printed('elsewhere', 1)).toBe('done')
  rmSync(join(state, 'x.sqlite'))
  expect(await printed('database', 2)).toBe('')
  expect(seen).toEqual([{ kind: 'write-held', write: 2, path: join(state, 'x.sqlite') }])
})

test('the process after it is not stopped again', async () => {
  expect(await printed('append', 1)).toBe('')
  expect(JSON.parse(conditions.settings(state))).toMatchObject({ holdAt: 0 })
})
