import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * This process as the owner of what it leaves for a while: a word that no other process has, later ones with its id and those of other
 * machines and containers that share a folder with this one included.
 */
export function ownWord(): string {
  return [process.pid.toString(36), startOf(process.pid), place()].join('.')
}

/** Whether the process with such a word was one of this machine and is gone. */
export function isGone(word: string): boolean {
  const [pid = '', start, where] = word.split('.')
  return where === place() && startOf(Number.parseInt(pid, 36)) !== start
}

/** When a process has started, in ticks since the machine has; all of them have one word where there is no `/proc` to ask. */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return isThere(pid) ? '0' : undefined
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // the name of the program, in brackets, may hold anything
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]).toString(36)
  } catch {
    return undefined
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Where ids of processes mean what they mean here: this machine, and its namespace of processes. */
function place(): string {
  const ids = process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : ''
  return createHash('sha256').update(`${hostname()} ${ids}`).digest('hex').slice(0, 6)
}
