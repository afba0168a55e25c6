import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { isLoopback } from './loopback.ts'

const guard = fileURLToPath(new URL('./network-guard.ts', import.meta.url))

/** Runs a program as the gateway is run, and says what it printed and what was blocked. */
async function run(program: string, allowed = ''): Promise<{ output: string; blocked: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  const file = join(folder, 'blocked.jsonl')
  try {
    const env = {
      NODE_OPTIONS: `--import=${guard}`,
      GATECRASH_BLOCKED: file,
      GATECRASH_ALLOWED: allowed,
      HOME: '/gatecrash-home',
    }
    const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', program], { env })
    const lines = await readFile(file, 'utf8').catch(() => '')
    return {
      output: stdout,
      blocked: lines
        .split('\n')
        .filter(Boolean)
        .map((line) => Object.values(JSON.parse(line)).join(' ')),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const code = (attempt: string) =>
  `${attempt}.then(() => 'went through', (error) => error.cause?.code ?? error.code).then((said) => console.log(said))`

test.each([
  ['fetch', code(`fetch('https://api.example.invalid/v1')`), 'api.example.invalid connect'],
  [
    'a WebSocket',
    `const s = new WebSocket('ws://chat.example.invalid'); s.onopen = () => console.log('went through'); s.onerror = () => console.log('ENETUNREACH')`,
    'chat.example.invalid connect',
  ],
  [
    'node:https',
    `import https from 'node:https'; https.get('https://a.example.invalid').on('error', (error) => console.log(error.code))`,
    'a.example.invalid connect',
  ],
  [
    'a socket to a port and host',
    `import { connect } from 'node:net'; connect(443, 'b.example.invalid').on('error', (error) => console.log(error.code))`,
    'b.example.invalid connect',
  ],
  [
    'TLS',
    `import tls from 'node:tls'; tls.connect({ host: 'c.example.invalid', port: 443 }).on('error', (error) => console.log(error.code))`,
    'c.example.invalid connect',
  ],
  [
    'a look-up',
    code(`import('node:dns/promises').then(({ lookup }) => lookup('d.example.invalid'))`),
    'd.example.invalid look up',
  ],
  [
    'a named import of a look-up',
    `import { resolve4 } from 'node:dns'; resolve4('e.example.invalid', (error) => console.log(error.code))`,
    'e.example.invalid look up',
  ],
  [
    'a resolver of one’s own',
    code(`import('node:dns/promises').then(({ Resolver }) => new Resolver().resolve4('f.example.invalid'))`),
    'f.example.invalid look up',
  ],
  [
    'a datagram',
    `import dgram from 'node:dgram'; const s = dgram.createSocket('udp4'); s.send('x', 53, 'g.example.invalid', (error) => { console.log(error.code); s.close() })`,
    'g.example.invalid send',
  ],
])('%s to another host fails before a packet is sent, and is noted', async (_, program, noted) => {
  expect(await run(program)).toEqual({ output: 'ENETUNREACH', blocked: [noted] })
})

test('a worker and a child process of the gateway are guarded too', async () => {
  const inner = JSON.stringify(code(`fetch('http://inner.example.invalid')`))
  const worker = await run(`import { Worker } from 'node:worker_threads'; new Worker(${inner}, { eval: true })`)
  const child = await run(
    `import { execFileSync } from 'node:child_process'; process.stdout.write(execFileSync(process.execPath, ['-e', ${inner}]))`,
  )
  expect([worker, child].map(({ output, blocked }) => [output, blocked])).toEqual([
    ['ENETUNREACH', ['inner.example.invalid connect']],
    ['ENETUNREACH', ['inner.example.invalid connect']],
  ])
})

const starters = `import { spawn, spawnSync } from 'node:child_process'; import { Worker } from 'node:worker_threads'; const inner = ${JSON.stringify(code(`fetch('http://k.example.invalid')`))}`

test.each([
  [
    'a datagram socket that is connected first',
    `import dgram from 'node:dgram'; const s = dgram.createSocket('udp4'); s.connect(53, 'h.example.invalid', (error) => { console.log(error.code); s.close() })`,
    'h.example.invalid connect',
  ],
  [
    'a worker with arguments of its own',
    `import { Worker } from 'node:worker_threads'; new Worker(${JSON.stringify(code(`fetch('http://i.example.invalid')`))}, { eval: true, execArgv: [] })`,
    'i.example.invalid connect',
  ],
  [
    'a child with an environment of its own',
    `import { spawn } from 'node:child_process'; spawn(process.execPath, ['-e', ${JSON.stringify(code(`fetch('http://j.example.invalid')`))}], { env: {}, stdio: 'inherit' })`,
    'j.example.invalid connect',
  ],
  ...(
    [
      [
        'a child with options of Node of its own',
        `spawn(process.execPath, ['-e', inner], { env: { ...process.env, NODE_OPTIONS: '--no-warnings' }, stdio: 'inherit' })`,
      ],
      [
        'a child of a process that has dropped its own options',
        `delete process.env.NODE_OPTIONS; spawn(process.execPath, ['-e', inner], { stdio: 'inherit' })`,
      ],
      [
        'a child that is waited for, without options of Node',
        `spawnSync(process.execPath, ['-e', inner], { env: { NODE_OPTIONS: '' }, stdio: 'inherit' })`,
      ],
      ['a worker with an environment of its own', `new Worker(inner, { eval: true, env: {} })`],
      [
        'a worker with options of Node of its own',
        `new Worker(inner, { eval: true, env: { NODE_OPTIONS: '--no-warnings' } })`,
      ],
    ] as const
  ).map(([name, start]): [string, string, string] => [name, `${starters}; ${start}`, 'k.example.invalid connect']),
])('%s is guarded', async (_, program, noted) => {
  expect(await run(program)).toEqual({ output: 'ENETUNREACH', blocked: [noted] })
})

test('a child without a home has that of the gateway, and one that is given', async () => {
  const homes = `for (const env of [{}, { HOME: undefined }, { HOME: '/other' }]) console.log(execFileSync(process.execPath, ['-p', 'os.homedir()'], { env }).toString().trim())`
  const { output } = await run(`import { execFileSync } from 'node:child_process'; ${homes}`)
  expect(output.split('\n')).toEqual(['/gatecrash-home', '/gatecrash-home', '/other'])
})

test('loopback is open', async () => {
  const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const program = `for (const host of ['127.0.0.1', 'localhost']) console.log(await (await fetch('http://' + host + ':${port}')).text())`
  try {
    expect(await run(program)).toEqual({ output: 'hello\nhello', blocked: [] })
  } finally {
    server.close()
  }
})

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['localhost', true],
  [undefined, true],
  ['192.0.2.1', false],
  ['10.0.0.1', false],
  ['fe80::1', false],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['example.com', false],
])('isLoopback(%s) is %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})

test('a host that is allowed is looked up, and no other', async () => {
  const attempt = (host: string) => `await lookup('${host}').catch(({ code }) => console.log(code))`
  const attempts = `${attempt('ours.example.invalid')}; ${attempt('other.example.invalid')}`
  const program = `import { lookup } from 'node:dns/promises'; ${attempts}`
  const { output, blocked } = await run(program, 'ours.example.invalid')
  expect(output).toMatch(/^(ENOTFOUND|EAI_AGAIN)\nENETUNREACH$/)
  expect(blocked).toEqual(['other.example.invalid look up'])
})
