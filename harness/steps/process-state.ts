import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { execa } from 'execa'
import { HarnessError } from '../errors.ts'
import { limits } from '../limits.ts'

/** The system is asked this often. */
const lookMs = 5

/** Waits until a process is stopped (state T) or no longer so. @throws HarnessError LIMIT_REACHED */
export async function waitUntilStopped(pid: number, stopped: boolean): Promise<void> {
  const until = performance.now() + limits.effect
  let state = await stateOf(pid)
  while (state.startsWith('T') !== stopped) {
    if (performance.now() > until)
      throw new HarnessError('LIMIT_REACHED', `process ${pid} is in state "${state}" after ${limits.effect / 1000} s`)
    await pause(lookMs)
    state = await stateOf(pid)
  }
}

/** The state's letter as `ps` has it; empty when the process is gone. */
async function stateOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') {
    const { stdout } = await execa('ps', ['-o', 'state=', '-p', String(pid)], { reject: false })
    return stdout.trim()
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // the name before it is in brackets and may hold anything
  return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? ''
}
