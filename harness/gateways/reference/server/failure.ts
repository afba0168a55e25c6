/** An attempt that brought no whole reply. `retry` says whether another one may, `afterMs` how long the provider asks us to wait first. */
export class ProviderFailure extends Error {
  readonly retry: boolean
  readonly afterMs: number

  constructor(message: string, retry: boolean, afterMs = 0) {
    super(message)
    this.retry = retry
    this.afterMs = afterMs
  }
}
