import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { browserTests } from '../browser-tests.ts'
import type { Place } from '../driver.ts'
import type { EntryBody } from '../record/entry.ts'
import { startChromium } from './chromium.ts'

let folder: string
let noted: EntryBody[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
  noted = []
})
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const start = () =>
  startChromium(
    { folder, run: 'chromiumtest', note: (body: EntryBody) => noted.push(body) } as unknown as Place,
    'main',
  )

browserTests('a browser of ours', () => {
  test('a page reaches this machine and no other, and what it wanted elsewhere is noted', async () => {
    const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const context = await start()
    try {
      const page = await context.newPage()
      await page.goto(`http://127.0.0.1:${port}/`)
      const reach = (url: string) =>
        page.evaluate(
          (to) =>
            fetch(to, { mode: 'no-cors' }).then(
              () => 'reached',
              () => 'refused',
            ),
          url,
        )
      expect(await page.textContent('body')).toBe('here')
      expect(await reach(`http://127.0.0.1:${port}/again`)).toBe('reached')
      expect(await reach('http://example.com/')).toBe('refused')
      expect(await reach('http://192.0.2.1/')).toBe('refused')
      expect(noted).toEqual([
        { kind: 'network-blocked', host: 'example.com', by: 'a page' },
        { kind: 'network-blocked', host: '192.0.2.1', by: 'a page' },
      ])
      const socket = (url: string) =>
        page.evaluate(
          (to) =>
            new Promise((resolve) => {
              const opened = new WebSocket(to)
              opened.onopen = () => resolve('reached')
              opened.onerror = () => resolve('refused')
            }),
          url,
        )
      expect(await socket('ws://example.com/')).toBe('refused')
    } finally {
      await context.close()
      server.close()
    }
  })
})
