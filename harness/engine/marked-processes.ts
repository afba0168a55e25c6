import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/**
 * The processes that carry a mark, `NAME=value`, in their environment, without our own. Every process of a run and all that
 * they start carry `GATECRASH_RUN=<run>`, those of a command `GATECRASH_COMMAND=<id>`; nothing else is ever signalled.
 */
export async function markedProcesses(mark: string): Promise<number[]> {
  return process.platform === 'linux' ? fromProc(mark) : fromPs(mark)
}

/** Sends a signal to the processes that carry a mark until none is left; gives up after `limitMs` and says which are left. */
export async function endMarked(mark: string, signal: NodeJS.Signals | 0, limitMs: number): Promise<number[]> {
  const until = performance.now() + limitMs
  let left = await markedProcesses(mark)
  while (left.length > 0 && performance.now() < until) {
    for (const pid of left) kill(pid, signal)
    await pause(20)
    left = await markedProcesses(mark)
  }
  return left
}

function kill(pid: number, signal: NodeJS.Signals | 0): void {
  try {
    process.kill(pid, signal)
  } catch {
    // it went away by itself
  }
}

function fromProc(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && environmentOf(name).includes(mark))
    .map(Number)
}

/** A zombie has no environment any more: it is gone but for its parent's wait. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}

async function fromPs(mark: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axEww', '-o', 'pid=,command='], { maxBuffer: 64e6 })
  return stdout
    .split('\n')
    .filter((line) => line.split(/\s+/).includes(mark))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid)
}
