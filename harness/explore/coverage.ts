/** How often something was reached. */
export class Coverage {
  readonly #times: Map<string, number>

  constructor(times: Readonly<Record<string, number>> = {}) {
    this.#times = new Map(Object.entries(times))
  }

  times(what: string): number {
    return this.#times.get(what) ?? 0
  }

  reached(...all: readonly string[]): void {
    for (const what of all) this.#times.set(what, this.times(what) + 1)
  }

  /** As data, the rarest first. */
  get counts(): Record<string, number> {
    return Object.fromEntries([...this.#times].sort(([, a], [, b]) => a - b))
  }
}
