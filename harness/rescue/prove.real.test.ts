import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openclaw } from '../gateways/openclaw/driver.ts'
import { repairOf } from './advice.ts'
import { findSessions } from './find-sessions.ts'
import { prove } from './prove.ts'

/** What 2026.1.29 left of `scenarios/stream-cut-in-second-call.ts` (docs/track-record.md, 35), without the paths of that machine. */
const looping = 'harness/gateways/openclaw/b108f95a-7a14-4bde-bbca-de6f23304fd2.jsonl'
const version = '2026.1.29'

test('OpenClaw 2026.1.29 is refused for good with a session of its own, and goes on with it once it is repaired', async () => {
  const runs = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
  onTestFinished(() => rm(runs, { recursive: true }))
  const [found] = await Array.fromAsync(findSessions({ paths: [looping], agent: 'openclaw' }))
  if (found === undefined || 'why' in found) throw new Error(`cannot look at ${looping}`)
  const { before, after, refused } = await repairOf(found.session, version)
  expect(refused).toBeUndefined()
  const installed = await openclaw.install(version, () => {})
  const how = { driver: openclaw, installed, api: 'anthropic-messages', runs, progress: () => {} }
  const broken = await prove(found.session, before, how)
  expect(broken.goesOn).toBe(false)
  expect(broken.says.join('\n')).toContain('no-400-loop: the same request was rejected')
  expect(await prove(found.session, after, how)).toMatchObject({ goesOn: true, says: [] })
})
