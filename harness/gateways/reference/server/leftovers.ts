import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/**
 * Ends the tools that a life of the gateway before this one has left running, and says how many there were. They are known by
 * a variable in their environment that names our own state folder: a stored pid may belong to somebody else by now.
 */
export function endLeftovers(mark: string): number {
  const left = processesWith(mark).filter((pid) => pid !== process.pid)
  for (const pid of left) kill(pid)
  return left.length
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it went away by itself
  }
}

function processesWith(mark: string): number[] {
  if (process.platform !== 'linux')
    return execFileSync('ps', ['-axEww', '-o', 'pid=,command='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.split(/\s+/).includes(mark))
      .map((line) => Number.parseInt(line, 10))
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(mark))
    .map(Number)
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}
