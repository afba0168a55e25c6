import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright'
import type { Client, Introduction, PageControl, Place } from '../../../driver.ts'
import { HarnessError, messageOf } from '../../../errors.ts'
import { inTime } from '../../../in-time.ts'
import { limits } from '../../../limits.ts'
import type { Order } from '../../../record/entry.ts'
import { acknowledgement } from '../acknowledgement.ts'
import { comeUp } from './come-up.ts'
import { type Asked, isAbortOr, readFrames } from './frames.ts'
import { generationOf } from './generations.ts'
import { watchParts } from './parts.ts'
import { putToken } from './token.ts'
import { readView, textOf } from './view.ts'

/** What a page needs of its gateway and its browser. */
export type PageHost = {
  readonly name: string
  readonly version: string
  /** the token that clients share */
  readonly tokens: { readonly current: string }
  readonly note: Place['note']
  /** the folder of its pictures */
  readonly kept: string
  readonly context: () => Promise<BrowserContext>
  /** the page's address without a path */
  readonly address: () => Promise<string>
}

/** A message or an order that the gateway has not answered yet; it is the `method` that the page makes of it. */
type Open = {
  readonly message: string
  readonly what: Order
  readonly isAnswer: (asked: Asked) => boolean
  readonly done: () => void
}

/** The page is looked at this often. */
const lookMs = 500

/** The Control UI in a browser, used by its composer and its stop button, and read by what it shows. */
export class PageClient implements Client, PageControl {
  readonly #host: PageHost
  readonly #generation: ReturnType<typeof generationOf>
  #page: Page | undefined
  #session = 'main'
  #device = 0
  #open: Open[] = []
  #isOwed: () => boolean = () => false
  #hasMissed: () => boolean = () => false
  #seen = ''
  #watching: Promise<void> = Promise.resolve()

  constructor(host: PageHost) {
    this.#host = host
    this.#generation = generationOf(host.version)
  }

  get page(): PageControl {
    return this
  }

  /** Opens the page, where it is not open yet, and waits until a message can be typed and the page has got all that it asked for. @throws HarnessError LIMIT_REACHED */
  async whenReady(session = this.#session): Promise<Page> {
    const known = this.#page
    if (known !== undefined && session === this.#session) return known
    this.#session = session
    const page = known ?? (await this.#openPage())
    await this.#wait('is ready', limits.boot, async () => {
      const composer = this.#generation.composer(page).and(page.locator(':enabled'))
      const load = () => this.#load(this.#generation.tokenIn(this.#host.tokens.current))
      await comeUp(composer, load, async () => {
        // 2026.4.14 loads every model catalog for a page, and answers nothing else meanwhile
        await this.#untilAnswered(performance.now() + limits.boot)
        return !this.#hasMissed()
      })
    })
    return page
  }

  async connect({ device }: Introduction): Promise<void> {
    const page = this.#page
    if (page === undefined) return void (await this.whenReady())
    if (device === 'same')
      return this.#wait('is loaded anew', limits.accept, () => page.reload({ waitUntil: 'commit' }))
    this.#device++
    await this.#wait('forgets its device', limits.effect, () =>
      page.evaluate(() => {
        localStorage.clear()
        sessionStorage.clear()
      }),
    )
    await this.#load(this.#generation.tokenIn(this.#host.tokens.current))
  }

  send(session: string, text: string): Promise<string> {
    return this.#type(
      session,
      'message',
      text,
      ({ method, params }) => method === 'chat.send' && params.message === text,
    )
  }

  stop(session: string, when = 'now'): Promise<string> {
    const text = when === 'now' ? '/stop' : '/stop --after-tools'
    return this.#type(session, 'stop', text, isAbortOr(text))
  }

  reset(session: string, how: 'reset' | 'new'): Promise<string> {
    return this.#type(session, 'reset', `/${how}`, ({ method, params }) =>
      method === 'chat.send' ? params.message === `/${how}` : /^sessions\.(reset|create|new)$/.test(method),
    )
  }

  compact(session: string): Promise<string> {
    return this.#type(session, 'compact', '/compact', ({ method, params }) =>
      method === 'chat.send' ? params.message === '/compact' : method === 'sessions.compact',
    )
  }

  async abort(session: string): Promise<string> {
    const page = await this.whenReady(session)
    const button = this.#generation.stop(page)
    return this.#ask(session, 'abort', 'the stop button', isAbortOr('/stop'), () =>
      this.#wait('shows a stop button', limits.effect, () => button.click(within(limits.effect))),
    )
  }

  async setOnline(online: boolean): Promise<void> {
    const page = await this.whenReady()
    await this.#wait(`is ${online ? 'online' : 'offline'}`, limits.effect, async () => {
      await page.context().setOffline(!online)
      await page.waitForFunction(`navigator.onLine === ${online}`, undefined, within(limits.effect))
    })
    this.#note({ kind: 'page-online', client: this.#host.name, online })
  }

  async setToken(token: 'right' | 'wrong' | 'none'): Promise<void> {
    const page = await this.whenReady()
    await this.#wait('takes another token', limits.effect, () =>
      putToken(page, this.#generation.token, token === 'wrong' ? 'gatecrash-wrong-token' : ''),
    )
    this.#note({ kind: 'page-token', client: this.#host.name, shows: token })
    await this.#load(token === 'right' ? this.#generation.tokenIn(this.#host.tokens.current) : '')
  }

  async jumpClock(ms: number): Promise<void> {
    const page = await this.whenReady()
    const now = () => page.evaluate(() => Date.now())
    await this.#wait('takes another time', limits.effect, async () => {
      await page.clock.install()
      await page.clock.setSystemTime((await now()) + ms)
      this.#note({ kind: 'page-clock', client: this.#host.name, aheadMs: (await now()) - Date.now() })
    })
  }

  /** Keeps a picture of the page, when it is open; of one that is being loaded or has crashed there is none. */
  async photograph(when: string): Promise<void> {
    const file = `${this.#host.name}-${when}.png`
    const taking = this.#page?.screenshot({ path: join(this.#host.kept, file), ...within(limits.effect) })
    const taken = await taking?.catch(() => undefined)
    if (taken !== undefined) this.#note({ kind: 'page-pictured', client: this.#host.name, file: `pages/${file}` })
  }

  async close(): Promise<void> {
    const page = this.#page
    this.#page = undefined
    // what is read of a page that does not answer ends with the page
    await page?.close()
    await this.#watching
  }

  #note(body: Parameters<Place['note']>[0]): void {
    this.#host.note(body)
  }

  async #openPage(): Promise<Page> {
    const { context, note, name } = this.#host
    const browser = await context()
    const blank = browser.pages().find((page) => page.url() === 'about:blank')
    const page = blank ?? (await browser.newPage())
    this.#isOwed = readFrames(page, {
      note,
      client: name,
      device: () => this.#device,
      onAnswer: (asked) => this.#answered(asked),
    })
    this.#hasMissed = watchParts(page, { note, client: name })
    this.#page = page
    this.#watching = this.#watch(page)
    return page
  }

  async #untilAnswered(until: number): Promise<void> {
    do {
      if (performance.now() > until) throw new Error('the gateway has not answered all that it asks for')
      await pause(lookMs)
    } while (this.#isOwed())
  }

  /** Loads the page anew; by way of an empty one, since an address that differs in its fragment only would be no load. */
  async #load(token: string): Promise<void> {
    const url = `${await this.#host.address()}/chat?session=${encodeURIComponent(this.#session)}${token}`
    await this.#wait('is loaded', limits.accept, async () => {
      await this.#page?.goto('about:blank')
      await this.#page?.goto(url, { waitUntil: 'domcontentloaded', ...within(limits.accept) })
    })
  }

  /** Notes what the page shows whenever it has changed; while it is being loaded there is nothing to read. */
  async #watch(page: Page): Promise<void> {
    while (this.#page === page) {
      const view = await readView(page, this.#generation, this.#session).catch(() => undefined)
      const seen = JSON.stringify(view)
      if (view !== undefined && seen !== this.#seen && page.url() !== 'about:blank') {
        this.#seen = seen
        this.#note({ kind: 'page-saw', client: this.#host.name, ...view })
      }
      await pause(lookMs)
    }
  }

  #answered(asked: Asked): void {
    const open = this.#open.find(({ isAnswer }) => isAnswer(asked))
    if (open === undefined) return
    this.#open = this.#open.filter((other) => other !== open)
    this.#note(acknowledgement(open.message, open.what, asked))
    open.done()
  }

  async #type(session: string, what: Order, text: string, isAnswer: Open['isAnswer']): Promise<string> {
    const page = await this.whenReady(session)
    const composer = this.#generation.composer(page)
    return this.#ask(session, what, text, isAnswer, () =>
      this.#wait(`takes "${text}"`, limits.accept, async () => {
        await composer.fill(text, within(limits.accept))
        await composer.press('Enter', within(limits.accept))
      }),
    )
  }

  /** Does what a person does, and waits for the gateway's answer to what the page makes of it; or until the page keeps it to send it later. */
  async #ask(
    session: string,
    what: Order,
    text: string,
    isAnswer: Open['isAnswer'],
    act: () => Promise<void>,
  ): Promise<string> {
    const { note, name } = this.#host
    const message = randomUUID()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#open.push({ message, what, isAnswer, done: resolve })
    note({ kind: 'client-sent', client: name, message, session, what, text })
    await act()
    await this.#wait(`sends "${text}", or keeps it to send it later`, limits.accept, () =>
      this.#untilSent(text, promise, act),
    )
    return message
  }

  /** A page of 2026.8 or newer that has just connected anew asks for a message again when it is ready, and a person does as it says. */
  async #untilSent(text: string, sent: Promise<void>, act: () => Promise<void>): Promise<void> {
    const page = this.#page as Page
    const kept = this.#generation.queue(page).filter({ hasText: text }).first()
    const refused = this.#generation.problems(page).filter({ hasText: 'Try sending again' }).first()
    const until = performance.now() + limits.accept
    const left = () => within(Math.max(1, until - performance.now()))
    const isRefused = () =>
      Promise.race([
        sent.then(() => false),
        kept.waitFor(left()).then(() => false),
        refused.waitFor(left()).then(() => true),
      ])
    while (await isRefused()) {
      await refused.waitFor({ state: 'hidden', ...left() })
      await act()
    }
  }

  /** @throws HarnessError LIMIT_REACHED saying what the page does not do, and what it shows instead */
  async #wait(what: string, limitMs: number, done: () => Promise<unknown> | undefined): Promise<void> {
    try {
      // not all that is asked of a page has a limit of its own, and one that hangs answers nothing
      await inTime(Promise.resolve(done()), limitMs + limits.doubt, () => new Error('the page does not answer'))
    } catch (error) {
      const [why = ''] = messageOf(error).split('\n')
      throw new HarnessError(
        'LIMIT_REACHED',
        `waited ${limitMs / 1000} s for the page of client ${this.#host.name} that it ${what}: ${why}; it shows: ${this.#seen} ${await textOf(this.#page)}`,
      )
    }
  }
}

const within = (timeout: number) => ({ timeout })
