import type { Vendor } from './vendors.ts'

/** How a token endpoint answers: with new tokens, or as the vendor does when it cannot or will not give any. */
export type RefreshOutcome = 'granted' | 'reused' | 'expired' | 'unavailable'

/** The tokens of one sign-in. `refresh-1` is the first refresh token's name in the record: the tokens themselves are no secrets, but look like some. */
export type Tokens = { readonly access: string; readonly refresh: string; readonly lifetimeSeconds: number }

/** What a token endpoint says, and what that came to. */
export type TokenAnswer = { readonly status: number; readonly body: unknown; readonly outcome: RefreshOutcome }

type Refusal = Omit<TokenAnswer, 'outcome'>

const lifetimeSeconds = 3_600

/**
 * Grants OAuth tokens and renews them as the vendors do. Anthropic and OpenAI rotate: a refresh token works once, and whoever
 * uses it again is refused; Google's stays the same.
 */
export class TokenIssuer {
  readonly #issued = new Set<string>()
  readonly #used = new Set<string>()
  readonly #expired = new Set<string>()
  readonly #granted = new Map<string, Vendor>()
  #count = 0

  /** New tokens, as after a sign-in. */
  issue(vendor: Vendor): Tokens {
    this.#count++
    return this.#tokens(vendor, `refresh-${this.#count}`)
  }

  /** All access tokens granted so far are refused from now on, whatever lifetime they were given. */
  expire(): void {
    for (const access of this.#granted.keys()) this.#expired.add(access)
  }

  /** All access tokens are taken again. */
  recover(): void {
    this.#expired.clear()
  }

  /** Whether a request's credential is one of our access tokens that has expired. */
  refuses(credential: string): boolean {
    return this.#expired.has(credential)
  }

  /** Answers a request for new tokens; a refresh token that has been used, or was never granted, is refused whatever was meant to happen. */
  refresh(vendor: Vendor, refresh: string, meant: RefreshOutcome): TokenAnswer {
    const outcome = meant === 'granted' ? this.#possible(refresh) : meant
    if (outcome !== 'granted') return { ...refusals[vendor][outcome], outcome }
    if (vendor === 'google') {
      const { refresh: _, ...kept } = this.#tokens(vendor, refreshName(refresh))
      return { status: 200, body: bodyOf(kept), outcome }
    }
    this.#used.add(refresh)
    return { status: 200, body: bodyOf(this.issue(vendor)), outcome }
  }

  #possible(refresh: string): RefreshOutcome {
    if (this.#used.has(refresh)) return 'reused'
    return this.#issued.has(refresh) ? 'granted' : 'expired'
  }

  #tokens(vendor: Vendor, name: string): Tokens {
    const access = accessToken[vendor](`access-${this.#granted.size + 1}`)
    const refresh = `${refreshPrefix[vendor]}gatecrash-${name}`
    this.#granted.set(access, vendor)
    this.#issued.add(refresh)
    return { access, refresh, lifetimeSeconds }
  }
}

/** The name of a refresh token in the record. */
export function refreshName(refresh: string): string {
  return /refresh-\d+$/.exec(refresh)?.[0] ?? 'a token that was never granted'
}

const refreshPrefix: Record<Vendor, string> = { anthropic: 'sk-ant-ort01-', openai: 'rt_', google: '1//0' }

/** OpenAI's is a JWT in which clients look for the account and the time it ends. */
const accessToken: Record<Vendor, (name: string) => string> = {
  anthropic: (name) => `sk-ant-oat01-gatecrash-${name}`,
  google: (name) => `ya29.gatecrash-${name}`,
  openai: (name) => {
    const claims = {
      jti: name,
      exp: Math.floor(Date.now() / 1000) + lifetimeSeconds,
      'https://api.openai.com/auth': { chatgpt_account_id: 'gatecrash', chatgpt_plan_type: 'pro' },
    }
    return [{ alg: 'RS256', typ: 'JWT' }, claims, 'gatecrash']
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
  },
}

/** The fields that clients read; there is no refresh token where the old one stays. */
function bodyOf({ access, refresh }: Omit<Tokens, 'refresh'> & { refresh?: string }): Record<string, unknown> {
  return { access_token: access, refresh_token: refresh, expires_in: lifetimeSeconds, token_type: 'Bearer' }
}

const openaiError = (status: number, code: string | null, message: string): Refusal => ({
  status,
  body: { error: { message, type: status === 401 ? 'invalid_request_error' : 'server_error', param: null, code } },
})
const grantError = (status: number, error: string, error_description: string): Refusal => ({
  status,
  body: { error, error_description },
})

/**
 * Verbatim where a report has the text: Anthropic's from ex-machina-co/opencode-anthropic-auth#162 and #189, OpenAI's from
 * cnlimiter/codex-manager#36 and decolua/9router#1821. Google's, and all that are unavailable, are general knowledge.
 */
const refusals: Record<Vendor, Record<Exclude<RefreshOutcome, 'granted'>, Refusal>> = {
  anthropic: {
    reused: grantError(400, 'invalid_grant', 'Refresh token not found or invalid'),
    expired: grantError(400, 'invalid_grant', 'Refresh token expired'),
    unavailable: {
      status: 500,
      body: { type: 'error', error: { type: 'api_error', message: 'Internal server error' } },
    },
  },
  openai: {
    reused: openaiError(
      401,
      'refresh_token_reused',
      'Your refresh token has already been used to generate a new access token. Please try signing in again.',
    ),
    expired: openaiError(401, 'token_expired', 'Could not validate your token. Please try signing in again.'),
    unavailable: openaiError(500, null, 'The server had an error while processing your request. Sorry about that!'),
  },
  google: {
    reused: grantError(400, 'invalid_grant', 'Token has been expired or revoked.'),
    expired: grantError(400, 'invalid_grant', 'Token has been expired or revoked.'),
    unavailable: grantError(500, 'internal_failure', 'Backend Error'),
  },
}
