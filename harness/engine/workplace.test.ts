import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { markedProcesses } from './marked-processes.ts'
import { openWorkplace } from './workplace.ts'

const module = fileURLToPath(new URL('./workplace.ts', import.meta.url))

/** A harness that opens a workplace, starts a marked process that heeds no SIGTERM, and then does what `end` says. */
function harness(end: string) {
  const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); console.log('up')`
  const program = `
    import { once } from 'node:events'
    import { execFileSync, spawn } from 'node:child_process'
    import { chmodSync, mkdirSync } from 'node:fs'
    import { openWorkplace } from ${JSON.stringify(module)}
    await using workplace = await openWorkplace()
    const env = { GATECRASH_RUN: workplace.run }
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
    await once(child.stdout, 'data')
    const watchdog = () => execFileSync('pgrep', ['-P', String(process.pid), '-f', 'watchdog']).toString().trim().split('\\n').map(Number)[0]
    console.log(JSON.stringify({ run: workplace.run, folder: workplace.folder, pid: child.pid }))
    ${end}`
  return execa(process.execPath, ['--input-type=module', '-e', program], { reject: false })
}

async function expectNothingLeft({ run, folder }: { run: string; folder: string }): Promise<void> {
  await expect.poll(() => markedProcesses(`GATECRASH_RUN=${run}`), { timeout: 10_000 }).toEqual([])
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
}

test.each([
  ['is killed with SIGKILL', `process.kill(process.pid, 'SIGKILL')`],
  ['gets Ctrl-C', `process.kill(process.pid, 'SIGINT'); await once(process, 'never')`],
  ['crashes inside a step', `throw new Error('a bug of ours')`],
  ['has stopped a process with SIGSTOP', `process.kill(child.pid, 'SIGSTOP')`],
  ['exits without a word', `process.exit(3)`],
  ['comes to its end', ''],
  ['comes to its end, and the watchdog was killed before', `process.kill(watchdog(), 'SIGKILL')`],
  [
    'comes to its end, and a folder is shut',
    `mkdirSync(workplace.folder + '/shut/in', { recursive: true }); chmodSync(workplace.folder + '/shut', 0)`,
  ],
  [
    'comes to its end, and no path is long enough for the innermost folder',
    `process.chdir(workplace.folder); for (let n = 0; n < 100; n++) { mkdirSync('x'.repeat(200)); process.chdir('x'.repeat(200)) } process.chdir('/')`,
  ],
])('nothing is left when the harness %s', async (_, end) => {
  const running = harness(end)
  const [line] = await once(running.stdout, 'data')
  const told = JSON.parse(String(line))
  await running
  await expectNothingLeft(told)
})

/** A harness that is killed together with its watchdog; resolves to what it has left. */
async function killedWithWatchdog() {
  const running = harness(`process.kill(watchdog(), 'SIGKILL'); process.kill(process.pid, 'SIGKILL')`)
  const [line] = await once(running.stdout, 'data')
  await running
  return JSON.parse(String(line))
}

test('what a harness leaves that is killed together with its watchdog, the next run clears before it begins', async () => {
  const told = await killedWithWatchdog()
  expect(existsSync(told.folder)).toBe(true)
  expect(await markedProcesses(`GATECRASH_RUN=${told.run}`)).toEqual([told.pid])
  await using _ = await openWorkplace()
  expect(existsSync(told.folder)).toBe(false)
  expect(await markedProcesses(`GATECRASH_RUN=${told.run}`)).toEqual([])
})

test('runs that start together all go on when they find the same leftovers of an earlier run', async () => {
  const { folder } = await killedWithWatchdog()
  const opened = await Promise.all([openWorkplace(), openWorkplace(), openWorkplace()])
  expect(existsSync(folder)).toBe(false)
  for (const workplace of opened) await workplace[Symbol.asyncDispose]()
})

test('the next run touches no folder whose owner lives, or is of another machine, or that is only called so', async () => {
  const { folder: left } = await killedWithWatchdog()
  const [, , word = '', run] = basename(left).split('-')
  const [pid, start, place] = word.split('.')
  await using running = await openWorkplace()
  expect(existsSync(left)).toBe(false)
  const others = [
    `gatecrash-here-${pid}.${start}.000000-${run}`,
    `gatecrash-here-${process.pid.toString(36)}.${start}.000000-${run}`,
    'gatecrash-test-abcdef',
    `my-gatecrash-here-${pid}.${start}.${place}-${run}`,
  ].map((name) => join(tmpdir(), name))
  for (const folder of others) mkdirSync(folder)
  const link = join(tmpdir(), `gatecrash-here-${pid}.${start}.${place}-${run}`)
  symlinkSync(tmpdir(), link)
  await using _ = await openWorkplace()
  expect([running.folder, ...others].filter((folder) => !existsSync(folder))).toEqual([])
  for (const folder of others) rmSync(folder, { recursive: true })
  rmSync(link)
})

test('a process that is not ours is not touched', async () => {
  const other = execa(process.execPath, ['-e', `console.log('up'); setInterval(() => {}, 1e6)`], {
    env: { GATECRASH_RUN: 'another' },
    reject: false,
  })
  await once(other.stdout, 'data')
  const workplace = await openWorkplace()
  await workplace[Symbol.asyncDispose]()
  expect(await markedProcesses('GATECRASH_RUN=another')).toEqual([other.pid])
  other.kill('SIGKILL')
  await other
})
