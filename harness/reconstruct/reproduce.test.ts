import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../engine/run.ts'
import { reference } from '../gateways/reference/driver.ts'
import { gateway, model, scenario, tool, user } from '../index.ts'
import type { Entry, EntryBody } from '../record/entry.ts'
import { atRest, record } from '../record/example.ts'
import { readRecord } from '../record/record.ts'
import { findSessions } from '../rescue/find-sessions.ts'
import { failureInRecord } from './from-record.ts'
import { failureInSession } from './from-session.ts'
import { reproduce } from './reproduce.ts'

const bug = 'restart-without-healing'
const ours = {
  driver: reference,
  api: 'anthropic-messages',
  seed: 3,
  width: 8,
  batch: 24,
  lanes: 2,
  builders: 'gatecrash',
}
let folder: string
let entries: Entry[]

/** A run on a gateway with a planted bug, as it was seen live. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecrash-from-'))
  const live = scenario({
    title: 'live',
    steps: [
      user.says('compare the budgets of three ministries'),
      model.calls('x', 'y').saying('I look them up'),
      tool.finishes('x'),
      tool.holds('y'),
      gateway.receives('SIGKILL'),
      gateway.starts(),
      user.says('still there?'),
      model.says('yes'),
    ],
  })
  const { driver, api, seed } = ours
  const installed = await driver.install(bug, () => {})
  const came = await run({ scenario: live, driver, installed, api, seed, runs: folder })
  entries = readRecord(join(came.folder, 'record.jsonl'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What a proxy would have recorded of it. */
function asLive(all: readonly Entry[]): Entry[] {
  const bodies = all.flatMap((entry): EntryBody[] => {
    const { n: _, at: __, ...body } = entry as Entry & Record<string, unknown>
    if (body.kind === 'run-started') {
      const { scenario: ___, ...started } = body
      return [{ ...started, gateway: { name: 'live', version: 'x' } } as EntryBody]
    }
    if (body.kind !== 'provider-asked') return body.kind.startsWith('provider-repl') ? [body as EntryBody] : []
    const { request, reply, turns, rejection } = body
    return [{ kind: 'provider-asked', request, turn: null, reply, turns, rejection, body: null }]
  })
  return record(...bodies)
}

test('live traffic becomes a small scenario that shows the same claim, without its words', async () => {
  const installed = await reference.install(bug, () => {})
  const failure = failureInRecord(asLive(entries), undefined, 'live')
  expect(failure.claims[0]).toBe('requests-paired')
  const out = join(folder, 'live')
  const { finding } = await reproduce({ ...ours, installed, failure, out, budgetMs: 120_000, told: () => {} })
  expect(finding).toMatchObject({ claim: 'requests-paired', failed: 10, runs: 10 })
  expect(finding?.steps.length).toBeLessThan(6)
  const source = await readFile(join(out, String(finding?.scenario)), 'utf8')
  expect(source).toContain('export default scenario({')
  expect(source).not.toMatch(/ministries|I look them up/)
})

test('a run says of which agent it is, and what failed', () => {
  expect(failureInRecord(entries, undefined, 'run')).toMatchObject({
    agent: `reference@${bug}`,
    api: 'anthropic-messages',
    claims: expect.arrayContaining(['requests-paired', 'stored-transcript-paired']),
  })
})

test('where no likely schedule shows it, the conversation is run without faults, and every instant of it is tried', async () => {
  const installed = await reference.install(reference.defaultVersion, () => {})
  const failure = failureInRecord(entries, undefined, 'run')
  const enough = new Error('enough was seen')
  const words: string[] = []
  const told = (line: string) => {
    words.push(line)
    if (/^0 of \d+ schedules of the batch tried$/.test(line)) throw enough
  }
  const search = { ...ours, installed, failure, told, out: join(folder, 'sound'), budgetMs: 150_000 }
  await expect(reproduce(search)).rejects.toBe(enough)
  const [, likely] = /^0 of (\d+) likely schedules tried$/.exec(words[0] ?? '') ?? []
  expect(words).toContain(`${likely} of ${likely} likely schedules tried`)
  expect(words).toContain('the conversation without faults: starting the gateway')
})

test('a record in which nothing has failed is refused', () => {
  expect(() => failureInRecord(record(...atRest), undefined, 'this')).toThrow('nothing has failed in this')
})

test('a stored session says what is wrong with it, by the rules of its agent', async () => {
  const file = 'harness/gateways/openclaw/b108f95a-7a14-4bde-bbca-de6f23304fd2.jsonl'
  const [found] = await Array.fromAsync(findSessions({ paths: [file] }))
  if (found === undefined || 'why' in found) throw new Error(`cannot look at ${file}`)
  const broken = await failureInSession(found.session, '2026.1.29')
  expect(broken).toMatchObject({ claims: ['requests-paired', 'no-400-loop', 'stored-transcript-paired'] })
  expect(broken.says[0]).toMatch(/^anthropic-messages: 400 /)
  expect((await failureInSession(found.session, '2026.4.14')).claims[0]).toBe('stored-transcript-paired')
})
