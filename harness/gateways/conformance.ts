import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import type { Driver, Installed } from '../driver.ts'
import { lackOf } from '../lack-of.ts'
import { libertyNames } from '../record/profile.ts'
import { entriesOf } from '../record/record.ts'
import { isAlive } from './cache-use.ts'
import { type Duty, duties, script } from './conformance-duties.ts'
import { openStage, type Stage } from './conformance-stage.ts'

/** A test that a driver need not pass, and why. */
export type Skip = { readonly test: string; readonly reason: string }

/**
 * Holds a driver to what the harness relies on, but for what it says that its gateway lacks. All tests but one share a gateway.
 * @param options `version`: the default one unless told otherwise; `skip`: what this gateway cannot do, with the reason
 */
export function conformance(driver: Driver, options: { version?: string; skip?: readonly Skip[] } = {}): void {
  const { version = driver.defaultVersion, skip = [] } = options
  const reasonOf = (name: string) => skip.find((skipped) => skipped.test === name)?.reason
  const held = (name: string, holds: (context: TestContext) => Promise<void>) =>
    test.skipIf(reasonOf(name))(reasonOf(name) ? `${name} (skipped: ${reasonOf(name)})` : name, holds)

  describe(`the driver of ${driver.name}@${version}`, async () => {
    const installed = await driver.install(version, () => {})
    const lackFor = ({ needs }: Duty) => needs && lackOf(driver, needs, installed, driver.apis[0] ?? '')
    const lacks = duties.flatMap((duty) => lackFor(duty) ?? [])
    let stage: Stage
    /** without a start there is nothing to look at, and each look would wait for its limit */
    let unstarted = ''
    beforeAll(async () => {
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
    if (lacks.length > 0)
      test(`says why it cannot do ${lacks.length} of ${duties.length} things`, () => {
        expect(lacks.filter((why) => why.trim() === '')).toEqual([])
      })
    for (const { name, holds } of duties.filter((duty) => lackFor(duty) === undefined))
      held(name, async (context) => {
        if (unstarted !== '') return context.skip(unstarted)
        const isStart = name === duties[0]?.name
        if (isStart) unstarted = `the gateway did not start, see "${name}"`
        await holds(stage)
        if (isStart) unstarted = ''
      })
    held(apart, async (context) => (unstarted === '' ? expectApart(stage, installed) : context.skip(unstarted)))
    held(leavesNothing, async (context) => (unstarted === '' ? expectNothingLeft(stage) : context.skip(unstarted)))
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
  // in a session that no stop has been in: what a gateway makes of one is not its driver's affair
  await stage.gateway.client('main').send('fresh', 'one more')
  const tool = await stage.started('d')
  await stage[Symbol.asyncDispose]()
  const pids = [
    ...(tool.server ? [] : [tool.pid]),
    ...entriesOf(stage.record.entries, 'gateway-started').map(({ pid }) => pid),
  ]
  await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([])
}
