import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright'
import type { Place } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import { isLoopback } from './loopback.ts'

/** Where systems keep a Chromium or a Chrome. */
const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Why no scenario with a page can run here, with the one command that changes it. */
export const noChromium = 'there is no Chromium here (npx playwright install --with-deps chromium brings one)'

/** It talks to nobody but the pages we open: no look-up of its own leads anywhere, and nothing is fetched behind our back. */
const flags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/** Playwright is loaded when a page is wanted: few runs want one. */
function playwright(): typeof import('playwright') {
  return createRequire(import.meta.url)('playwright')
}

/** The Chromium that pages are opened in: Playwright's own, or one of the system; nothing when there is none. */
export function findChromium(): string | undefined {
  return [playwright().chromium.executablePath(), ...known].find((path) => existsSync(path))
}

/**
 * Starts a Chromium with a profile of its own in the run's folder, marked as all processes of the run are. Requests to other machines are
 * refused and noted. Service workers are off, since their requests could not be refused.
 * @throws HarnessError UNKNOWN_GATEWAY when there is none
 */
export async function startChromium({ folder, run, note }: Place, name: string): Promise<BrowserContext> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new HarnessError('UNKNOWN_GATEWAY', noChromium)
  const home = join(folder, `browser-${name}`)
  await mkdir(home, { recursive: true })
  const context = await playwright().chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath,
    args: flags,
    chromiumSandbox: process.getuid?.() !== 0,
    serviceWorkers: 'block',
    // no time is spent on animations
    reducedMotion: 'reduce',
    // a signal is for the command, whose watchdog ends all that is marked
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // it puts a socket into TMPDIR, and the path of a socket has 107 characters at most: no folder more than needed
    env: { GATECRASH_RUN: run, HOME: home, TMPDIR: folder, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
  })
  await context.route(
    (url) => /^https?:$/.test(url.protocol) && !isLoopback(url.hostname),
    (route) => {
      note({ kind: 'network-blocked', host: new URL(route.request().url()).hostname, by: 'a page' })
      return route.abort('internetdisconnected')
    },
  )
  return context
}
