import type { Client, Gateway, Installed } from '../driver.ts'
import type { RunRecord } from '../facts/run-record.ts'
import type { Container } from '../machine.ts'
import type { Network } from '../network/network.ts'
import { turns } from '../record/example.ts'
import type { Stage } from './step.ts'

const isSeen = (line: string) => line === 'seen'

/**
 * A stage on which nothing follows from what is done, for the test of the laws.
 * @param done gets what a step does to the things around it
 * @param hasProcess whether the gateway has a process that a signal can reach
 */
export function stageOf(record: RunRecord, done: string[], hasProcess = true): Stage {
  const note = record.append.bind(record)
  const does =
    <T>(what: string, value?: T) =>
    () => {
      done.push(what)
      return value as T
    }
  const client: Client = {
    connect: does('connect', Promise.resolve()),
    send: does('send', Promise.resolve('m')),
    stop: does('stop', Promise.resolve('m')),
    abort: does('abort', Promise.resolve('m')),
    repeat: does('repeat', Promise.resolve()),
    misspeak: does('misspeak', Promise.resolve()),
    reset: does('reset', Promise.resolve('m')),
    compact: does('compact', Promise.resolve('m')),
    answer: async (_session, _permission, how) => void done.push(how),
    page: {
      async setOnline(online) {
        done.push('set online')
        note({ kind: 'page-online', client: 'main', online })
      },
      async setToken(shows) {
        done.push('set token')
        note({ kind: 'page-token', client: 'main', shows })
      },
      jumpClock: does('jump clock', Promise.resolve()),
    },
  }
  const gateway = {
    running: true,
    start: async (as?: Installed) => void done.push(as ? `start ${as.version}` : 'start'),
    signal(signal: string) {
      done.push('signal')
      if (hasProcess) note({ kind: 'gateway-signalled', signal })
    },
    block: does('block'),
    failNetwork: does('fail network'),
    sessions: does('look', Promise.resolve([])),
    client: () => client,
    store: { transcripts: async () => [{ session: 'main', source: 'x.jsonl', turns: turns('u:hi', 'a+x', 'u:on') }] },
    credentials: {
      rotateGatewayToken: does('rotate token', Promise.resolve(isSeen)),
      rotateProviderKey: does('rotate key', Promise.resolve(isSeen)),
      changeDeviceToken: async (_: string, how: string) => void done.push(how),
    },
    surroundings: {
      changeConfig: does('change', Promise.resolve(isSeen)),
      mendConfig: does('mend', Promise.resolve()),
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
  const tokens = {
    expire: does('expire'),
    recover: does('recover'),
    answer: does('answer'),
    releaseAll: does('grant all'),
  }
  const provider = {
    release: does('release'),
    mend: does('mend'),
    accept: does('accept'),
    port: 7,
    tokens,
    keys: { rotate: does('refuse key') },
  } as unknown as Stage['provider']
  const container: Container = {
    change: does('change', Promise.resolve()),
    undo: does('undo', Promise.resolve()),
    root: 'writable',
  }
  const older = { name: 'x', version: 'older', folder: '', node: '' }
  const copyState = does('copy', Promise.resolve())
  const place = { turn: 0, reply: 0 }
  return { record, provider, ledger, gateway, network, older, container, copyState, seed: 1, position: place }
}
