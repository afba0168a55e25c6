import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { reference } from '../gateways/reference/driver.ts'
import type { Entry } from '../record/entry.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { gateway, model, scenario, tool, user } from '../scenario/builders.ts'
import { type RunOptions, run } from './run.ts'

type Steps = Parameters<typeof scenario>[0]['steps']

const runs = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(runs, { recursive: true }))

async function ran(steps: Steps, more: Partial<RunOptions> = {}, version = reference.defaultVersion) {
  const installed = await reference.install(version, () => {})
  const options = {
    scenario: scenario({ title: 'aftermath', steps }),
    driver: reference,
    installed,
    api: 'anthropic-messages',
    seed: 7,
    runs,
    ...more,
  }
  const { verdict, missed, claims, folder } = await run(options)
  const failed = claims.filter((claim) => claim.verdict === 'fail').map(({ claim }) => claim)
  const entries = readRecord(join(folder, 'record.jsonl'))
  return { verdict, missed, failed, entries, phases: entriesOf(entries, 'aftermath-began').map(({ phase }) => phase) }
}

/** What each session was asked in the aftermath, and whether its client was shown the answer. */
function turnsIn(entries: readonly Entry[]): string[] {
  const told = entriesOf(entries, 'client-saw').map(({ text }) => text)
  return entriesOf(entries, 'client-sent')
    .filter(({ aftermath }) => aftermath)
    .map(({ session, text }) => {
      const mark = /\(.*\)/.exec(text)?.[0] ?? 'no mark'
      return `${session} ${told.some((reply) => reply.includes(mark)) ? 'answered' : 'not answered'}`
    })
}

describe('the aftermath of a schedule', () => {
  test('ends what it left holding, and has a clean turn in each session', async () => {
    const steps = [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      tool.holds('b'),
      user.says('count', { session: 'other' }),
      model.says('three', { session: 'other' }),
    ]
    const { verdict, entries, phases } = await ran(steps)
    expect({ verdict, phases }).toEqual({ verdict: 'pass', phases: ['mending', 'turns'] })
    expect(entriesOf(entries, 'tool-ended').map(({ tool: name, end }) => `${name} ${end}`)).toEqual([
      'a finished',
      'b finished',
    ])
    expect(turnsIn(entries)).toEqual(['main answered', 'other answered'])
  })

  test('comes after a step that did not land, too, with a restart and one more turn', async () => {
    const steps = [user.says('hello'), model.says('yes'), model.says('never asked for'), gateway.receives('SIGKILL')]
    const { verdict, missed, entries, phases } = await ran(steps)
    expect({ verdict, phases }).toEqual({ verdict: 'inconclusive', phases: ['mending', 'turns', 'restart', 'turns'] })
    expect(missed).toEqual([
      'model says "never asked for": the client was told: "yes"',
      'gateway receives SIGKILL: not tried, because step 3 (model says "never asked for") did not land',
    ])
    expect(turnsIn(entries)).toEqual(['main answered', 'main answered'])
  })

  test('starts a gateway that the schedule left down', async () => {
    const { verdict, entries } = await ran([
      user.says('compare'),
      model.calls('a'),
      tool.holds('a'),
      gateway.receives('SIGKILL'),
    ])
    expect(verdict).toBe('pass')
    expect(turnsIn(entries)).toEqual(['main answered'])
  })

  test('restarts when it is told to', async () => {
    const { verdict, phases } = await ran([user.says('hello'), model.says('yes')], { aftermath: 'restart' })
    expect({ verdict, phases }).toEqual({ verdict: 'pass', phases: ['mending', 'turns', 'restart', 'turns'] })
  })

  test('sees what no message of the schedule asked for', async () => {
    const steps = [user.says('compare'), model.calls('a'), tool.holds('a'), user.stops()]
    const { failed } = await ran(steps, {}, 'stop-leaves-session-busy')
    expect(failed).toContain('session-live')
  })

  test('does not make good what was wrong before it', async () => {
    const steps = [user.says('compare'), model.says('')]
    const { failed } = await ran(steps, {}, 'empty-reply-is-silent')
    expect(failed).toContain('messages-answered')
  })
})
