import type { Position } from '../../mock-provider/script.ts'
import { HarnessError } from '../errors.ts'
import type { Facts } from '../facts/facts.ts'
import type { RunRecord } from '../facts/run-record.ts'
import type { LimitName } from '../limits.ts'

/** What a step is looked at with: all that was seen so far, where the reply that it stands for is in the script, and the words it answers. */
export type Look = {
  readonly facts: Facts
  readonly position: Position | undefined
  readonly says?: string | undefined
}

/**
 * Whether a step can happen now. If not: what it waits for, and how long at most; why there is little hope, where everything that could
 * bring it about seems over; or why it never can happen.
 */
export type Enabled =
  | 'now'
  | { readonly waitsFor: string; readonly limit?: LimitName; readonly doubt?: string | undefined }
  | { readonly never: string }

/** Of a step that can happen at any time. */
export const always = (): Enabled => 'now'

/** `now` once something was seen, and what is waited for until then. */
export function once(seen: unknown, waitsFor: string, limit: LimitName = 'step'): Enabled {
  return seen === undefined || seen === false ? { waitsFor, limit } : 'now'
}

/**
 * Waits until `look` says `now`, asking again after each entry. A doubt that lasts for the limit `doubt` ends the wait.
 * @throws HarnessError LIMIT_REACHED saying why it never will, or what was awaited and what was seen last
 */
export function until(look: () => Enabled, record: RunRecord): Promise<void> {
  return new Promise((resolve, reject) => {
    let doubted: NodeJS.Timeout | undefined
    let timer: NodeJS.Timeout | undefined
    let isOver = false
    const end = (act: () => void) => {
      isOver = true
      clearTimeout(timer)
      clearTimeout(doubted)
      stop()
      act()
    }
    const miss = (why: string) => end(() => reject(new HarnessError('LIMIT_REACHED', why)))
    const check = () => {
      const now = look()
      if (now === 'now') return end(resolve)
      if ('never' in now) return miss(now.never)
      const { waitsFor, limit = 'step', doubt } = now
      timer ??= setTimeout(() => miss(record.missed(waitsFor, limit)), record.limits[limit])
      if (doubt === undefined) {
        clearTimeout(doubted)
        doubted = undefined
      } else doubted ??= setTimeout(() => miss(doubt), record.limits.doubt)
    }
    // what is noted at once is looked at once
    let isDue = false
    const stop = record.watch(() => {
      if (isDue) return
      isDue = true
      queueMicrotask(() => {
        isDue = false
        if (!isOver) check()
      })
    })
    check()
  })
}
