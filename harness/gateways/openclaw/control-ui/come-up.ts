import type { Locator } from 'playwright'
import { limits } from '../../../limits.ts'

/**
 * Loads a page until something in it is there. One that does not come up in a minute, as 2026.9.6's on a busy machine, a person loads again.
 * @throws Error when it is not there within the limit "boot", or the page was closed
 */
export async function comeUp(awaited: Locator, load: () => Promise<void>): Promise<void> {
  const until = performance.now() + limits.boot
  for (;;) {
    await load()
    const timeout = Math.max(1, Math.min(limits.accept, until - performance.now()))
    try {
      return await awaited.waitFor({ timeout })
    } catch (error) {
      if (performance.now() >= until || awaited.page().isClosed()) throw error
    }
  }
}
