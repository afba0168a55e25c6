import { shownIn } from '../../mock-provider/keys.ts'
import type { Incoming } from './proxy.ts'

/** Shorter words are placeholders that appear everywhere. */
const minLength = 8

/** The keys and tokens that clients show: none of them is ever written anywhere. */
export class SeenKeys {
  readonly #keys = new Set<string>()

  /** Notes what a request shows, in its headers or its query. */
  see({ headers, query }: Pick<Incoming, 'headers' | 'query'>): void {
    const inQuery = new URLSearchParams(query).get('key') ?? ''
    for (const key of [...shownIn(headers), String(headers['api-key'] ?? ''), inQuery])
      if (key.length >= minLength) this.#keys.add(key)
  }

  /** A text without them. */
  hide(text: string): string {
    return [...this.#keys].reduce((hidden, key) => hidden.replaceAll(key, '<key>'), text)
  }
}
