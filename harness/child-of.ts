import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { HarnessError } from './errors.ts'
import { limits } from './limits.ts'

/** The first child of a process, as soon as it has one (Linux); -1 when the process is gone. @throws HarnessError LIMIT_REACHED */
export async function childOf(parent: number): Promise<number> {
  const until = performance.now() + limits.effect
  while (performance.now() < until) {
    const children = childrenOf(parent)
    if (children === undefined) return -1
    if (children.trim() !== '') return Number.parseInt(children, 10)
    await pause(1)
  }
  throw new HarnessError('LIMIT_REACHED', `process ${parent} has started nothing within ${limits.effect / 1000} s`)
}

function childrenOf(parent: number): string | undefined {
  try {
    return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
  } catch {
    return undefined
  }
}
