import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { homedir, networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Driver } from '../driver.ts'
import { run } from '../engine/run.ts'
import { openWords } from '../gateways/box/words.ts'
import { freePort } from '../gateways/free-port.ts'
import { reference } from '../gateways/reference/driver.ts'
import { printable } from '../quote.ts'
import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { model, scenario, tool, user } from '../scenario/builders.ts'

/** What a hostile gateway is told, so that what it does can be seen. */
export type Given = {
  /** stands in the name of all that it leaves */
  readonly token: string
  /** stands in the harness's environment; base64 */
  readonly secret: string
  /** ports: to listen on, and of a service of this machine */
  readonly listen: number
  readonly service: number
  /** an address of this machine that is no loopback, if there is one */
  readonly address: string
  readonly home: string
  readonly project: string
  /** the harness's own namespace of processes */
  readonly namespace: string
}

const [file = '', ...args] = openWords('true')
const canBox = spawnSync(file, args).status === 0

const token = `gatecrash-hostile-${randomBytes(6).toString('hex')}`
const secret = randomBytes(12).toString('hex')
const project = process.cwd()
const preload = new URL('./hostile-gateway.ts', import.meta.url).href
const runs = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
const told: string[] = []
const heard: string[] = []
let given: Given
let entries: readonly Entry[] = []
let verdict = ''
let segments = ''

/** Where what it writes would lie. */
const places = [
  '/tmp',
  '/var/tmp',
  '/dev/shm',
  '/run',
  '/usr/local/bin',
  '/etc/cron.d',
  '/sys/fs/cgroup',
  homedir(),
  project,
]

const hostile: Driver = {
  ...reference,
  open(installed, place) {
    const start = place.machine.run.bind(place.machine)
    place.machine.run = (program, note) => {
      const env = { ...program.env, HOSTILE: JSON.stringify(given) }
      return start({ ...program, args: ['--import', preload, ...program.args], env }, note)
    }
    return reference.open(installed, place)
  },
}

const asEver = scenario({
  title: 'a hostile gateway works as ever',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('done'),
  ],
})

describe.skipIf(!canBox)('a gateway that is out for harm', () => {
  const service = createServer((socket) => {
    socket.on('error', () => {})
    heard.push('a connection')
  })
  const datagrams = dgram.createSocket('udp4', (message) => heard.push(`the datagram ${message}`))

  beforeAll(async () => {
    await once(service.listen(0, '0.0.0.0'), 'listening')
    const { port } = service.address() as AddressInfo
    datagrams.bind(port)
    await once(datagrams, 'listening')
    const [address] = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).filter(({ internal }) => !internal),
    )
    given = {
      ...{
        token,
        project,
        home: homedir(),
        secret: Buffer.from(secret).toString('base64'),
        service: port,
        listen: await freePort(),
      },
      address: address?.address ?? '192.0.2.2',
      namespace: readlinkSync('/proc/self/ns/pid'),
    }
    process.env.HOSTILE_TEST = secret
    segments = execFileSync('ipcs', ['-m']).toString()
    const installed = await reference.install(reference.defaultVersion, () => {})
    const options = { scenario: asEver, driver: hostile, installed, api: 'anthropic-messages', seed: 1, runs } as const
    const result = await run({ ...options, route: 'configured', progress: (line) => told.push(line) })
    verdict = result.verdict
    entries = readFileSync(join(result.folder, 'record.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  })
  afterAll(() => {
    service.close()
    datagrams.close()
    rmSync(runs, { recursive: true })
  })

  const outcomes = () =>
    entriesOf(entries, 'gateway-logged').flatMap(({ line }) => {
      const [, trick, outcome] = /^tried (.*): (.*)$/.exec(line) ?? []
      return trick === undefined ? [] : [[trick, outcome] as const]
    })

  test('runs to its end, and is judged', () => {
    expect(verdict).toBe('pass')
    expect(outcomes().length).toBeGreaterThan(40)
  })

  test('does what hurts nobody, and nothing else', () => {
    const done = outcomes().flatMap(([trick, outcome]) => (outcome === 'done' ? [trick] : []))
    expect(done).toEqual([
      'SIGTERM to all',
      'a child in a session of its own without our mark',
      'a daemon, forked twice',
      'a daemon that ignores every signal',
      'a process that is started again by another',
      'two hundred processes',
      'listening on all interfaces',
      'listening on all interfaces, IPv6',
      'a datagram to this machine',
      'looking up what is no name',
      'writing into the home of the user',
      'writing into folders for all',
      'a shut folder',
      'shared memory that stays',
      'escapes for a terminal',
      'a line of five million characters',
      'a hundred thousand lines',
      'garbage for every port that listens',
      'a signal to its whole group',
      'SIGKILL to the first process',
    ])
  })

  test('leaves no process', () => {
    const left = readdirSync('/proc')
      .filter((id) => /^\d+$/.test(id) && Number(id) !== process.pid)
      .map((id) => textOf(`/proc/${id}/cmdline`).replaceAll('\0', ' '))
      .filter((line) => line.includes(token) || /^sleep 300\d/.test(line))
    expect(left).toEqual([])
  })

  test('leaves no file and no folder', () => {
    const names = places.flatMap((place) =>
      existsSync(place) ? readdirSync(place).map((name) => join(place, name)) : [],
    )
    expect(names.filter((name) => name.includes(token))).toEqual([])
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith(`gatecrash-here-${process.pid.toString(36)}.`)),
    ).toEqual([])
    expect(execFileSync('ipcs', ['-m']).toString()).toBe(segments)
  })

  test('leaves no port, and nothing of it got out', async () => {
    for (const port of [given.listen, given.listen + 1]) {
      const [error] = await once(connect(port, '127.0.0.1'), 'error')
      expect(error.code).toBe('ECONNREFUSED')
    }
    expect(heard).toEqual([])
  })

  test('shows in the record which names it looked up', () => {
    const names = entriesOf(entries, 'network-blocked').map(({ host }) => host)
    expect(names).toEqual(
      expect.arrayContaining([`node.${token}.example`, `native.${token}.example`, `\\007\\032${token}.example`]),
    )
  })

  test('does not reach the terminal, and fills no memory', () => {
    expect(told.join('')).toBe(printable(told.join('')))
    const logged = entriesOf(entries, 'gateway-logged')
    expect(logged.some(({ line }) => line.includes('the rest is left out'))).toBe(true)
    expect(logged.length).toBeLessThan(60_000)
  })
})

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
