import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import { isBackup } from './backup.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const count = 4
const [before, after] = ['old '.repeat(4_500), 'new '.repeat(4_500)]
let made = 0

/** A database as agents have theirs, some pages long, in a folder of its own. */
function database(): { readonly file: string; readonly own: string } {
  const own = mkdtempSync(join(folder, `${made++}-`))
  const file = join(own, 'sessions.db')
  using db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)')
  for (let id = 0; id < count; id++) db.prepare('INSERT INTO row VALUES (?, ?)').run(id, before)
  return { file, own }
}

/** Which rows are there, as nobody can see them who keeps to the rules of the database: all old, all new, or something between. */
function rowsIn(file: string): string {
  using db = new DatabaseSync(file)
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  const texts = db
    .prepare('SELECT text FROM row')
    .all()
    .map(({ text }) => text)
  const all = (word: string) => texts.length === count && texts.every((text) => text === word)
  return all(before) ? 'old' : all(after) ? 'new' : 'between'
}

/** A program that puts the new rows in; what it is preloaded with kills it at its n-th step. */
const program = (file: string) => `
  import { replaceInDatabase } from ${JSON.stringify(resolve('harness/store/database.ts'))}
  const lines = (word) => Buffer.from((word.repeat(4_500) + '\\n').repeat(${count}))
  const all = (db) => db.prepare('SELECT text FROM row ORDER BY id').all()
  await replaceInDatabase(
    ${JSON.stringify(file)},
    {
      read: (db) => Buffer.from(all(db).map(({ text }) => text + '\\n').join('')),
      write: (db, bytes) => {
        for (const [id, text] of bytes.toString().split('\\n').slice(0, -1).entries())
          db.prepare('UPDATE row SET text = ? WHERE id = ?').run(text, id)
      },
    },
    lines('old '),
    lines('new '),
  )`

const hook = join(folder, 'hook.mjs')
writeFileSync(
  hook,
  `import fs from 'node:fs/promises'
  import sqlite from 'node:sqlite'
  import { syncBuiltinESMExports } from 'node:module'
  let left = Number(process.env.KILL_AT)
  const count = () => { if (left-- === 0) { process.kill(process.pid, 'SIGKILL'); for (;;); } }
  const around = (thing, name) => {
    const own = thing[name]
    thing[name] = function (...words) {
      count()
      const came = own.apply(this, words)
      if (came instanceof Promise) return came.finally(count)
      count()
      return came
    }
  }
  around(sqlite.DatabaseSync.prototype, 'exec')
  around(sqlite.StatementSync.prototype, 'run')
  for (const name of ['rename', 'rm']) around(fs, name)
  const { backup } = sqlite
  sqlite.backup = (database, file) => backup(database, file, { rate: 1, progress: count })
  syncBuiltinESMExports()`,
)

test('killed at any of its steps, the rows are all old or all new, and a backup is whole', {
  timeout: 120_000,
}, async () => {
  const ends: string[] = []
  for (let at = 0; ; at++) {
    const { file, own } = database()
    const words = ['--import', hook, '--input-type=module', '-e', program(file)]
    const ran = await execa(process.execPath, words, { env: { KILL_AT: String(at) }, reject: false })
    ends.push(rowsIn(file))
    const backups = readdirSync(own).filter(isBackup)
    for (const name of backups) expect(rowsIn(join(own, name))).toBe('old')
    if (ends.at(-1) === 'new') expect(backups).toHaveLength(1)
    if (ran.signal === undefined) {
      expect(ran.stderr).toBe('')
      break
    }
    expect(ran.signal).toBe('SIGKILL')
  }
  expect(ends.length).toBeGreaterThan(2 * count)
  expect([...new Set(ends)]).toEqual(['old', 'new'])
})

test('a repair that was killed keeps no later one from being made', async () => {
  const { file, own } = database()
  const words = ['--import', hook, '--input-type=module', '-e', program(file)]
  // in the middle of the copy: behind BEGIN and the rows
  const ran = await execa(process.execPath, words, { env: { KILL_AT: String(2 * count + 6) }, reject: false })
  expect(ran.signal).toBe('SIGKILL')
  expect(readdirSync(own).filter((name) => name.endsWith('.part'))).toHaveLength(1)
  await execa(process.execPath, ['--input-type=module', '-e', program(file)])
  expect(rowsIn(file)).toBe('new')
  expect(readdirSync(own).filter((name) => name.includes('.part'))).toEqual([])
})

test('wherever the disk is full, the rows are all old or all new, and nothing half is left', {
  timeout: 120_000,
}, async () => {
  const ends = new Set<string>()
  for (let kib = 8; ; kib += 16) {
    const { file, own } = database()
    const words = ['-c', `ulimit -f ${kib}; exec '${process.execPath}' --input-type=module -e "$PROGRAM"`]
    const ran = await execa('bash', words, { env: { PROGRAM: program(file) }, reject: false })
    ends.add(`${rowsIn(file)} ${ran.exitCode}`)
    for (const name of readdirSync(own).filter(isBackup)) expect(rowsIn(join(own, name))).toBe('old')
    expect(readdirSync(own).filter((name) => name.includes('.part'))).toEqual([])
    if (ran.exitCode === 0) break
    expect(ran.stderr).toContain('HarnessError')
  }
  expect([...ends]).toEqual(['old 1', 'new 0'])
})
