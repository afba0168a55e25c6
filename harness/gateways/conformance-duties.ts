import { expect } from 'vitest'
import type { Script } from '../../mock-provider/script.ts'
import type { Need } from '../need.ts'
import { entriesOf } from '../record/record.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'
import { expectAsked } from './conformance-asking.ts'
import type { Stage } from './conformance-stage.ts'

/** One thing that a driver must be able to do. */
export type Duty = {
  readonly name: string
  /** what a gateway may lack, as its driver says */
  readonly needs?: Need
  readonly holds: (stage: Stage) => Promise<void>
}

/** What the model says to the messages of the duties. */
export const script: Script = [
  { says: 'say something', replies: [{ text: 'something', calls: [] }] },
  {
    says: 'run a tool',
    replies: [
      { text: '', calls: [{ tool: 'a' }] },
      { text: 'the tool has run', calls: [] },
    ],
  },
  {
    says: 'run two at once',
    replies: [
      { text: '', calls: [{ tool: 'e' }, { tool: 'f' }] },
      { text: 'both have run', calls: [] },
    ],
  },
  {
    says: 'fall silent once',
    replies: [{ text: 'here I am again', calls: [], fault: { kind: 'stall', pings: false, at: { write: 1 } } }],
  },
  { says: 'run another', replies: [{ text: '', calls: [{ tool: 'b' }] }] },
  { says: 'and a third', replies: [{ text: '', calls: [{ tool: 'c' }] }] },
  { says: 'say it again', replies: [{ text: 'something again', calls: [] }] },
  { says: 'say no more', replies: [{ text: 'no more', calls: [] }] },
  { says: 'one more', replies: [{ text: '', calls: [{ tool: 'd' }] }] },
]

/** What a driver must be able to do, one thing after another with the same gateway. */
export const duties: readonly Duty[] = [
  {
    name: 'starts, is ready by its own protocol, and says that it runs',
    async holds({ gateway, record }) {
      expect(gateway.running).toBe(false)
      await gateway.start()
      expect(gateway.running).toBe(true)
      expect(record.entries.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['gateway-started', 'gateway-ready']),
      )
    },
  },
  {
    name: 'sends a message, notes its acknowledgement with the run, and sees that run’s reply',
    async holds({ gateway, seen, acknowledged }) {
      const answer = acknowledged(await gateway.client('main').send('main', 'say something'))
      expect(answer).toMatchObject({ ok: true, run: expect.stringMatching(/./) })
      const saw = await seen('a reply', (entries) => entriesOf(entries, 'client-saw')[0])
      expect(saw).toMatchObject({ session: 'main', what: 'reply', text: 'something' })
      expect(saw.run).toBe(answer?.run)
    },
  },
  {
    name: 'runs a gated tool, says that its session runs meanwhile, and reports the tool’s start and end',
    async holds({ gateway, ledger, started, seen }) {
      await gateway.client('main').send('main', 'run a tool')
      const { call } = await started('a')
      expect(await isRunning(gateway, 'main')).toBe(true)
      ledger.order(call, 'finish', 'the result of a')
      for (const phase of ['started', 'ended'])
        await seen(`the report that tool a has ${phase}`, (entries) =>
          entriesOf(entries, 'tool-reported').find(
            (entry) => entry.phase === phase && entry.call === call && entry.session === 'main',
          ),
        )
      await seen('the reply', (entries) =>
        entriesOf(entries, 'client-saw').find(({ text }) => text === 'the tool has run'),
      )
      await expect.poll(() => isRunning(gateway, 'main'), { timeout: 20_000 }).toBe(false)
    },
  },
  {
    name: 'runs the tools of one reply side by side',
    needs: 'parallel-tools',
    async holds({ gateway, ledger, started, seen }) {
      await gateway.client('main').send('main', 'run two at once')
      for (const { call, tool } of [await started('e'), await started('f')])
        ledger.order(call, 'finish', `the result of ${tool}`)
      await seen('the reply', (entries) =>
        entriesOf(entries, 'client-saw').find(({ text }) => text === 'both have run'),
      )
    },
  },
  {
    name: 'shows a client’s history',
    needs: 'history',
    async holds({ gateway }) {
      const said = ((await gateway.history?.('main')) ?? []).map(textOf).join('\n')
      for (const text of ['say something', 'run a tool', 'the tool has run']) expect(said).toContain(text)
    },
  },
  {
    name: 'stops a run as a person types it, which ends its tool',
    holds: (stage) => expectStopped(stage, 'main', 'run another', 'b', 'stop'),
  },
  {
    name: 'stops a run as a stop button does, in a session of its own',
    holds: (stage) => expectStopped(stage, 'side', 'and a third', 'c', 'abort'),
  },
  {
    name: 'asks a person before it runs a tool, runs what is allowed, and not what is declined',
    needs: 'permissions',
    holds: expectAsked,
  },
  {
    name: 'gives a device another token, which opens, and the one before does not',
    needs: 'device-token',
    async holds({ gateway, record }) {
      const phone = gateway.client('phone')
      await phone.connect?.({ device: 'same' })
      await gateway.credentials?.changeDeviceToken('phone', 'rotate')
      await phone.connect?.({ device: 'same', shows: 'old-device-token' })
      await phone.connect?.({ device: 'same', shows: 'device-token' })
      await gateway.credentials?.changeDeviceToken('phone', 'revoke')
      await phone.connect?.({ device: 'same', shows: 'device-token' })
      const attempts = entriesOf(record.entries, 'client-connected').filter(({ client }) => client === 'phone')
      expect(attempts.map(({ ok }) => ok)).toEqual([true, false, true, false])
    },
  },
  {
    name: 'connects a client again, as the device it was and as a new one',
    needs: 'devices',
    async holds({ gateway, record }) {
      for (const device of ['same', 'new'] as const) await gateway.client('main').connect?.({ device })
      const [again, other] = entriesOf(record.entries, 'client-connected').slice(-2)
      expect([again, other]).toMatchObject([
        { client: 'main', device: 0, ok: true },
        { client: 'main', device: 1, ok: true },
      ])
    },
  },
  {
    name: 'notes that the connection of a client was cut, and connects it again when it is used',
    needs: 'client-network',
    async holds({ gateway, network, record, seen, acknowledged }) {
      const from = record.entries.length
      await network.cut('main', 'rst')
      await seen('the loss', (entries) => entriesOf(entries.slice(from), 'client-disconnected')[0])
      expect(acknowledged(await gateway.client('main').send('main', 'say no more'))).toMatchObject({ ok: true })
      await seen('the reply', (entries) => entriesOf(entries, 'client-saw').find(({ text }) => text === 'no more'))
    },
  },
  {
    name: 'has several clients, and notes what each is told',
    needs: 'clients',
    async holds({ gateway, record, seen, acknowledged }) {
      const second = await gateway.client('second').send('side', 'say it again')
      expect(entriesOf(record.entries, 'client-sent').at(-1)).toMatchObject({ client: 'second' })
      const run = acknowledged(second)?.run
      const saw = await seen('the reply at the second client', (entries) =>
        entriesOf(entries, 'client-saw').find((entry) => entry.client === 'second' && entry.run === run),
      )
      expect(saw).toMatchObject({ session: 'side', what: 'reply', text: 'something again' })
    },
  },
  {
    name: 'reads the stored transcripts beside the running gateway, under the scenario’s names of sessions',
    needs: 'store',
    async holds({ gateway }) {
      const stored = (await gateway.store?.transcripts()) ?? []
      expect(stored.map(({ session }) => session).sort()).toEqual(['main', 'side'])
      expect(stored.every(({ source }) => source !== '')).toBe(true)
      expectAllSaid(stored.find(({ session }) => session === 'main')?.turns ?? [])
    },
  },
  {
    name: 'is killed, can be read while it is down, and starts again on the same state',
    async holds({ gateway, seen }) {
      gateway.signal('SIGKILL')
      const exit = await seen('the exit', (entries) => entriesOf(entries, 'gateway-exited')[0])
      expect(exit).toMatchObject({ signal: 'SIGKILL', asked: true })
      // a gateway may have a process for each session
      await expect.poll(() => gateway.running, { timeout: 20_000 }).toBe(false)
      const { store } = gateway
      if (store !== undefined) expect(await store.transcripts()).toHaveLength(2)
      await gateway.start()
      const main = (await store?.transcripts())?.find(({ session }) => session === 'main')
      if (store !== undefined) expectAllSaid(main?.turns ?? [])
      const shown = await gateway.history?.('main')
      if (shown !== undefined) expect(shown.map(textOf).join('\n')).toContain('the tool has run')
    },
  },
  {
    name: 'exits on SIGTERM when nothing runs, and notes the signal and the exit',
    async holds({ gateway, seen, record }) {
      const before = record.entries.length
      gateway.signal('SIGTERM')
      await seen('the exit', (entries) => entriesOf(entries.slice(before), 'gateway-exited')[0])
      await expect.poll(() => gateway.running, { timeout: 20_000 }).toBe(false)
      const signals = entriesOf(record.entries, 'gateway-signalled').map(({ signal }) => signal)
      expect([...new Set(signals)]).toEqual(['SIGKILL', 'SIGTERM'])
      await gateway.start()
    },
  },
  {
    name: 'gives up a reply of which nothing more comes, and asks for it again',
    needs: 'gives-up-silence',
    async holds({ gateway, seen }) {
      await gateway.client('main').send('main', 'fall silent once')
      await seen('the reply', (entries) =>
        entriesOf(entries, 'client-saw').find(({ text }) => text === 'here I am again'),
      )
    },
  },
]

/** A session that is not listed is not busy. */
async function isRunning(gateway: Stage['gateway'], session: string): Promise<boolean> {
  return (await gateway.sessions()).some((state) => state.session === session && state.running)
}

async function expectStopped(
  { driver, installed, api, gateway, ledger, started, gone, seen, acknowledged }: Stage,
  session: string,
  text: string,
  tool: string,
  how: 'stop' | 'abort',
): Promise<void> {
  const person = gateway.client('main')
  const end = () => (how === 'abort' && person.abort !== undefined ? person.abort(session) : person.stop(session))
  await person.send(session, text)
  const { call } = await started(tool)
  expect(acknowledged(await end())).toMatchObject({
    ok: true,
    stopped: expect.stringMatching(/^(at once|later)$/),
  })
  // a tool that is not told of the stop is let go, late
  if (driver.lacks('stop-ends-tools', installed, api) === undefined) await gone(call)
  else ledger.order(call, 'finish', 'late')
  await seen('the end of the run', (entries) =>
    entriesOf(entries, 'client-saw').find((entry) => entry.session === session && entry.what === 'aborted'),
  )
  // nothing is left to stop
  expect(acknowledged(await end())?.stopped).not.toBe('at once')
}

/** What was said and what the tool returned, with its call. */
function expectAllSaid(turns: readonly Turn[]): void {
  expect(turns.map(textOf).join('\n')).toContain('the tool has run')
  const blocks = turns.flatMap((turn) => turn.blocks)
  const result = blocks.find((block) => block.type === 'result' && block.text.includes('the result of a'))
  const called = blocks.flatMap((block) => (block.type === 'call' ? [block.id] : []))
  expect(called).toContain(result?.type === 'result' ? result.id : 'a result')
}
