import { statSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, noChromium } from '../gateways/chromium.ts'
import { accepted, asked, atRest, record, reply, saw, turns } from '../record/example.ts'
import { besideList, lostResult, reportOf, resultOf, writeRun } from './example.ts'
import type { Report } from './json.ts'
import { writeReports } from './write.ts'

const hostile = '</script><img src=x onerror="document.title=1"><b>'
const wide = { viewport: { width: 1280, height: 900 } }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let browser: Browser
let folder: string

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

/** A run with news, one whose findings are known, one whose finding is gone, one that passed, and one that was skipped. */
async function reportIn(name: string, gateway: string): Promise<Report> {
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
async function open(html: string, hash: string, options: BrowserContextOptions): Promise<Page> {
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

async function seriousIn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

async function widthOver(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}

describe('the page of a run', () => {
  let html: string
  let matrix: string
  beforeAll(async () => {
    const one = await reportIn('one', 'reference@1.0.0')
    html = (await writeReports(join(folder, 'latest'), [one])).html
    const two = await reportIn('two', 'reference@2.0.0')
    matrix = (await writeReports(join(folder, 'matrix'), [two, one])).html
  })

  test.each([
    ['light', 'desk', wide],
    ['dark', 'desk', wide],
    ['light', 'phone', phone],
    ['dark', 'phone', phone],
  ] as const)('can be read by everybody in %s on a %s, and is no wider than it', async (colorScheme, _, size) => {
    for (const [file, hash] of [
      [html, ''],
      [html, '#/0/0'],
      [html, '#/0/1'],
      [html, '#/0/2'],
      [matrix, ''],
    ] as const) {
      const page = await open(file, hash, { ...size, colorScheme })
      expect(await seriousIn(page)).toEqual([])
      expect(await widthOver(page)).toBe(0)
    }
  })

  test('axe finds what is wrong, where something is', async () => {
    const page = await open(html, '', wide)
    await page.evaluate("document.querySelector('h1').innerHTML = '<button></button>'")
    expect(await seriousIn(page)).toEqual([expect.stringContaining('button-name')])
  })

  test('says the verdict first, and lists what is asked for', async () => {
    const page = await open(html, '', wide)
    expect(await page.locator('h1').innerText()).toContain(
      '4 scenarios: 1 with new findings, 1 with known findings gone',
    )
    expect(await page.locator('.matrix').count()).toBe(0)
    await page.getByRole('radio', { name: 'pass 1' }).check()
    expect(await page.locator('.rows a').allInnerTexts()).toEqual(['a greeting'])
    await page.getByRole('radio', { name: 'known 1' }).check()
    expect(await page.locator('.rows a').allInnerTexts()).toEqual(['a known stop'])
    await page.getByLabel('Search scenarios').fill('nothing like it')
    expect(await page.locator('.rows li').count()).toBe(0)
  })

  test('tells what is news first, and what is known apart from it, with its issue', async () => {
    const page = await open(html, '', wide)
    expect(await page.locator('.claim.broke').getByText('a known stop').count()).toBe(0)
    expect(await page.locator('.claim.broke .chip.bad').allInnerTexts()).toEqual(['GONE'])
    const known = page.locator('.claim.known').first()
    expect(await known.locator('li a').first().innerText()).toBe('a known stop')
    const issue = known.getByRole('link', { name: 'openclaw/openclaw#70555' })
    expect(await issue.getAttribute('href')).toBe('https://github.com/openclaw/openclaw/issues/70555')
    expect(await page.locator('h2').allInnerTexts()).toEqual(['What broke', 'Known findings', 'Scenarios'])
    const signs = await page.locator('.rows .sign').evaluateAll((all) => all.map(({ title }) => title))
    expect(signs).toEqual(['FINDING', 'GONE', 'known', 'pass', 'skipped'])
  })

  test.each([
    ['#/0/0', 'FINDING', 0],
    ['#/0/1', 'known', 6],
    ['#/0/2', 'GONE', 1],
    ['#/0/3', 'pass', 0],
  ])('%s is the page of a scenario that is told as %s', async (hash, word, links) => {
    const page = await open(html, hash, wide)
    expect(await page.locator('.verdict b').innerText()).toBe(word)
    expect(await page.locator('h1 .sign').getAttribute('title')).toBe(word)
    expect(await page.locator('.claim .by a').count()).toBe(links)
  })

  test('links the trace with its command, repro.json and the issue of the scenario', async () => {
    const page = await open(html, '#/0/0', wide)
    expect(await page.getByRole('link', { name: 'main-trace.zip' }).first().getAttribute('href')).toContain(
      'pages/main-trace.zip',
    )
    expect(await page.locator('.trace code').innerText()).toMatch(
      /^npx playwright show-trace .*pages\/main-trace\.zip$/,
    )
    expect(await page.getByRole('link', { name: 'repro.json' }).first().getAttribute('href')).toContain(
      'bad/repro.json',
    )
    expect(await page.locator('.repro code').innerText()).toBe('npm run chaos -- repro.json')
    expect(await page.locator('.about a').getAttribute('href')).toBe(
      'https://github.com/openclaw/openclaw/issues/28661',
    )
  })

  test('shows a picture of a page at its instant', async () => {
    const page = await open(html, '#/0/0', wide)
    await page.locator('figcaption button').click()
    expect(await page.locator('.panel').innerText()).toContain("a picture of client main's page")
    await expect.poll(() => page.evaluate("document.querySelector('.panel img').naturalWidth")).toBe(1)
    await page.locator('figure img').scrollIntoViewIfNeeded()
    await expect.poll(() => page.evaluate("document.querySelector('figure img').naturalWidth")).toBe(1)
  })

  test('shows the run: lanes, the broken pair, orphans, evidence and the log', async () => {
    const page = await open(html, '#/0/0', wide)
    expect(await page.locator('.names span').allInnerTexts()).toEqual([
      'client',
      'gateway',
      'provider',
      'tool a',
      'tool b',
      'faults',
      'store',
      'log',
    ])
    expect(await page.locator('.pairs .broken').count()).toBe(2)
    expect(await page.locator('.pairs .whole').count()).toBe(1)
    expect(await page.locator('.transcripts .orphan').allInnerTexts()).toEqual(['✗ no result', '✗ no result'])
    expect(await page.locator('.entries .cited').count()).toBeGreaterThan(0)
    expect(await page.locator('.entries .log .text').allInnerTexts()).toContain(hostile)
  })

  test('lets an entry be read: from its mark, from the evidence, and in the list', async () => {
    const page = await open(html, '#/0/0', wide)
    await page.getByRole('button', { name: /tool a: tool a finishes/ }).click()
    expect(await page.locator('.panel').innerText()).toContain('"text": "a returned 1"')
    await page.locator('.shows button').first().click()
    expect(await page.locator('.panel').innerText()).toContain('is rejected with 400')
    await page.locator('.entries summary').first().click()
    expect(await page.locator('.entries .fields').innerText()).toContain('"seed": 1')
  })

  test('is used by keyboard alone', async () => {
    const page = await open(html, '', wide)
    await page.locator('.claim a').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('#timeline .mark').first().waitFor()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate("document.activeElement.classList.contains('mark')")) break
    }
    const first = await page.evaluate('document.activeElement.dataset.entry')
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate('document.activeElement.dataset.entry')).not.toBe(first)
    await page.keyboard.press('End')
    expect(await page.locator('.panel').innerText()).toContain('stored')
    await page.keyboard.press('ArrowUp')
    expect(await page.locator('.panel b').innerText()).toBe('faults')
  })

  test('copies the command that repeats it, or says that it cannot', async () => {
    const page = await open(html, '#/0/0', wide)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy the command that repeats it' }).click()
    await page.getByText('Copied').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('npm run chaos -- scenarios/stop.ts --seed 1')
    await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    await page.getByRole('button', { name: 'Copy the command that repeats it' }).click()
    await page.getByText('Selected: press Ctrl-C').waitFor()
  })

  test('has a matrix of several versions, from the oldest, whose places lead to the runs', async () => {
    const page = await open(matrix, '', wide)
    const columns = await page.locator('.matrix thead th').allInnerTexts()
    expect(columns.map((text) => text.replace(/\s+/g, ' '))).toEqual(['scenario', 'reference 1.0.0', 'reference 2.0.0'])
    const signs = await Promise.all(
      (await page.locator('.matrix .sign').all()).map((sign) => sign.getAttribute('class')),
    )
    expect(signs).toEqual(
      ['fail', 'gone', 'known', 'pass', 'skipped'].flatMap((of) => [of, of]).map((of) => `sign ${of}`),
    )
    expect(await page.locator('.claim .chip.bad', { hasText: 'oldest' }).first().innerText()).toBe(
      'in the oldest tried, 1.0.0',
    )
    await page.locator('.matrix td a').nth(1).click()
    expect(await page.locator('.about').innerText()).toContain('reference@2.0.0')
  })
})

test('200 scenarios open at once', async () => {
  const bad = lostResult(...Array.from({ length: 100 }, (_, n) => ({ kind: 'gateway-logged', line: `${n}` }) as const))
  const results = Array.from({ length: 200 }, (_, n) =>
    resultOf(bad, { title: `scenario ${n}`, file: `scenarios/${n}.ts`, folder: join(folder, 'many', String(n)) }),
  )
  await Promise.all(results.map((result) => writeRun(result.folder, bad)))
  const { html } = await writeReports(join(folder, 'many'), [reportOf(results)])
  const page = await open(html, '', wide)
  // a page that has loaded is not yet one that was painted
  const painted = await page.waitForFunction("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
  const firstView = await painted.jsonValue()
  console.log(`200 scenarios: ${(statSync(html).size / 1e6).toFixed(2)} MB, first view after ${firstView} ms`)
  expect(await page.locator('.rows li').count()).toBe(200)
  expect(statSync(html).size).toBeLessThan(5_000_000)
})
