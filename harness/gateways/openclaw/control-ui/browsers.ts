import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright'
import type { Place } from '../../../driver.ts'
import type { PageKind } from '../../../gateway-settings.ts'
import { startChromium } from '../../chromium.ts'
import { PageClient, type PageHost } from './page-client.ts'

/** The browsers of a run: one for each client that is a page, which may have several tabs. They are started when they are first used. */
export class Browsers implements AsyncDisposable {
  readonly #place: Place
  readonly #contexts = new Map<string, Promise<BrowserContext>>()
  readonly #clients: PageClient[] = []

  constructor(place: Place) {
    this.#place = place
  }

  /** The client of that name; a tab has the network of the client whose tab it is, as it has its profile. */
  client(name: string, kind: PageKind, port: number, version: string, tokens: PageHost['tokens']): PageClient {
    const owner = kind === 'control-ui' ? name : kind.tabOf
    const client = new PageClient({
      name,
      version,
      tokens,
      note: this.#place.note,
      kept: this.#folder,
      context: () => this.#context(owner),
      address: async () => `http://127.0.0.1:${await this.#place.route(owner, port)}`,
    })
    this.#clients.push(client)
    return client
  }

  async photograph(when: string): Promise<void> {
    if (this.#clients.length > 0) await mkdir(this.#folder, { recursive: true })
    for (const client of this.#clients) await client.photograph(when)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) await client.close()
    for (const [name, starting] of this.#contexts) {
      const context = await starting
      // one that has crashed has left no trace
      await context.tracing.stop({ path: join(this.#folder, `${name}-trace.zip`) }).catch(() => {})
      await context.close()
    }
  }

  get #folder(): string {
    return join(this.#place.kept, 'pages')
  }

  #context(name: string): Promise<BrowserContext> {
    const known = this.#contexts.get(name) ?? this.#start(name)
    this.#contexts.set(name, known)
    return known
  }

  async #start(name: string): Promise<BrowserContext> {
    const context = await startChromium(this.#place, name)
    await context.tracing.start({ screenshots: true, snapshots: true })
    return context
  }
}
