import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { StoredSession } from '../store/store.ts'
import { bytesOf, repairOf } from './advice.ts'
import { findSessions } from './find-sessions.ts'
import { scanned } from './scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A copy of a session that an agent has left itself. */
async function sessionOf(path: string): Promise<StoredSession> {
  const file = join(folder, path)
  mkdirSync(join(file, '..'), { recursive: true })
  copyFileSync(join('harness/gateways', path), file)
  const [found] = await Array.fromAsync(findSessions({ paths: [file] }))
  if (found === undefined || 'why' in found) throw new Error(`cannot look at ${path}`)
  return found.session
}

/** Ids that an agent which wants UUIDs would call corrupted, and so open no session that has one. */
function otherIdsIn(bytes: Buffer, key: string): unknown[] {
  const lines = bytes.toString().trimEnd().split('\n')
  return lines
    .map((line) => JSON.parse(line)[key])
    .filter((id) => !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id))
}

const google =
  '400 Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'
const loaded = 'gemini-cli/session-2026-11-30T03-03-7e271844.jsonl'
const stopped = 'gemini-cli/session-2026-11-30T03-04-51abdfc9.jsonl'

test.each([
  // a load has written each result of a batch into each call, and once more as a message: the next load sends six for two calls
  ['Gemini CLI, loaded after a SIGKILL', loaded, 'broken', google, ['it is there twice']],
  // all results are in earlier records
  ['Gemini CLI, stopped in a batch', stopped, 'broken', google, ['it was found in line 9 of the file']],
  ['Qwen Code, after a SIGKILL in a batch', 'qwen/385d80da-f530-4e06-81de-011bd0f846ab.jsonl', 'masked', undefined, []],
  ['Copilot CLI, stopped in a batch', 'copilot/events.jsonl', 'masked', undefined, []],
])('%s: what is wrong is told, repaired for good, and taken back byte for byte', async (_, path, state, says, whys) => {
  const session = await sessionOf(path)
  const one = await scanned(session, undefined)
  expect(one).toMatchObject({ state, advice: { do: 'repair' } })
  expect('refusals' in one ? one.refusals[0]?.says : '').toBe(says)
  const { before, after, changes, refused } = await repairOf(session, undefined)
  expect(refused).toBeUndefined()
  expect(changes.map(({ why }) => why)).toEqual(expect.arrayContaining(whys))
  if (session.format.uuids) expect(otherIdsIn(after, session.format.idKey)).toEqual([])
  const was = readFileSync(session.file)
  await session.replace(before, after)
  expect((await scanned(session, undefined)).state).toBe('sound')
  expect((await repairOf(session, undefined)).changes).toEqual([])
  await session.restore()
  expect(readFileSync(session.file).equals(was)).toBe(true)
})

test('Gemini CLI: a repair leaves every byte that was there, and adds one record', async () => {
  const session = await sessionOf(loaded)
  const was = readFileSync(session.file)
  const { before, after } = await repairOf(session, undefined)
  await session.replace(before, after)
  const now = readFileSync(session.file)
  expect(now.subarray(0, was.length).equals(was)).toBe(true)
  expect(now.subarray(was.length).toString().trimEnd().split('\n')).toHaveLength(1)
  const tell = async () => (await bytesOf(session)).toString()
  expect(await tell()).toContain('a returned 1QQ1r00')
  expect(basename(session.file)).toBe(session.name)
})
