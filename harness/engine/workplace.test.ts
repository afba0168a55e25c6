import { once } from 'node:events'
import { existsSync } from 'node:fs'
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
    import { spawn } from 'node:child_process'
    import { openWorkplace } from ${JSON.stringify(module)}
    await using workplace = await openWorkplace()
    const env = { GATECRASH_RUN: workplace.run }
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
    await once(child.stdout, 'data')
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
])('nothing is left when the harness %s', async (_, end) => {
  const running = harness(end)
  const [line] = await once(running.stdout, 'data')
  const told = JSON.parse(String(line))
  await running
  await expectNothingLeft(told)
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
