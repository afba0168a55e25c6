import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import { isBackup } from './backup.ts'
import { replaceSession, restoreSession } from './replace-session.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const [before, after] = [Buffer.from('old line\n'.repeat(4_000)), Buffer.from('new line\n'.repeat(4_000))]
let made = 0

/** A session's file in a folder of its own. */
function session(): { readonly file: string; readonly own: string } {
  const own = mkdtempSync(join(folder, `${made++}-`))
  const file = join(own, 'session.jsonl')
  writeFileSync(file, before)
  return { file, own }
}

/** A program that repairs the file; what it is preloaded with kills it at its n-th write. */
const program = (file: string) => `
  import { replaceSession } from ${JSON.stringify(resolve('harness/store/replace-session.ts'))}
  await replaceSession(${JSON.stringify(file)}, Buffer.from('old line\\n'.repeat(4000)), Buffer.from('new line\\n'.repeat(4000)))`

const hook = join(folder, 'hook.mjs')
writeFileSync(
  hook,
  `import fs from 'node:fs/promises'
  import { syncBuiltinESMExports } from 'node:module'
  let left = Number(process.env.KILL_AT)
  const die = () => { process.kill(process.pid, 'SIGKILL'); for (;;); }
  const count = () => { if (left-- === 0) die() }
  const { open, rename, rm } = fs
  fs.open = async (...words) => {
    count()
    const handle = await open(...words)
    const write = handle.writeFile.bind(handle)
    handle.writeFile = async (bytes) => {
      if (left-- === 0) { await write(Buffer.from(bytes).subarray(0, 10_000)); die() }
      await write(bytes)
      count()
    }
    return handle
  }
  fs.rename = async (...words) => { count(); await rename(...words); count() }
  fs.rm = async (...words) => { count(); await rm(...words); count() }
  syncBuiltinESMExports()`,
)

test('killed at any of its writes, the file is the old one or the new one, whole', async () => {
  const ends: string[] = []
  for (let at = 0; ; at++) {
    const { file, own } = session()
    const words = ['--import', hook, '--input-type=module', '-e', program(file)]
    const ran = await execa(process.execPath, words, { env: { KILL_AT: String(at) }, reject: false })
    const now = readFileSync(file)
    expect(now.equals(before) || now.equals(after)).toBe(true)
    // a backup that has its name is whole, too
    for (const name of readdirSync(own).filter(isBackup))
      expect(readFileSync(join(own, name)).equals(before)).toBe(true)
    ends.push(now.equals(before) ? 'old' : 'new')
    if (ran.signal === undefined) {
      expect(ran.exitCode).toBe(0)
      break
    }
    expect(ran.signal).toBe('SIGKILL')
  }
  expect(ends.length).toBeGreaterThan(8)
  expect([...new Set(ends)]).toEqual(['old', 'new'])
})

test('on a full disk the file stays as it was, and nothing half is left', async () => {
  const { file, own } = session()
  const words = ['-c', `ulimit -f 16; exec '${process.execPath}' --input-type=module -e "$PROGRAM"`]
  const ran = await execa('bash', words, { env: { PROGRAM: program(file) }, reject: false })
  expect(ran.exitCode).not.toBe(0)
  expect(ran.stderr).toContain('EFBIG')
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readdirSync(own)).toEqual(['session.jsonl'])
})

test('an agent that writes meanwhile is not overwritten, neither by a repair nor by its undoing', async () => {
  const { file } = session()
  await expect(replaceSession(file, after, before)).rejects.toThrow('has changed since it was read')
  await replaceSession(file, before, after)
  writeFileSync(file, 'one more line\n', { flag: 'a' })
  await expect(restoreSession(file)).rejects.toThrow('it has gone on since its repair')
})

test('a repair is undone once, byte for byte', async () => {
  const { file, own } = session()
  await replaceSession(file, before, after)
  expect(readFileSync(file).equals(after)).toBe(true)
  await restoreSession(file)
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readdirSync(own)).toEqual(['session.jsonl'])
  await expect(restoreSession(file)).rejects.toThrow('it has no backup')
})
