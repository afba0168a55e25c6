import { once } from 'node:events'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { ProviderConfig } from './config.ts'
import { ProviderFailure } from './failure.ts'

/** What a sign-in by OAuth has left; `expires` in milliseconds since 1970. */
export type SignedIn = { readonly access: string; readonly refresh: string; readonly expires: number }

type SignIn = NonNullable<ProviderConfig['signIn']>

/** A token endpoint that takes longer is given up. */
const maxRenewalMs = 30_000

/** What shows the provider who asks: a key, or a token that is renewed when it has expired. */
export class Credentials {
  protected readonly config: ProviderConfig
  protected renewal: Promise<string> | undefined

  constructor(config: ProviderConfig) {
    this.config = config
  }

  /**
   * The headers of a request.
   * @throws ProviderFailure when the sign-in is over and cannot be renewed
   */
  async headers(signal: AbortSignal): Promise<Record<string, string>> {
    const { keyFile, signIn } = this.config
    if (signIn === undefined) return { 'x-api-key': readFileSync(keyFile, 'utf8') }
    const stopped = once(signal, 'abort').then(() => Promise.reject(signal.reason))
    return { authorization: `Bearer ${await Promise.race([this.accessToken(signIn), stopped])}` }
  }

  protected async accessToken(signIn: SignIn): Promise<string> {
    const { access, refresh, expires } = JSON.parse(readFileSync(signIn.file, 'utf8')) as SignedIn
    return expires > Date.now() ? access : this.renewOnce(signIn, refresh)
  }

  /** All sessions wait for one renewal: a refresh token works once. */
  protected renewOnce(signIn: SignIn, refresh: string): Promise<string> {
    this.renewal ??= this.renew(signIn, refresh).finally(() => {
      this.renewal = undefined
    })
    return this.renewal
  }

  protected async renew({ file, tokenUrl }: SignIn, refresh: string): Promise<string> {
    const answer = await fetch(tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'refresh_token', refresh_token: refresh }),
      signal: AbortSignal.timeout(maxRenewalMs),
    })
    const said = await answer.text()
    if (!answer.ok) throw new ProviderFailure(`the sign-in could not be renewed: ${said}`, answer.status >= 500)
    const { access_token: access, refresh_token: next = refresh, expires_in: seconds } = JSON.parse(said)
    const kept: SignedIn = { access, refresh: next, expires: Date.now() + seconds * 1000 }
    // on disk before it is used: the old refresh token is worth nothing any more
    writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    return access
  }
}
