/** The questions whether calls may run that nobody has answered yet, by the ids of the calls. */
export class Permissions {
  readonly #open = new Map<string, (isAllowed: boolean) => void>()

  /** Resolves when somebody answers, to whether the call may run; when `stop` comes first, it may not. */
  ask(call: string, stop: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isAllowed: boolean) => {
        this.#open.delete(call)
        resolve(isAllowed)
      }
      this.#open.set(call, end)
      if (stop.aborted) end(false)
      stop.addEventListener('abort', () => end(false), { once: true })
    })
  }

  /** Whether somebody is asked about a call. */
  has(call: string): boolean {
    return this.#open.has(call)
  }

  answer(call: string, isAllowed: boolean): void {
    this.#open.get(call)?.(isAllowed)
  }
}
