import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repairOf } from './advice.ts'
import { describeChanges, describeScanned } from './describe.ts'
import { findSessions } from './find-sessions.ts'
import { scanned } from './scan.ts'

const looping = 'harness/gateways/openclaw/b108f95a-7a14-4bde-bbca-de6f23304fd2.jsonl'

async function session() {
  const [found] = await Array.fromAsync(findSessions({ paths: [looping], agent: 'openclaw' }))
  if (found === undefined || 'why' in found) throw new Error(`cannot look at ${looping}`)
  return found.session
}

test('what the real API said to a real session is what is foretold, from its file alone', async () => {
  const one = await scanned(await session(), '2026.1.29')
  expect(one.state).toBe('broken')
  const [first] = 'refusals' in one ? one.refusals : []
  // the entries of the failed runs in the file have the words that came
  expect(first?.says).toBe(
    '400 messages.0.content.1: unexpected `tool_use_id` found in `tool_result` blocks: toolu_01QQQQQQQQQQQQvcgzv5r00. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
  )
  expect(describeScanned(one, (file) => `repair ${file}`).join('\n')).toContain(
    'nothing is lost: all 3 messages are kept',
  )
})

test('the same session is masked for a version that leaves out failed attempts with their results', async () => {
  expect((await scanned(await session(), '2026.4.14')).state).toBe('masked')
})

test('a repair of it says what it does and why, loses nothing, and leaves the other lines as they were', async () => {
  const { before, after, changes, refused } = await repairOf(await session(), '2026.1.29')
  expect(refused).toBeUndefined()
  expect(changes.map(({ does, at }) => `${does} ${at}`)).toEqual(['removes line 6', 'removes line 7', 'removes line 8'])
  expect(changes.flatMap(({ lost }) => lost ?? [])).toEqual([])
  expect(describeChanges(changes).join('\n')).toContain('the agent had made it up, and it belongs to no call')
  const kept = new Set(after.toString().split('\n'))
  const changed = before
    .toString()
    .split('\n')
    .flatMap((line, n) => (kept.has(line) ? [] : [n + 1]))
  expect(changed).toEqual([6, 7, 8, 9])
})

test('what is no file is not opened: a pipe or a device may never end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
  try {
    await symlink('/dev/zero', join(folder, 'endless.jsonl'))
    expect(await Array.fromAsync(findSessions({ paths: [folder] }))).toEqual([])
    await expect(Array.fromAsync(findSessions({ paths: [join(folder, 'endless.jsonl')] }))).rejects.toThrow(
      'is no session',
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})
