import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startProvider } from '../../mock-provider/server.ts'
import type { Gateway } from '../driver.ts'
import { RunRecord } from '../facts/run-record.ts'
import { limits } from '../limits.ts'
import type { EntryBody } from '../record/entry.ts'
import { asked, replied } from '../record/example.ts'
import { until } from './enabled.ts'
import { kindOf, type Step, stepKinds } from './index.ts'
import { laws } from './laws.ts'
import { exited, ready, running, started } from './laws-of-processes.ts'
import { stageOf } from './laws-stage.ts'
import type { Stage } from './step.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

let record: RunRecord
/** What the step has done to the things around it. */
let done: string[]
/** Whether the gateway has a process that a signal can reach. */
let hasProcess: boolean
beforeEach(() => {
  hasProcess = true
  record = new RunRecord(join(folder, 'record.jsonl'), () => performance.now())
  done = []
})

const note = (...bodies: EntryBody[]) => bodies.forEach((body) => void record.append(body))
const stage = () => stageOf(record, done, hasProcess)

const enabledNow = (step: Step) => kindOf(step).enabled(step, { facts: record.facts, position: { turn: 0, reply: 0 } })

/** Performs a step and tells how it stands. */
function performed(step: Step) {
  const standing = { landed: false, missed: '' }
  until(() => enabledNow(step), record)
    .then(() => kindOf(step).perform(step, stage()))
    .then(
      () => {
        standing.landed = true
      },
      (error) => {
        standing.missed = String(error.code ?? error)
      },
    )
  return standing
}

/** Undoes a step and tells when that is done. */
function undone(step: Step) {
  const standing = { undone: false }
  const undoing = async () => kindOf(step).undo?.(step, stage())
  undoing().then(() => {
    standing.undone = true
  })
  return standing
}

/** Lets all that can happen happen, without a moment's passing. */
const settled = () => vi.advanceTimersByTimeAsync(0)

describe.each(laws.map((law) => [JSON.stringify(law.step), law] as const))(
  '%s',
  (_, { step, given = [], when, effects, undo, ...law }) => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      return () => vi.useRealTimers()
    })

    test('lands with the last entry of its effect, and not before', async () => {
      note(...given, ...when)
      const standing = performed(step)
      for (const effect of effects) {
        await settled()
        expect(standing).toEqual({ landed: false, missed: '' })
        note(effect)
      }
      await settled()
      expect({ ...standing, done }).toEqual({ landed: true, missed: '', done: law.does })
    })

    test(when.length > 0 ? 'is enabled at its instant, and not before' : 'is enabled', () => {
      note(...given)
      const looks = when.map((entry) => {
        const before = enabledNow(step)
        note(entry)
        return before
      })
      expect(looks).not.toContain('now')
      expect(enabledNow(step)).toBe('now')
    })

    if (when.length > 0)
      test('does nothing when its instant never comes, and says what it waited for', async () => {
        note(...given)
        const standing = performed(step)
        await vi.advanceTimersByTimeAsync(Math.max(limits.ask, limits.restart))
        expect({ ...standing, done }).toEqual({ landed: false, missed: 'LIMIT_REACHED', done: [] })
      })

    if (effects.length > 0)
      test('has not landed when its effect never comes, and says so', async () => {
        note(...given, ...when)
        const standing = performed(step)
        await vi.advanceTimersByTimeAsync(Math.max(limits.boot + limits.effect, limits.restart))
        expect(standing).toEqual({ landed: false, missed: 'LIMIT_REACHED' })
      })

    test(undo === undefined ? 'leaves nothing to undo' : 'is undone, once', async () => {
      note(...given, ...when)
      performed(step)
      for (const effect of effects) {
        await settled()
        note(effect)
      }
      await settled()
      done = []
      const standing = undone(step)
      for (const effect of undo?.effects ?? []) {
        await settled()
        expect(standing).toEqual({ undone: false })
        note(effect)
      }
      await settled()
      expect({ ...standing, done }).toEqual({ undone: true, done: undo?.does ?? [] })
      note(...(undo?.notes ?? []))
      done = []
      expect(undone(step)).toEqual({ undone: false })
      await settled()
      expect(done).toEqual(undo?.idle ?? [])
    })

    test('undoes nothing where its turn never came', async () => {
      note(...given, ...when)
      const standing = undone(step)
      await settled()
      expect({ ...standing, done }).toEqual({ undone: true, done: undo?.idle ?? [] })
    })

    test('survives JSON and a check unchanged', () => {
      expect(kindOf(step).schema.parse(JSON.parse(JSON.stringify(step)))).toEqual(step)
    })
  },
)

test('a start that was ready before SIGKILL reached it is no kill before readiness', async () => {
  note(running, exited)
  const standing = performed({ do: 'gateway.diesStarting', at: 'port' })
  await expect.poll(() => done).toEqual(['start'])
  note(running, { kind: 'line-answered', client: 'main' }, ready, exited)
  await expect.poll(() => standing).toEqual({ landed: false, missed: 'LIMIT_REACHED' })
})

test('a signal to a process that has gone has not landed, though an exit was seen', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  hasProcess = false
  note(running, exited)
  const standing = performed({ do: 'gateway.receives', signal: 'SIGTERM' })
  await vi.advanceTimersByTimeAsync(limits.effect)
  expect(standing).toEqual({ landed: false, missed: 'LIMIT_REACHED' })
  vi.useRealTimers()
})

test('names are not given back before the gateway has missed one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  note({ kind: 'container-changed', to: 'without names' })
  const standing = performed({ do: 'container.isRepaired' })
  await vi.advanceTimersByTimeAsync(limits.step)
  expect({ ...standing, done }).toEqual({ landed: false, missed: 'LIMIT_REACHED', done: [] })
  vi.useRealTimers()
})

test('damage that does not show in the store has not landed', async () => {
  const step: Step = { do: 'store.holds', damage: 'orphaned-call', session: 'other' }
  note(running, exited)
  const standing = performed(step)
  await expect.poll(() => standing).toEqual({ landed: false, missed: 'LIMIT_REACHED' })
})

test('every kind of step is held to the laws, or to a test of its own with real sockets', () => {
  const tested = new Set<string>(laws.map(({ step }) => step.do))
  expect(Object.keys(stepKinds).filter((kind) => !tested.has(kind))).toEqual(['user.says', 'provider.refuses'])
})

test.each<[string, Step, EntryBody[]]>([
  [
    'a reply without the thinking that was not asked for',
    { do: 'model.says', text: 'x', thinking: 'hm' },
    [{ kind: 'provider-replying', request: 0, status: 200, text: 'x', calls: [], withheld: 'thinking' }, replied(0)],
  ],
  [
    'a reply whose request was refused before anybody read it',
    { do: 'model.says', text: 'x' },
    [
      { kind: 'provider-replying', request: 0, status: 401, text: '', calls: [] },
      { kind: 'provider-replied', request: 0, end: 'broken' },
    ],
  ],
])('%s has not landed', async (_, step, came) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  note(asked(0, 0, []))
  const standing = performed(step)
  await settled()
  note(...came)
  await vi.advanceTimersByTimeAsync(limits.doubt)
  expect(standing).toEqual({ landed: false, missed: 'LIMIT_REACHED' })
  vi.useRealTimers()
})

test('a tool that timed out together with another, whose step came first, has timed out', async () => {
  note(started, { kind: 'tool-ended', call: 'x', tool: 'a', end: 'gone', text: '' })
  const standing = performed({ do: 'tool.timesOut', tool: 'a' })
  await expect.poll(() => standing).toEqual({ landed: true, missed: '' })
})

test.each<[string, EntryBody]>([
  ['went with its gateway', exited],
  ['was stopped', { kind: 'client-sent', message: 'm', session: 'main', what: 'abort', text: '' }],
])('a tool that %s has not timed out', async (_, cause) => {
  note(started, cause, { kind: 'tool-ended', call: 'x', tool: 'a', end: 'gone', text: '' })
  const standing = performed({ do: 'tool.timesOut', tool: 'a' })
  await expect.poll(() => standing).toEqual({ landed: false, missed: 'LIMIT_REACHED' })
})

test('the report of an end before the order is not that of its finish', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  note(started, { kind: 'tool-reported', session: 'main', call: 'x', phase: 'ended' })
  const standing = performed({ do: 'tool.finishes', tool: 'a' })
  await settled()
  note({ kind: 'tool-ended', call: 'x', tool: 'a', end: 'finished', text: '' })
  await vi.advanceTimersByTimeAsync(limits.effect)
  expect(standing).toEqual({ landed: false, missed: 'LIMIT_REACHED' })
  vi.useRealTimers()
})

test('what a tool returns is the same for the same seed and call, and unlike for others', () => {
  const orders: unknown[] = []
  const ledger = { order: (...order: unknown[]) => orders.push(order) > 0 } as unknown as Stage['ledger']
  note(started)
  const finish = (seed: number) =>
    void kindOf({ do: 'tool.finishes', tool: 'a' })
      .perform({ do: 'tool.finishes', tool: 'a' }, { ...stage(), ledger, seed })
      .catch(() => {})
  for (const seed of [1, 1, 2]) finish(seed)
  return expect
    .poll(() => orders)
    .toEqual([
      ['x', 'finish', 'a returned 1x: naïve, 東京, 🦊', 'a'],
      ['x', 'finish', 'a returned 1x: naïve, 東京, 🦊', 'a'],
      ['x', 'finish', 'a returned 2x: naïve, 東京, 🦊', 'a'],
    ])
})

describe('with real sockets and processes', () => {
  test('the provider refuses connections: our own is refused when it lands', async () => {
    const provider = await startProvider({ script: [], caller: () => null, seed: 1, note })
    await kindOf({ do: 'provider.refuses' }).perform({ do: 'provider.refuses' }, { ...stage(), provider })
    await expect(fetch(provider.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  })

  test('a process is stopped by SIGSTOP and goes on by SIGCONT', async () => {
    const process = execa('sleep', ['60'], { reject: false })
    note({ kind: 'gateway-started', pid: process.pid ?? -1 })
    const signal = (name: NodeJS.Signals) => process.kill(name) && note({ kind: 'gateway-signalled', signal: name })
    const gateway = { ...stage().gateway, signal } as Gateway
    for (const name of ['SIGSTOP', 'SIGCONT'] as const) {
      const step = { do: 'gateway.receives', signal: name } as const
      await kindOf(step).perform(step, { ...stage(), gateway })
      const state = await execa('ps', ['-o', 'state=', '-p', String(process.pid)])
      expect(state.stdout.startsWith('T')).toBe(name === 'SIGSTOP')
    }
    process.kill('SIGKILL')
    await process
  })
})
