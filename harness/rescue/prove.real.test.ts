import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openclaw } from '../gateways/openclaw/driver.ts'
import { pi } from '../gateways/pi/driver.ts'
import { repairOf } from './advice.ts'
import { Dice, wholeSession } from './corpus.ts'
import { shapes } from './corpus-shapes.ts'
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

test.each(pi.apis)(
  'pi is refused for good through %s with a result without its call, and goes on once that is repaired',
  async (api) => {
    const runs = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
    onTestFinished(() => rm(runs, { recursive: true }))
    const file = join(runs, '2026-01-01T00-00-00-000Z_real.jsonl')
    const broken = shapes['a result without its call, under a lost parent']?.(
      wholeSession('real'),
      new Dice('real'),
      '',
    )
    await writeFile(file, broken ?? '')
    const [found] = await Array.fromAsync(findSessions({ paths: [file], agent: 'pi' }))
    if (found === undefined || 'why' in found) throw new Error(`cannot look at ${file}`)
    const installed = await pi.install(pi.defaultVersion, () => {})
    const { before, after } = await repairOf(found.session, installed.version)
    const how = { driver: pi, installed, api, runs, progress: () => {} }
    expect((await prove(found.session, before, how)).goesOn).toBe(false)
    expect(await prove(found.session, after, how)).toMatchObject({ goesOn: true, says: [] })
  },
)
