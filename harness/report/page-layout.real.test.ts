import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { browserTests } from '../browser-tests.ts'
import { boxOf, open, phone, twoPages, wide, widthOver } from './page-stage.ts'

async function seriousIn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

browserTests('the layout of the page', () => {
  let html: string
  let matrix: string
  beforeAll(async () => {
    const pages = await twoPages()
    html = pages.html
    matrix = pages.matrix
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
      expect(await widthOver(page, size)).toBe(0)
    }
  })

  test('axe finds what is wrong, where something is', async () => {
    const page = await open(html, '', wide)
    await page.evaluate("document.querySelector('h1').innerHTML = '<button></button>'")
    expect(await seriousIn(page)).toEqual([expect.stringContaining('button-name')])
  })

  test.each([
    ['desk', wide],
    ['phone', phone],
  ])(
    'on a %s the first screen has the finding in a sentence, and what was expected over what was seen',
    async (_, size) => {
      const page = await open(html, '#/0/0', size)
      const [says, expected, actual] = [
        await boxOf(page, '.lead .says'),
        await boxOf(page, '.lead .expected'),
        await boxOf(page, '.lead .actual'),
      ]
      expect(await page.locator('.lead .says').innerText()).toBe('Request 2 was rejected with 400')
      expect([says.bottom <= expected.y, expected.bottom <= actual.y]).toEqual([true, true])
      expect([expected.x, expected.right]).toEqual([actual.x, actual.right])
      expect(actual.bottom).toBeLessThan(size.viewport.height)
    },
  )

  test('on a desk the first screen has the steps beside the timeline, which is whole at its left', async () => {
    const page = await open(html, '#/0/0', wide)
    const [steps, chart] = [await boxOf(page, '.steps'), await boxOf(page, '.chart')]
    expect(steps.right).toBeLessThanOrEqual(chart.x)
    expect(chart.bottom).toBeLessThan(wide.viewport.height)
    expect(await page.evaluate("document.querySelector('.chart').scrollLeft")).toBe(0)
    const names = await boxOf(page, '.names')
    for (const box of [await boxOf(page, '.mark.steps'), await boxOf(page, '.mark.gateway')])
      expect(box.x).toBeGreaterThanOrEqual(names.right - 1)
  })

  test('is whole on paper', async () => {
    const page = await open(html, '#/0/0', wide)
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 700, height: 1000 })
    expect(await widthOver(page, { viewport: { width: 700, height: 1000 } })).toBe(0)
    expect(await page.locator('.command button').first().isVisible()).toBe(false)
  })
})
