import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { findChromium, noChromium } from '../gateways/chromium.ts'
import { accepted, asked, atRest, record, reply, saw, turns } from '../record/example.ts'
import { besideList, lostResult, reportOf, resultOf, writeRun } from './example.ts'
import type { Report } from './json.ts'
import { writeReports } from './write.ts'

/** What a stranger may put into a record. */
export const hostile = '</script><img src=x onerror="document.title=1"><b>'
/** A desk's screen. */
export const wide = { viewport: { width: 1280, height: 900 } }
/** A phone's. */
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let browser: Browser

/** Where the reports of a test file go. */
export let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'))
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(noChromium)
  browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
})

afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

/** Two reports as pages: of one gateway, and of two versions side by side. */
export async function twoPages(): Promise<{ readonly html: string; readonly matrix: string }> {
  const one = await reportIn('one', 'reference@1.0.0')
  const { html } = await writeReports(join(folder, 'latest'), [one])
  const two = await reportIn('two', 'reference@2.0.0')
  return { html, matrix: (await writeReports(join(folder, 'matrix'), [two, one])).html }
}

/** A run with news, one whose findings are known, one whose finding is gone, one that passed, and one that was skipped. */
export async function reportIn(name: string, gateway: string): Promise<Report> {
  const at = (run: string) => join(folder, name, run)
  const bad = lostResult(
    { kind: 'gateway-logged', line: hostile },
    { kind: 'page-pictured', client: 'main', file: 'pages/main-end.png' },
  )
  await writeRun(at('bad'), bad)
  await writeRun(at('clean'), clean)
  await mkdir(join(at('bad'), 'pages'))
  await writeFile(join(at('bad'), 'pages', 'main-end.png'), Buffer.from(onePixel, 'base64'))
  await writeFile(join(at('bad'), 'pages', 'main-trace.zip'), '')
  await writeFile(join(at('bad'), 'repro.json'), '{}')
  const red = resultOf(bad, { gateway, folder: at('bad') })
  const failed = red.claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))
  const green = resultOf(clean, { gateway, folder: at('clean') })
  const named = (title: string) => ({ name: `scenarios/family.ts > ${title}`, file: 'scenarios/family.ts', title })
  const results = [
    red,
    besideList({ ...red, ...named('a known stop') }, ...failed),
    besideList({ ...green, ...named('a mended stop') }, 'results-kept'),
    { ...green, ...named('a greeting') },
  ]
  return reportOf(results, {
    skipped: [{ name: 'scenarios/other.ts', title: 'other', file: 'scenarios/other.ts', why: 'it has no MCP servers' }],
  })
}

const clean = record(
  ...accepted('m', 'hello'),
  asked(0, 0, turns('u:hello')),
  ...reply(0, 'hi'),
  saw('r-m', 'hi'),
  ...atRest,
  { kind: 'store-checked', problems: [] },
  { kind: 'transcript-stored', session: 'main', source: 's', turns: turns('u:hello', 'a:hi') },
)

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Opens a page from disk with the network off; whatever it asks for, and every error in it, fails the test. */
export async function open(html: string, hash: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...options, offline: true })
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('request', (request) => /^(file|data|blob):/.test(request.url()) || wrong.push(request.url()))
  page.on('pageerror', ({ message }) => wrong.push(message))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  onTestFinished(async () => {
    await context.close()
    expect(wrong).toEqual([])
  })
  await page.goto(`${pathToFileURL(html)}${hash}`)
  await page.locator('h1').waitFor()
  if (hash !== '') await page.locator('#timeline .mark').first().waitFor()
  return page
}

/** How many pixels the page is wider than its screen. `innerWidth` would not tell: a phone zooms out for a page that is too wide. */
export async function widthOver(page: Page, { viewport }: typeof wide): Promise<number> {
  return (await page.evaluate<number>('document.documentElement.scrollWidth')) - viewport.width
}

/** Where an element lies on the screen, from its top left corner, in pixels. */
export async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`${selector} is not to be seen`)
  return { ...box, right: box.x + box.width, bottom: box.y + box.height }
}
