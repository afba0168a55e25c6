/** What the requests of a gateway show as its key; all that were shown before a rotation are refused after it. */
export class Keys {
  readonly #shown = new Set<string>()
  readonly #refused = new Set<string>()

  /** The keys shown so far are worth nothing from now on. */
  rotate(): void {
    for (const key of this.#shown) this.#refused.add(key)
  }

  /** Whether a request shows a key that is worth nothing, among what `shownIn` found in it. */
  refuses(keys: readonly string[]): boolean {
    for (const key of keys) this.#shown.add(key)
    return keys.some((key) => this.#refused.has(key))
  }
}

/** The keys or tokens in a request's headers, wherever an API has them. */
export function shownIn(headers: Readonly<Record<string, unknown>>): string[] {
  const shown = [headers.authorization, headers['x-api-key'], headers['x-goog-api-key']]
  return shown.flatMap((value) => (value === undefined ? [] : [String(value).replace(/^Bearer /, '')]))
}
