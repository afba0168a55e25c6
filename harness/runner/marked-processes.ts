import { readdirSync, readFileSync } from 'node:fs'
import { execa } from 'execa'

/** Every process we start, and all they start, carries `GATECRASH_RUN=<run>` in its environment; nothing else is ever signalled. */
export async function markedProcesses(run: string): Promise<number[]> {
  const mark = `GATECRASH_RUN=${run}`
  return process.platform === 'linux' ? fromProc(mark) : fromPs(mark)
}

/** Sends SIGKILL to the processes of a run until none is left; gives up after `limitMs` and says which are left. */
export async function killMarked(run: string, limitMs: number): Promise<number[]> {
  const until = performance.now() + limitMs
  let left = await markedProcesses(run)
  while (left.length > 0 && performance.now() < until) {
    for (const pid of left) kill(pid)
    await new Promise((resolve) => setTimeout(resolve, 20))
    left = await markedProcesses(run)
  }
  return left
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
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
  const { stdout } = await execa('ps', ['-axEww', '-o', 'pid=,command='])
  return stdout
    .split('\n')
    .filter((line) => line.split(/\s+/).includes(mark))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid)
}
