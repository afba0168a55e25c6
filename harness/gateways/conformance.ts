import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import type { Driver, Installed } from '../driver.ts'
import type { Need } from '../need.ts'
import { libertyNames } from '../record/profile.ts'
import { entriesOf } from '../record/record.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'
import { isAlive } from './cache-use.ts'
import { openStage, type Stage } from './conformance-stage.ts'

/** One thing that a driver must be able to do. */
export type Duty = {
  readonly name: string
  /** what a gateway may lack, as its driver says */
  readonly needs?: Need
  readonly holds: (stage: Stage) => Promise<void>
}

/** A test that a driver need not pass, and why. */
export type Skip = { readonly test: string; readonly reason: string }

/** What the model says to the messages of the duties. */
export const script = [
  { says: 'say something', replies: [{ text: 'something', calls: [] }] },
  {
    says: 'run a tool',
    replies: [
      { text: '', calls: [{ tool: 'a' }] },
      { text: 'the tool has run', calls: [] },
    ],
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
      await expect.poll(() => gateway.running).toBe(false)
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
      await expect.poll(() => gateway.running).toBe(false)
      const signals = entriesOf(record.entries, 'gateway-signalled').map(({ signal }) => signal)
      expect([...new Set(signals)]).toEqual(['SIGKILL', 'SIGTERM'])
      await gateway.start()
    },
  },
]

/**
 * Holds a driver to what the harness relies on. All tests but one share a gateway.
 * @param options `version`: the default one unless told otherwise; `skip`: what this gateway cannot do, with the reason
 */
export function conformance(driver: Driver, options: { version?: string; skip?: readonly Skip[] } = {}): void {
  const { version = driver.defaultVersion, skip = [] } = options
  const reasonOf = (name: string) => skip.find((skipped) => skipped.test === name)?.reason
  const held = (name: string, holds: (context: TestContext) => Promise<void>) =>
    test.skipIf(reasonOf(name))(reasonOf(name) ? `${name} (skipped: ${reasonOf(name)})` : name, holds)

  describe(`the driver of ${driver.name}@${version}`, () => {
    let installed: Installed
    let stage: Stage
    beforeAll(async () => {
      installed = await driver.install(version, () => {})
      stage = await openStage(driver, installed, script)
    })
    afterAll(() => stage?.[Symbol.asyncDispose]())

    test('skips nothing that is not here', () => {
      const names = [...duties.map(({ name }) => name), refuses, speaks, apart, leavesNothing]
      expect(skip.filter((skipped) => !names.includes(skipped.test))).toEqual([])
    })
    held(refuses, async () => {
      await expect(driver.install('0.0.0-no-such-version', () => {})).rejects.toMatchObject({ code: 'UNKNOWN_GATEWAY' })
    })
    held(speaks, async () => expectProfile(driver, installed.version))
    for (const { name, needs, holds } of duties)
      held(name, (context) => {
        const lack = needs && driver.lacks(needs, installed, driver.apis[0] ?? '')
        return lack === undefined ? holds(stage) : context.skip(lack)
      })
    held(apart, () => expectApart(stage, installed))
    held(leavesNothing, () => expectNothingLeft(stage))
  })
}

const refuses = 'refuses a version that is not there'
const speaks = 'says how its gateway speaks, and which liberties it takes and where they are seen'
const apart = 'runs beside another one without either seeing anything of the other'
const leavesNothing = 'ends everything when it is disposed of, with a run under way'

/** @throws when a pattern is no regular expression, or fits everything; or a liberty is unknown, or said without a source */
export function expectProfile(driver: Driver, version: string): void {
  const { liberties, lexicon } = driver.profile(version)
  for (const { name, source } of liberties) {
    expect(Object.keys(libertyNames), 'the liberties that there are').toContain(name)
    expect(source, `where ${name} is seen`).not.toBe('')
  }
  const patterns = [
    ...liberties.flatMap(({ pattern }) => pattern ?? []),
    ...lexicon.invented,
    ...lexicon.phrases.map(({ phrase }) => phrase),
    ...lexicon.turnedAway,
  ]
  for (const pattern of patterns) expect(new RegExp(pattern).test(''), `"${pattern}" fits an empty text`).toBe(false)
}

async function isRunning(gateway: Stage['gateway'], session: string): Promise<boolean | undefined> {
  return (await gateway.sessions()).find((state) => state.session === session)?.running
}

async function expectStopped(
  { gateway, started, gone, seen, acknowledged }: Stage,
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
  await gone(call)
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

async function expectApart({ driver, gateway, record }: Stage, installed: Installed): Promise<void> {
  // what it took up again after its last start is its own
  await expect.poll(async () => (await gateway.sessions()).filter(({ running }) => running)).toEqual([])
  const before = entriesOf(record.entries, 'provider-asked').length
  await using other = await openStage(driver, installed, script)
  await other.gateway.start()
  await other.gateway.client('main').send('main', 'say something')
  await other.seen('its reply', (entries) => entriesOf(entries, 'client-saw')[0])
  const stored = await other.gateway.store?.transcripts()
  if (stored !== undefined) expect(stored.map(({ session }) => session)).toEqual(['main'])
  expect(entriesOf(record.entries, 'provider-asked').length).toBe(before)
  expect(gateway.running).toBe(true)
}

async function expectNothingLeft(stage: Stage): Promise<void> {
  await stage.gateway.client('main').send('main', 'one more')
  const tool = await stage.started('d')
  await stage[Symbol.asyncDispose]()
  // a tool of an MCP server of ours has our own process
  const own = tool.server === true ? [] : [tool.pid]
  const pids = [...own, ...entriesOf(stage.record.entries, 'gateway-started').map(({ pid }) => pid)]
  await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([])
}
