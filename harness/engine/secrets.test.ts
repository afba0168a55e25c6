import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Driver, Place } from '../driver.ts'
import { reference } from '../gateways/reference/driver.ts'
import { describeResult } from '../report/text.ts'
import { writeReports } from '../report/write.ts'
import { model, scenario, tool, user } from '../scenario/builders.ts'
import { type RunOptions, run } from './run.ts'

const planted = {
  token: 'pl4nted-gateway-token',
  env: 'pl4nted-of-the-environment',
  header: 'pl4nted-header',
  cookie: 'pl4nted-cookie',
  address: 'pl4nted-address',
  device: 'pl4nted-device',
  tool: 'sk-ant-pl4nted-of-a-tool',
  message: 'sk-ant-pl4nted-of-a-message',
  profile: 'pl4nted-profile',
}
const address = `http://127.0.0.1:1/chat?token=${planted.address}#token=${planted.address}`

/** All that leaks, as a gateway may print or store it. */
const leak = [
  JSON.stringify({ gateway: { auth: { mode: 'token', token: planted.token } } }),
  `env PLANTED_API_KEY is ${planted.env}`,
  `POST ${address} Authorization: Bearer ${planted.header}`,
  `Cookie: sid=${planted.cookie}`,
  JSON.stringify({ headers: { 'x-api-key': planted.header }, deviceToken: planted.device }),
  `exec printed ${planted.tool} in ${homedir()}/work`,
]

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
beforeAll(() => {
  process.env.PLANTED_API_KEY = planted.env
})
afterAll(() => {
  delete process.env.PLANTED_API_KEY
  rmSync(folder, { recursive: true })
})

/** The reference gateway, which tells and stores every secret there is. */
const leaky: Driver = {
  ...reference,
  async open(installed, place) {
    place.hide(planted.token, 'gateway-token')
    for (const line of leak) place.note({ kind: 'gateway-logged', line })
    place.note({ kind: 'tool-resists', call: leak.join('\n'), tool: 'x' })
    place.note({ kind: 'network-blocked', host: address, by: leak.join('\n') })
    leaveFiles(place)
    return reference.open(installed, place)
  },
}

function leaveFiles({ kept }: Place): void {
  mkdirSync(join(kept, 'store'))
  writeFileSync(join(kept, 'openclaw.log'), leak.join('\n'))
  writeFileSync(join(kept, 'store', 'half.jsonl'), Buffer.concat([Buffer.from([0xff]), Buffer.from(leak.join('\n'))]))
  writeFileSync(join(kept, 'screenshot.png'), Buffer.from(`\u0089PNG\0tEXtURL\0${address}`, 'latin1'))
  writeFileSync(join(kept, 'plain.png'), Buffer.from('\u0089PNG\0IDAT', 'latin1'))
  const compressed = {
    'trace.network': strToU8(leak.join('\n')),
    'page.png': strToU8(`\u0089PNG\0tEXtURL\0${address}`, true),
  }
  writeFileSync(join(kept, 'trace.zip'), zipSync(compressed))
  // compressed bytes that look like a secret by chance
  writeFileSync(join(kept, 'chance.jpeg'), Buffer.from('\u00ff\u00d8\0 token=\u0081a8Zq0\u0090', 'latin1'))
  writeFileSync(join(kept, 'store', 'broken.sqlite'), `SQLite format 3\0${leak.join('\n')}`)
  using database = new DatabaseSync(join(kept, 'store', 'agent.sqlite'))
  database.exec(`
    CREATE TABLE auth_profile_store (value TEXT);
    CREATE TABLE events (id INTEGER PRIMARY KEY, big INTEGER, json TEXT, zstd BLOB, size INTEGER GENERATED ALWAYS AS (length(json)));
    CREATE VIRTUAL TABLE events_fts USING fts5(json);
    CREATE TRIGGER noted AFTER UPDATE ON events BEGIN INSERT INTO events_fts VALUES (old.json); END;`)
  database.prepare('INSERT INTO auth_profile_store VALUES (?)').run(planted.profile)
  const text = leak.join('\n')
  const insert = database.prepare('INSERT INTO events (big, json, zstd) VALUES (9007199254740993, ?, ?)')
  insert.run(text, zstdCompressSync(text))
  insert.run('deleted', Buffer.from(text))
  database.prepare('INSERT INTO events_fts VALUES (?)').run(text)
  database.exec('DELETE FROM events WHERE id = 2')
}

const attack = scenario({
  title: `a stop with ${planted.message}`,
  steps: [
    user.says(`my key is ${planted.message}`),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.stops(),
    user.says('still there?'),
    model.says('yes'),
  ],
})

async function attacked(driver: Driver, more: Partial<RunOptions> = {}) {
  const installed = await reference.install('stop-hides-results', () => {})
  const options = { scenario: attack, driver, installed, api: 'anthropic-messages' } as const
  return run({ ...options, seed: 7, runs: folder, ...more })
}

test('no secret reaches the run’s folder or a report, and the verdict is what it is without any', async () => {
  const result = await attacked(leaky)
  const about = {
    title: attack.title,
    file: `${homedir()}/bug.json`,
    gateway: 'reference@0.1.0',
    repeat: leak.join('\n'),
  }
  const shown = { ...result, ...about, name: about.file, title: 'a stop' }
  const report = {
    gateway: '',
    api: '',
    seed: 7,
    verdict: result.verdict,
    skipped: [],
    scenarios: [shown],
    crashes: leak,
  }
  await writeReports(result.folder, [report])
  writeFileSync(join(result.folder, 'terminal.txt'), describeResult({ ...shown, repeat: '' }).join('\n'))

  const files = readdirSync(result.folder, { recursive: true, encoding: 'utf8' }).sort()
  expect(files).toEqual([
    'badge.json',
    'chance.jpeg',
    'gateway.log',
    'index.html',
    'junit.xml',
    'openclaw.log',
    'plain.png',
    'record.jsonl',
    'report.json',
    'repro.json',
    'screenshot.png.left-out.txt',
    'store',
    'store/agent.sqlite',
    'store/broken.sqlite.left-out.txt',
    'store/half.jsonl',
    'store/main.jsonl',
    'summary.md',
    'terminal.txt',
    'trace.zip',
  ])
  const unpacked = unzipSync(readFileSync(join(result.folder, 'trace.zip')))
  expect(Object.keys(unpacked)).toEqual(['trace.network'])
  const network = strFromU8(unpacked['trace.network'] ?? new Uint8Array())
  expect(Object.values(planted).filter((secret) => network.includes(secret))).toEqual([])
  expect(network).toContain('<gateway-token>')
  const secrets = [...Object.values(planted), homedir()]
  const found = files
    .filter((name) => name !== 'store')
    .flatMap((name) => secretsIn(join(result.folder, name), secrets))
  expect(found).toEqual([])

  const log = readFileSync(join(result.folder, 'gateway.log'), 'utf8')
  for (const name of [
    '<gateway-token>',
    '<env PLANTED_API_KEY>',
    'x-api-key":"<redacted>',
    '#token=<redacted>',
    '~/work',
  ])
    expect(log).toContain(name)
  const plain = await attacked(reference)
  const findings = ({ claims }: typeof plain) =>
    claims.map(({ claim, verdict, findings: all }) => [claim, verdict, all.length])
  expect(findings(result)).toEqual(findings(plain))
  expect(result.verdict).toBe('fail')
})

test('a database stays readable', async () => {
  const result = await attacked(leaky)
  using database = new DatabaseSync(join(result.folder, 'store', 'agent.sqlite'))
  const statement = database.prepare('SELECT * FROM events')
  statement.setReadBigInts(true)
  const [event, ...others] = statement.all()
  expect(others).toEqual([])
  expect(event).toMatchObject({ big: 9007199254740993n, json: expect.stringContaining('<gateway-token>') })
  expect(zstdDecompressSync(event?.zstd as Uint8Array).toString()).toBe(event?.json)
})

test('an error of ours quotes no secret', async () => {
  const open: Driver['open'] = async ({ folder: _ }, place) => {
    place.hide(planted.token, 'gateway-token')
    throw new Error(`it said ${leak.join('\n')}`)
  }
  const error = await attacked({ ...reference, open }).catch((thrown: Error) => thrown)
  expect(`${(error as Error).stack} ${(error as Error).message}`).not.toMatch(/pl4nted/)
  expect((error as Error).message).toContain('<gateway-token>')
})

function secretsIn(file: string, secrets: readonly string[]): string[] {
  const bytes = readFileSync(file)
  return secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${file}: ${secret}`)
}
