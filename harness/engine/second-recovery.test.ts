import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { reference } from '../gateways/reference/driver.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { gateway, model, scenario, tool, user } from '../scenario/builders.ts'
import { run } from './run.ts'

const runs = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(runs, { recursive: true }))

const killed = scenario({
  title: 'recovered twice',
  steps: [
    user.says('compare two companies'),
    model.calls('a'),
    user.says('count', { session: 'other' }),
    model.calls('b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGKILL'),
    gateway.recoversTwice(),
  ],
})

test('a second recovery starts where the first one did, in a record of its own, and is compared with it', async () => {
  const installed = await reference.install(reference.defaultVersion, () => {})
  const { verdict, folder } = await run({
    scenario: killed,
    driver: reference,
    installed,
    api: 'anthropic-messages',
    seed: 7,
    runs,
  })
  const entries = readRecord(join(folder, 'record.jsonl'))
  const recovered = entriesOf(entries, 'recovered')
  expect({ verdict, recovered: recovered.map(({ nth, missed }) => [nth, missed]) }).toEqual({
    verdict: 'pass',
    recovered: [
      [1, ''],
      [2, ''],
    ],
  })
  for (const { stored, asked } of recovered)
    expect([stored, asked].map((all) => all.map(({ session }) => session).sort())).toEqual(
      Array(2).fill(['main', 'other']),
    )
  const second = readRecord(join(folder, 'second-recovery/record.jsonl'))
  const copied = entriesOf(entries, 'state-copied')[0]?.n ?? -1
  expect(second.slice(0, copied + 1)).toEqual(entries.slice(0, copied + 1))
  expect(entriesOf(second.slice(copied + 1), 'gateway-ready')).toHaveLength(1)
  expect(entriesOf(second, 'client-sent').filter(({ aftermath }) => aftermath)).toHaveLength(2)
  for (const file of ['store/main.jsonl', 'second-recovery/store/main.jsonl'])
    expect(existsSync(join(folder, file))).toBe(true)
})
