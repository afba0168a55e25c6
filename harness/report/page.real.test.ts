import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { browserTests } from '../browser-tests.ts'
import { lostResult, reportOf, resultOf, writeRun } from './example.ts'
import { folder, hostile, open, twoPages, wide } from './page-stage.ts'
import { writeReports } from './write.ts'

browserTests('the page of a run', () => {
  let html: string
  let matrix: string
  beforeAll(async () => {
    const pages = await twoPages()
    html = pages.html
    matrix = pages.matrix
  })

  test('says the verdict first, and lists what is asked for', async () => {
    const page = await open(html, '', wide)
    expect(await page.locator('h1').innerText()).toContain(
      'A request had a call without exactly one result, and 5 more claims failed',
    )
    expect(await page.locator('.matrix').count()).toBe(0)
    await page.getByRole('radio', { name: 'pass 1' }).check()
    expect(await page.locator('.rows a').allInnerTexts()).toEqual(['a greeting'])
    await page.getByRole('radio', { name: 'known 1' }).check()
    expect(await page.locator('.rows a').allInnerTexts()).toEqual(['a known stop'])
    await page.getByLabel('Search scenarios').fill('nothing like it')
    expect(await page.locator('.rows li').count()).toBe(0)
    await page.getByLabel('Search scenarios').fill('')
    await page.getByRole('radio', { name: 'all 5' }).check()
    await page.getByLabel('Show one claim').selectOption('results-kept')
    expect(await page.locator('.rows a').allInnerTexts()).toEqual(['a stop', 'a mended stop', 'a known stop'])
  })

  test('tells what is news first, and what is known apart from it, with its issue', async () => {
    const page = await open(html, '', wide)
    expect(await page.locator('.claim.broke').getByText('a known stop').count()).toBe(0)
    expect(await page.locator('.claim.broke .chip.bad').allInnerTexts()).toEqual(['GONE'])
    expect(await page.locator('.claim.broke h3').allInnerTexts()).toContain(
      'The result of a finished tool was lost or altered',
    )
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
    // it lies in the page, which may be all that somebody was sent
    const coming = page.waitForEvent('download')
    await page.getByRole('link', { name: 'repro.json' }).first().click()
    const repro = await coming
    expect(repro.suggestedFilename()).toBe('repro.json')
    expect(readFileSync(await repro.path(), 'utf8')).toBe('{}')
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
      'steps',
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

  test('a step and its marks choose one another', async () => {
    const page = await open(html, '#/0/0', wide)
    const step = page.getByRole('button', { name: 'user types /stop' }).first()
    await step.click()
    expect(await step.getAttribute('aria-pressed')).toBe('true')
    expect(await page.locator('.mark.faults').getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('button', { name: /tool a: tool a finishes/ }).click()
    expect(await step.getAttribute('aria-pressed')).toBe('true')
    await page.locator('.mark.store').first().click()
    expect(await step.getAttribute('aria-pressed')).toBe('false')
  })

  test('tells of a claim why it matters and how to mend it', async () => {
    const page = await open(html, '#/0/0', wide)
    await page.locator('details.claim-name summary').first().click()
    const text = await page.locator('details.claim-name').first().innerText()
    for (const head of ['tier 1: work is lost or wrong', 'What must hold.', 'Why it matters.', 'How to mend it.'])
      expect(text).toContain(head)
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
    expect(await page.locator('.panel b').innerText()).not.toBe('store')
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
    await expect
      .poll(() => page.locator('.about').allInnerTexts())
      .toEqual([expect.stringMatching(/^FINDING · reference@2\.0\.0 · /)])
  })
})

browserTests('the page of many runs', () => {
  test('200 scenarios open at once', async () => {
    const bad = lostResult(
      ...Array.from({ length: 100 }, (_, n) => ({ kind: 'gateway-logged', line: `${n}` }) as const),
    )
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
})
