import { describe } from 'vitest'
import { findChromium, noChromium } from './gateways/chromium.ts'

const isThere = findChromium() !== undefined

/** Tests that open pages. Where there is no browser they are skipped, and their name says why. */
export function browserTests(name: string, tests: () => void): void {
  describe.skipIf(!isThere)(isThere ? name : `${name} (skipped: ${noChromium})`, tests)
}
