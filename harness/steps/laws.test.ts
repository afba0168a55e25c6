import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startProvider } from '../../mock-provider/server.ts'
import type { Client, Gateway } from '../driver.ts'
import { limits } from '../limits.ts'
import type { Network } from '../network/network.ts'
import type { EntryBody } from '../record/entry.ts'
import { RunRecord } from '../record/record.ts'
import { kindOf, type Step, stepKinds } from './index.ts'
import type { Stage } from './step.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

let record: RunRecord
/** What the step has done to the things around it. */
let done: string[]
beforeEach(() => {
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

/** A stage on which nothing follows from what is done. */
function stage(): Stage {
  const client: Client = {
    connect: does('connect', Promise.resolve()),
    send: does('send', Promise.resolve('m')),
    stop: does('stop', Promise.resolve('m')),
    abort: does('abort', Promise.resolve('m')),
    reset: does('reset', Promise.resolve('m')),
  }
  const gateway = {
    running: true,
    start: does('start', Promise.resolve()),
    signal: does('signal'),
    block: does('block'),
    failNetwork: does('fail network'),
    client: () => client,
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
  } as unknown as Stage['provider']
  return { record, provider, ledger, gateway, network, seed: 1, position: { turn: 0, reply: 0 } }
}

const started: EntryBody = { kind: 'tool-started', call: 'x', tool: 'a', pid: 1, args: [] }
const ended = (end: 'finished' | 'failed' | 'died' | 'gone'): EntryBody => ({
  kind: 'tool-ended',
  call: 'x',
  tool: 'a',
  end,
  text: '',
})
const reported: EntryBody = { kind: 'tool-reported', session: 'main', call: 'x', phase: 'ended' }
const connected: EntryBody = { kind: 'client-connected', client: 'main', device: 0, ok: true, detail: '' }
const acknowledged: EntryBody = { kind: 'client-acknowledged', message: 'm', ok: true, detail: '{}' }
const running: EntryBody = { kind: 'gateway-started', pid: 1 }
const signalled: EntryBody = { kind: 'gateway-signalled', signal: 'SIGTERM' }
const exited: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }
const ready: EntryBody = { kind: 'gateway-ready', protocol: '4', ms: 1 }
const asked: EntryBody = { kind: 'provider-asked', request: 0, turn: 0, reply: 0, turns: [], rejection: null, body: {} }
const oauthAsked: EntryBody = { kind: 'oauth-asked', ask: 0, vendor: 'anthropic', refresh: 'refresh-1' }
const cut = { kind: 'cut', by: 'fin', at: { write: 1 } } as const

/**
 * For each kind of step: the step, the entries that are its instant (`when`), what it then does, and the entries of its effect
 * (`then`), the last of which makes it land.
 */
const laws: { step: Step; when: EntryBody[]; does: string[]; effects: EntryBody[] }[] = [
  {
    step: { do: 'user.stops', session: 'main', client: 'main', when: 'now' },
    when: [],
    does: ['stop'],
    effects: [acknowledged],
  },
  {
    step: { do: 'user.stops', session: 'main', client: 'main', when: 'now' },
    when: [],
    does: ['stop'],
    effects: [{ ...acknowledged, detail: '{"aborted":false}' } as EntryBody, acknowledged],
  },
  {
    step: { do: 'user.stops', session: 'main', client: 'main', when: 'now', again: true },
    when: [],
    does: ['stop'],
    effects: [{ ...acknowledged, detail: '{"aborted":false}' } as EntryBody],
  },
  { step: { do: 'user.aborts', session: 'main', client: 'main' }, when: [], does: ['abort'], effects: [acknowledged] },
  {
    step: { do: 'user.resets', session: 'main', client: 'main', how: 'new', until: 'accepted' },
    when: [],
    does: ['reset'],
    effects: [acknowledged],
  },
  {
    step: { do: 'user.resets', session: 'main', client: 'main', how: 'new', until: 'done' },
    when: [],
    does: ['reset'],
    effects: [
      { kind: 'client-acknowledged', message: 'm', ok: true, detail: '{"runId":"r"}' },
      { kind: 'client-saw', session: 'main', what: 'reply', text: 'New session', run: 'r' },
    ],
  },
  {
    step: { do: 'client.disconnects', client: 'main', by: 'rst' },
    when: [connected],
    does: ['cut'],
    effects: [
      { kind: 'line-cut', client: 'main' },
      { kind: 'client-disconnected', client: 'main', detail: '' },
    ],
  },
  { step: { do: 'client.stalls', client: 'main', direction: 'both' }, when: [connected], does: ['stall'], effects: [] },
  {
    step: { do: 'client.goesOn', client: 'main' },
    when: [
      { kind: 'line-stalled', client: 'main', direction: 'both' },
      { kind: 'line-held', client: 'main', direction: 'to-client' },
    ],
    does: ['go on'],
    effects: [],
  },
  {
    step: { do: 'client.reconnects', client: 'main', device: 'new' },
    when: [],
    does: ['connect'],
    effects: [connected],
  },
  {
    step: { do: 'model.calls', text: '', calls: [{ tool: 'a' }], fault: cut },
    when: [],
    does: ['release'],
    effects: [asked, { kind: 'provider-broke', request: 0 }],
  },
  {
    step: { do: 'model.says', text: 'x', fault: cut },
    when: [],
    does: ['release'],
    effects: [asked, { kind: 'provider-broke', request: 0 }],
  },
  {
    step: { do: 'provider.returns' },
    when: [{ kind: 'provider-closed' }, { kind: 'gateway-refused', port: 7 }],
    does: ['accept'],
    effects: [],
  },
  {
    step: { do: 'network.fails', how: 'dns' },
    when: [],
    does: ['fail network'],
    effects: [{ kind: 'gateway-network', failing: 'dns' }],
  },
  {
    step: { do: 'network.recovers' },
    when: [
      { kind: 'gateway-network', failing: 'tls' },
      { kind: 'gateway-connection-failed', how: 'tls' },
    ],
    does: ['fail network'],
    effects: [{ kind: 'gateway-network', failing: null }],
  },
  { step: { do: 'oauth.expires' }, when: [], does: ['expire'], effects: [{ kind: 'oauth-expired' }] },
  { step: { do: 'oauth.recovers' }, when: [], does: ['recover'], effects: [{ kind: 'oauth-recovered' }] },
  {
    step: { do: 'oauth.refuses' },
    when: [],
    does: [],
    effects: [{ kind: 'provider-replying', request: 0, status: 401, text: '', calls: [] }],
  },
  {
    step: { do: 'oauth.asked', times: 2 },
    when: [],
    does: [],
    effects: [oauthAsked, oauthAsked],
  },
  {
    step: { do: 'oauth.answers', outcome: 'reused' },
    when: [],
    does: ['answer'],
    effects: [{ kind: 'oauth-answered', ask: 0, refresh: 'refresh-1', outcome: 'reused' }],
  },
  { step: { do: 'tool.holds', tool: 'a' }, when: [started], does: [], effects: [] },
  {
    step: { do: 'tool.finishes', tool: 'a' },
    when: [started],
    does: ['order'],
    effects: [ended('finished'), reported],
  },
  { step: { do: 'tool.fails', tool: 'a' }, when: [started], does: ['order'], effects: [ended('failed'), reported] },
  { step: { do: 'tool.dies', tool: 'a' }, when: [started], does: ['order'], effects: [ended('died'), reported] },
  { step: { do: 'tool.floods', tool: 'a' }, when: [started], does: ['order'], effects: [ended('finished'), reported] },
  { step: { do: 'tool.garbles', tool: 'a' }, when: [started], does: ['order'], effects: [ended('finished'), reported] },
  { step: { do: 'tool.finishesLate', tool: 'a' }, when: [started], does: ['order'], effects: [ended('finished')] },
  { step: { do: 'tool.timesOut', tool: 'a' }, when: [started], does: [], effects: [ended('gone')] },
  {
    step: { do: 'tool.resists', tool: 'a', by: 'child' },
    when: [started],
    does: ['prepare'],
    effects: [{ kind: 'tool-resists', call: 'x', tool: 'a', child: 2 }],
  },
  { step: { do: 'gateway.receives', signal: 'SIGKILL' }, when: [running], does: ['signal'], effects: [exited] },
  {
    step: { do: 'gateway.receives', signal: 'SIGTERM' },
    when: [running, signalled],
    does: ['signal'],
    effects: [{ kind: 'gateway-logged', line: 'signal SIGTERM received' }],
  },
  {
    step: { do: 'gateway.receives', signal: 'SIGTERM' },
    when: [running, signalled, signalled],
    does: ['signal'],
    effects: [
      { kind: 'gateway-logged', line: 'received SIGTERM; shutting down' },
      { kind: 'gateway-logged', line: 'received SIGTERM during shutdown; ignoring' },
    ],
  },
  { step: { do: 'gateway.blocks', ms: 5 }, when: [running], does: ['block'], effects: [{ kind: 'gateway-blocked' }] },
  { step: { do: 'gateway.starts' }, when: [running, exited], does: ['start'], effects: [] },
  ...(['line', 'port', 'ready', 'request'] as const).map((at) => ({
    step: { do: 'gateway.diesStarting', at } as const,
    when: [running, exited],
    does: ['start', 'signal'],
    effects: [
      running,
      {
        line: { kind: 'gateway-logged', line: 'x' },
        port: { kind: 'line-answered', client: 'main' },
        ready,
        request: asked,
      }[at] as EntryBody,
      exited,
    ],
  })),
]

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

    if (when.length > 0 && /^(client|network|provider|tool)/.test(step.do))
      test('does nothing when its instant never comes, and says so', async () => {
        const standing = performed(step)
        await vi.advanceTimersByTimeAsync(limits.step)
        expect({ ...standing, done }).toEqual({ landed: false, missed: 'LIMIT_REACHED', done: [] })
      })

    if (effects.length > 0)
      test('has not landed when its effect never comes, and says so', async () => {
        note(...when)
        const standing = performed(step)
        await vi.advanceTimersByTimeAsync(limits.boot + limits.effect)
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

test('every kind of step is held to the laws, or to a test of its own with real sockets', () => {
  const tested = new Set<string>(laws.map(({ step }) => step.do))
  expect(Object.keys(stepKinds).filter((kind) => !tested.has(kind))).toEqual(['user.says', 'provider.refuses'])
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
      ['x', 'finish', 'a returned 1x'],
      ['x', 'finish', 'a returned 1x'],
      ['x', 'finish', 'a returned 2x'],
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
    const signal = (name: NodeJS.Signals) => void process.kill(name)
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
