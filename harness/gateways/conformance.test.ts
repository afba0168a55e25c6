import { expect, test } from 'vitest'
import type { Client, Credentials, Gateway } from '../driver.ts'
import type { Liberty } from '../record/profile.ts'
import { expectProfile } from './conformance.ts'
import { duties, script } from './conformance-duties.ts'
import { openStage } from './conformance-stage.ts'
import { reference } from './reference/driver.ts'

/** The reference gateway with some of its methods replaced. */
function lying<T extends object>(honest: T, lies: Partial<T>): T {
  return new Proxy(honest, {
    get(target, key) {
      if (key in lies) return Reflect.get(lies, key)
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const deaf = (gateway: Gateway, lies: Partial<Client>) =>
  lying(gateway, { client: (name) => lying(gateway.client(name), lies) })
const nothing = async () => []
const nowhere = async () => 'no such message'
const refused = () => Promise.reject(new Error('no message is taken'))

/** For each duty a driver that fails it, and in no other way. */
const failing: Readonly<Record<string, (gateway: Gateway) => Gateway>> = {
  'starts,': (gateway) => lying(gateway, { running: true }),
  'sends a message,': (gateway) => deaf(gateway, { send: nowhere }),
  'runs a gated tool,': (gateway) => lying(gateway, { sessions: nothing }),
  'runs the tools of one reply': (gateway) => deaf(gateway, { send: refused }),
  'gives up a reply': (gateway) => deaf(gateway, { send: refused }),
  'shows a client’s history': (gateway) => lying(gateway, { history: nothing }),
  'stops a run as a person': (gateway) => deaf(gateway, { stop: nowhere }),
  'stops a run as a stop button': (gateway) => deaf(gateway, { abort: nowhere }),
  'asks a person before': (gateway) => deaf(gateway, { answer: refused }),
  'gives a device another token,': (gateway) =>
    lying(gateway, { credentials: { ...gateway.credentials, changeDeviceToken: async () => {} } as Credentials }),
  'connects a client again,': (gateway) => deaf(gateway, { connect: async () => {} }),
  'notes that the connection': (gateway) => deaf(gateway, { send: nowhere }),
  'has several clients,': (gateway) => lying(gateway, { client: () => gateway.client('main') }),
  'reads the stored transcripts': (gateway) => lying(gateway, { store: { transcripts: nothing, check: nothing } }),
  'is killed,': (gateway) => lying(gateway, { running: true }),
  'exits on SIGTERM': (gateway) => lying(gateway, { signal: () => gateway.signal('SIGKILL') }),
}

test.each([
  ['a pattern that is none', { invented: ['(no result'] }],
  ['one that fits everything', { turnedAway: ['refused|'] }],
])('a driver fails whose profile has %s', (_, lies) => {
  const { liberties, lexicon } = reference.profile(reference.defaultVersion)
  const driver = lying(reference, { profile: () => ({ liberties, lexicon: { ...lexicon, ...lies } }) })
  expect(() => expectProfile(driver, '1')).toThrow()
  expect(() => expectProfile(reference, reference.defaultVersion)).not.toThrow()
})

test.each([
  ['an unknown liberty', { name: 'does-as-it-likes', source: 'seen' }],
  ['one that was seen nowhere', { name: 'rewrites-ids', source: '' }],
])('a driver fails whose profile has %s', (_, liberty) => {
  const { lexicon } = reference.profile(reference.defaultVersion)
  const driver = lying(reference, { profile: () => ({ liberties: [liberty as Liberty], lexicon }) })
  expect(() => expectProfile(driver, '1')).toThrow()
})

test.for(duties.map(({ name }, index) => [name, index] as const))(
  'a driver fails that does not do what this says: %s',
  { timeout: 60_000 },
  async ([name, index]) => {
    const installed = await reference.install(reference.defaultVersion, () => {})
    await using stage = await openStage(reference, installed, script)
    for (const { holds } of duties.slice(0, index)) await holds(stage)
    const lie = Object.entries(failing).find(([begin]) => name.startsWith(begin))?.[1]
    expect(lie, 'a driver that fails it').toBeDefined()
    const lied = (gateway: Gateway) => lie?.(gateway) ?? gateway
    // a duty may open a gateway of its own
    const driver = lying(reference, { open: async (...given) => lied(await reference.open(...given)) })
    const gateway = lied(stage.gateway)
    await expect(duties[index]?.holds({ ...stage, driver, gateway })).rejects.toThrow()
  },
)
