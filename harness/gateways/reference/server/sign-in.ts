import { once } from 'node:events'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { ProviderConfig } from './config.ts'
import { planted } from './planted.ts'
import { ProviderFailure } from './reply.ts'

/** What a sign-in by OAuth has left; `expires` in milliseconds since 1970. */
export type SignedIn = { readonly access: string; readonly refresh: string; readonly expires: number }

type SignIn = NonNullable<ProviderConfig['signIn']>

/** A token endpoint that takes longer is given up. */
const maxRenewalMs = 30_000

/** All sessions wait for one renewal: a refresh token works once. */
let renewal: Promise<string> | undefined

/**
 * The headers that show the provider who asks.
 * @throws ProviderFailure when the sign-in is over and cannot be renewed
 */
export async function credentials(
  { keyFile, signIn }: ProviderConfig,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  if (signIn === undefined) return { 'x-api-key': readFileSync(keyFile, 'utf8') }
  const stopped = once(signal, 'abort').then(() => Promise.reject(signal.reason))
  return { authorization: `Bearer ${await Promise.race([accessToken(signIn), stopped])}` }
}

async function accessToken(signIn: SignIn): Promise<string> {
  const { access, refresh, expires } = JSON.parse(readFileSync(signIn.file, 'utf8')) as SignedIn
  if (expires > Date.now()) return access
  if (planted('renewed-by-each-session')) return renew(signIn, refresh)
  renewal ??= renew(signIn, refresh).finally(() => {
    renewal = undefined
  })
  return renewal
}

async function renew({ file, tokenUrl }: SignIn, refresh: string): Promise<string> {
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
