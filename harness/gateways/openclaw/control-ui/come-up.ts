import type { Locator } from 'playwright'
import { limits } from '../../../limits.ts'

/**
 * Loads a page until something in it is there and the page is whole. One that does not come up in a minute, as 2026.9.6's on a busy
 * machine, or that lacks a part of itself, a person loads again.
 * @throws Error when that takes longer than the limit "boot", or the page was closed
 */
export async function comeUp(
  awaited: Locator,
  load: () => Promise<void>,
  isWhole: () => Promise<boolean>,
): Promise<void> {
  const until = performance.now() + limits.boot
  for (;;) {
    await load()
    const timeout = Math.max(1, Math.min(limits.accept, until - performance.now()))
    const why = await awaited.waitFor({ timeout }).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (why === undefined && (await isWhole())) return
    if (performance.now() >= until || awaited.page().isClosed()) throw why ?? new Error('it lacks a part of itself')
  }
}
