import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reference } from '../gateways/reference/driver.ts'
import { model, scenario, user } from '../index.ts'
import { judgeAll } from './judge-all.ts'
import type { Outcome } from './outcome.ts'

test('a few waves are shared out among all lanes', { timeout: 60_000 }, async () => {
  const runs = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  onTestFinished(() => rmSync(runs, { recursive: true }))
  const said = scenario({ title: 'said', steps: [user.says('compare two companies'), model.says('they are alike')] })
  const bench = {
    ...{ driver: reference, installed: await reference.install(reference.defaultVersion, () => {}) },
    ...{ api: 'anthropic-messages', seed: 1, runs, isOver: () => false },
    ...{ lanes: 2, width: 1, batch: 8 },
  }
  const told: Outcome[] = []
  await judgeAll(
    Array.from({ length: 4 }, () => ({ scenario: said })),
    bench,
    (_, outcome) => told.push(outcome),
  )
  expect(told.map(({ verdict }) => verdict)).toEqual(Array(4).fill('pass'))
  expect(readdirSync(runs)).toHaveLength(2)
})
