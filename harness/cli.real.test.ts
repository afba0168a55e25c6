import { readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { chaos, readReport, tmp } from './chaos-command.ts'
import { markedProcesses } from './engine/marked-processes.ts'
import { readRecord } from './record/record.ts'
import { untilOver, untilSaid } from './until-said.ts'

describe('npm run chaos on a real OpenClaw', () => {
  /** The first run's folder, for what is read of it later: the next command removes the report. */
  let firstRun = ''

  test('runs a scenario to a pass: progress, verdict, report, exit code 0; and the run can be judged again', async () => {
    const { exitCode, all } = await chaos('tool-hangs-past-timeout', '--seed', '42', '--steps')
    expect(all).toContain('tool c hangs until the gateway')
    expect(all).toMatch(/✓ pass +one of three parallel tools hangs past its time-out/)
    expect(exitCode).toBe(0)
    const { verdict, seed, scenarios } = readReport()
    expect({ verdict, seed, scenarios: scenarios.length }).toEqual({ verdict: 'pass', seed: 42, scenarios: 1 })
    firstRun = scenarios[0]?.folder ?? ''
    expect((await chaos('judge', firstRun)).exitCode).toBe(0)
    await expectNothingLeft()
  })

  test('no request leaves the machine: the gateway tried, and each attempt was blocked and noted', () => {
    const entries = readRecord(join(firstRun, 'record.jsonl'))
    const hosts = entries.flatMap((entry) => (entry.kind === 'network-blocked' ? [entry.host] : []))
    expect(hosts.filter((host) => host.endsWith('openclaw.ai'))).not.toEqual([])
  })

  test("asks the vendors' built-in hosts and renews its OAuth tokens there, answered in its own process", async () => {
    const { exitCode, all } = await chaos('oauth-expired-before-batch')
    expect(all).toMatch(/✓ pass +OAuth token expired before a batch of two/)
    expect(exitCode).toBe(0)
    const entries = readRecord(join(readReport().scenarios[0]?.folder ?? '', 'record.jsonl'))
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'oauth-answered', outcome: 'granted' }))
    await expectNothingLeft()
  })

  test('a finding has its evidence, its folder and the one command that repeats it, and exit code 1', async () => {
    const words = ['scenarios/texts/other-letters.ts', '--gateway', 'openclaw@2026.4.14']
    const { exitCode, all } = await chaos(...words, '--no-expectations')
    expect(exitCode).toBe(1)
    expect(all).toContain('conversation-kept: request 1 of session main has a message of the person altered')
    expect(all).toMatch(/repeat +npx gatecrash scenarios\/texts\/other-letters\.ts --gateway openclaw@2026\.4\.14/)
    const folder = readReport().scenarios[0]?.folder ?? ''
    expect(readdirSync(join(folder, 'store'))).toContain('sessions.json')
    expect((await chaos('judge', folder, '--no-expectations')).exitCode).toBe(1)
    // with the list, what is known is no news
    const known = await chaos('judge', folder)
    expect([known.exitCode, known.all.includes('✗ known')]).toEqual([0, true])
    const repro = await chaos(join(folder, 'repro.json'))
    expect(repro.all).toMatch(/reproduced 1 of 1\n {2}found on openclaw@2026\.4\.14: .*conversation-kept/)
    await expectNothingLeft()
  })

  test('a step that does not land makes the run inconclusive: exit code 2, saying which and why', async () => {
    const file = join(tmp, 'never.json')
    const steps = [
      { do: 'user.says', text: 'compare' },
      { do: 'model.says', text: 'no tools needed' },
      { do: 'user.says', text: 'and now?' },
      { do: 'model.calls', calls: [{ tool: 'a' }] },
      { do: 'tool.dies', tool: 'a' },
      { do: 'tool.finishes', tool: 'a' },
    ]
    writeFileSync(file, JSON.stringify({ title: 'a tool that is dead cannot finish', steps }))
    const { exitCode, all } = await chaos(file)
    await rm(file)
    expect(all).toContain('did not happen: tool a finishes')
    expect(exitCode).toBe(2)
    await expectNothingLeft()
  })

  test.each([
    ['Ctrl-C', 'SIGINT', 130],
    ['kill -9', 'SIGKILL', undefined],
  ] as const)('%s in the middle of a run leaves no process, no port and no folder', async (_, signal, code) => {
    const running = chaos('stop-one-running', '--steps')
    await untilSaid(running, 'model calls')
    const folder = join(tmp, readdirSync(tmp).find((name) => name.startsWith('gatecrash-')) ?? 'none')
    const run = folder.slice(folder.lastIndexOf('-') + 1)
    expect(await markedProcesses(`GATECRASH_RUN=${run}`)).not.toEqual([])
    running.kill(signal)
    const { exitCode } = await untilOver(running)
    expect(exitCode).toBe(code)
    await expect.poll(() => markedProcesses(`GATECRASH_RUN=${run}`), { timeout: 20_000 }).toEqual([])
    await expectNothingLeft()
  })
})

test('Ctrl-C in the middle of a download leaves nothing in the cache', async () => {
  const cache = join(tmp, 'cache')
  const env = { TMPDIR: tmp, GATECRASH_CACHE: cache }
  const options = { reject: false, all: true, env } as const
  const running = execa(process.execPath, ['harness/cli.ts', '--gateway', 'openclaw@2026.4.14'], options)
  await untilSaid(running, /[1-9]\d* packages fetched/)
  expect(readdirSync(cache)).toEqual([expect.stringMatching(/^\.installing-\d+-openclaw@2026\.4\.14-/)])
  running.kill('SIGINT')
  expect((await running).exitCode).toBe(130)
  expect(readdirSync(cache)).toEqual([])
})

test('a scenario that needs what the version has not is skipped with the reason, and nothing is started', async () => {
  const { exitCode, all } = await chaos('stops/stop-after-tools')
  expect(all).toContain('one of two parallel tools still runs: openclaw 2026.9.6 has no /stop --after-tools')
  expect(all).toContain('no scenario ran; 1 skipped')
  expect(exitCode).toBe(2)
  await expectNothingLeft()
})

test('a title that no scenario has: nothing ran, which is exit code 2', async () => {
  const { exitCode, all } = await chaos('-t', 'no such title')
  expect(all).toContain('nothing ran: -t or --shard leaves no scenario')
  expect(exitCode).toBe(2)
})

describe('what cannot be run is said clearly, with exit code 254, and leaves nothing', () => {
  test.each([
    ['a version that npm does not have', ['--gateway', 'openclaw@1999.1.1'], 'npm has no openclaw@1999.1.1'],
    ['a tag that npm does not have', ['--gateway', 'openclaw@nonsense'], 'npm has no openclaw@nonsense'],
    [
      'an unknown gateway',
      ['--gateway', 'closedclaw@1.0.0'],
      'there is no driver for a gateway "closedclaw"; there are: openclaw',
    ],
    ['a folder that is not OpenClaw', ['--gateway', resolve('harness')], 'is not openclaw: '],
    [
      'a scenario that is not there',
      ['no-such-scenario'],
      'no scenario or command is called "no-such-scenario"; did you mean ',
    ],
    ['an unknown option', ['--gatewya', 'x'], 'npx gatecrash --help'],
    ['a run that is not there', ['judge', '/nowhere'], 'cannot read /nowhere/record.jsonl'],
  ])('%s', async (_, words, message) => {
    const { exitCode, all } = await chaos(...words)
    expect(all).toContain(message)
    expect(exitCode).toBe(254)
    await expectNothingLeft()
  })

  test.each([
    ['a malformed scenario', '{"title": ', 'is not JSON'],
    ['an unknown step', '{"title":"t","steps":[{"do":"gateway.explodes"}]}', 'steps[0].do: unknown step'],
  ])('%s', async (_, text, message) => {
    const file = join(tmp, 'bad.json')
    writeFileSync(file, text)
    const { exitCode, all } = await chaos(file)
    await rm(file)
    expect(all).toContain(file)
    expect(all).toContain(message)
    expect(exitCode).toBe(254)
  })

  test('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const { exitCode, all } = await chaos('stop-one-running', '--port', String(port))
    server.close()
    expect(all).toContain(`port ${port} (--port) cannot be used`)
    expect(exitCode).toBe(254)
    await expectNothingLeft()
  })

  test('a cache that cannot be written to', async () => {
    const env = { GATECRASH_CACHE: '/dev/null/cache' }
    const { exitCode, all } = await execa(process.execPath, ['harness/cli.ts'], { reject: false, all: true, env })
    expect(all).toContain('cannot use the cache folder /dev/null/cache')
    expect(exitCode).toBe(254)
  })
})

async function expectNothingLeft(): Promise<void> {
  const ours = () => readdirSync(tmp).filter((name) => name.startsWith('gatecrash-'))
  await expect.poll(ours, { timeout: 20_000 }).toEqual([])
}
