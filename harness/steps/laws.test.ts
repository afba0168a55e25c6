import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startProvider } from '../../mock-provider/server.ts'
import type { Client, Gateway } from '../driver.ts'
import { RunRecord } from '../facts/run-record.ts'
import { limits } from '../limits.ts'
import type { Container } from '../machine.ts'
import type { Network } from '../network/network.ts'
import type { EntryBody } from '../record/entry.ts'
import { turns } from '../record/example.ts'
import { kindOf, type Step, stepKinds } from './index.ts'
import { exited, laws, ready, running, started } from './laws.ts'
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
const does =
  <T>(what: string, value?: T) =>
  () => {
    done.push(what)
    return value as T
  }

const isSeen = (line: string) => line === 'seen'

/** A stage on which nothing follows from what is done. */
function stage(): Stage {
  const client: Client = {
    connect: does('connect', Promise.resolve()),
    send: does('send', Promise.resolve('m')),
    stop: does('stop', Promise.resolve('m')),
    abort: does('abort', Promise.resolve('m')),
    reset: does('reset', Promise.resolve('m')),
    compact: does('compact', Promise.resolve('m')),
    page: {
      setOnline: does('set online', Promise.resolve()),
      setToken: does('set token', Promise.resolve()),
      jumpClock: does('jump clock', Promise.resolve()),
    },
  }
  const gateway = {
    running: true,
    start: does('start', Promise.resolve()),
    signal(signal: string) {
      done.push('signal')
      if (hasProcess) note({ kind: 'gateway-signalled', signal })
    },
    block: does('block'),
    failNetwork: does('fail network'),
    sessions: does('look', Promise.resolve([])),
    client: () => client,
    transcripts: async () => [{ session: 'main', source: 'x.jsonl', turns: turns('u:hi', 'a+x', 'u:on') }],
    doors: {
      rotateGatewayToken: does('rotate token', Promise.resolve(isSeen)),
      rotateProviderKey: does('rotate key', Promise.resolve(isSeen)),
      changeDeviceToken: async (_: string, how: string) => void done.push(how),
    },
    surroundings: {
      changeConfig: does('change', Promise.resolve(isSeen)),
      damage: does('damage', Promise.resolve(['x'])),
      set: does('set'),
      startAnother: does('start another', Promise.resolve()),
      holdStore: does('hold', Promise.resolve()),
      leaveLock: does('lock', Promise.resolve()),
      releaseStore: does('let go'),
    },
  } as unknown as Gateway
  const network = {
    cut: does('cut', Promise.resolve()),
    stall: does('stall'),
    goOn: does('go on'),
  } as unknown as Network
  const ledger = { order: does('order', true), prepare: does('prepare', true) } as unknown as Stage['ledger']
  const tokens = { expire: does('expire'), recover: does('recover'), answer: does('answer') }
  const provider = {
    release: does('release'),
    accept: does('accept'),
    port: 7,
    tokens,
    keys: { rotate: does('refuse key') },
  } as unknown as Stage['provider']
  const container: Container = { change: does('change', Promise.resolve()), heal: async () => {}, root: 'writable' }
  return { record, provider, ledger, gateway, network, container, seed: 1, position: { turn: 0, reply: 0 } }
}

/** Performs a step and tells how it stands. */
function performed(step: Step) {
  const standing = { landed: false, missed: '' }
  kindOf(step)
    .perform(step, stage())
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

/** Lets all that can happen happen, without a moment's passing. */
const settled = () => vi.advanceTimersByTimeAsync(0)

describe.each(laws.map((law) => [JSON.stringify(law.step), law] as const))(
  '%s',
  (_, { step, when, effects, ...law }) => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      return () => vi.useRealTimers()
    })

    test('lands with the last entry of its effect, and not before', async () => {
      note(...when)
      const standing = performed(step)
      for (const effect of effects) {
        await settled()
        expect(standing).toEqual({ landed: false, missed: '' })
        note(effect)
      }
      await settled()
      expect({ ...standing, done }).toEqual({ landed: true, missed: '', done: law.does })
    })

    const isUnneeded = step.do === 'auth.rotates' && step.credential === 'gateway-token'
    if (
      when.length > 0 &&
      !isUnneeded &&
      /^(auth|client|network|provider|tool|store\.(recovers|isReleased)|container\.diskEmpties)/.test(step.do)
    )
      test('does nothing when its instant never comes, and says so', async () => {
        const standing = performed(step)
        await vi.advanceTimersByTimeAsync(limits.step)
        expect({ ...standing, done }).toEqual({ landed: false, missed: 'LIMIT_REACHED', done: [] })
      })

    if (effects.length > 0)
      test('has not landed when its effect never comes, and says so', async () => {
        note(...when)
        const standing = performed(step)
        await vi.advanceTimersByTimeAsync(Math.max(limits.boot + limits.effect, limits.restart))
        expect(standing).toEqual({ landed: false, missed: 'LIMIT_REACHED' })
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
      ['x', 'finish', 'a returned 1x', 'a'],
      ['x', 'finish', 'a returned 1x', 'a'],
      ['x', 'finish', 'a returned 2x', 'a'],
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
