import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { EntryBody } from '../harness/record/entry.ts'
import { isObject, parseJson } from './json.ts'
import { type RefreshOutcome, refreshName, TokenIssuer, type Tokens } from './oauth.ts'
import type { Vendor } from './vendors.ts'

/** The vendors' token endpoints. An ask is granted at once, or, after `hold`, when `answer` says how. */
export class TokenEndpoint {
  readonly #issuer = new TokenIssuer()
  readonly #note: (body: EntryBody) => void
  readonly #answers: RefreshOutcome[] = []
  readonly #waiting: ((outcome: RefreshOutcome) => void)[] = []
  #holds = false
  #asks = 0

  constructor(note: (body: EntryBody) => void) {
    this.#note = note
  }

  /** From now on a schedule answers what is asked. */
  hold(): void {
    this.#holds = true
  }

  /** New tokens, as after a sign-in. */
  signIn(vendor: Vendor): Tokens {
    return this.#issuer.issue(vendor)
  }

  /** Access tokens granted so far are refused from now on. */
  expire(): void {
    this.#issuer.expire()
    this.#note({ kind: 'oauth-expired' })
  }

  /** The access tokens that were refused are taken again, as after an outage of the vendor's. */
  recover(): void {
    this.#issuer.recover()
    this.#note({ kind: 'oauth-recovered' })
  }

  /** Whether a request to a model comes with an access token that has expired. */
  refuses(shown: readonly string[]): boolean {
    return shown.some((token) => this.#issuer.refuses(token))
  }

  /** Answers the ask that has waited longest, or the next to come. */
  answer(outcome: RefreshOutcome): void {
    const go = this.#waiting.shift()
    if (go === undefined) this.#answers.push(outcome)
    else go(outcome)
  }

  /** Grants whatever is asked for: the schedule is over. */
  releaseAll(): void {
    this.#holds = false
    for (const go of this.#waiting.splice(0)) go('granted')
  }

  /** Answers one request, a form or JSON; a body that is said to be neither holds no token (RFC 6749, 4.1.3 and 6). */
  async serve(vendor: Vendor, body: string, type: string | undefined, response: ServerResponse): Promise<void> {
    const form = formIn(body, type)
    const token = isObject(form) && form.grant_type === 'refresh_token' ? String(form.refresh_token) : ''
    const ask = this.#asks++
    const refresh = refreshName(token)
    this.#note({ kind: 'oauth-asked', ask, vendor, refresh })
    const meant = await this.#meant(response)
    if (meant === undefined) return this.#note({ kind: 'oauth-answered', ask, refresh, outcome: 'client-gone' })
    const answer = this.#issuer.refresh(vendor, token, meant)
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
    if (!response.writableFinished && !response.destroyed)
      await Promise.race([once(response, 'finish'), once(response, 'close')])
    this.#note({ kind: 'oauth-answered', ask, refresh, outcome: answer.outcome })
  }

  /** Nothing when the client hangs up before. */
  #meant(response: ServerResponse): Promise<RefreshOutcome | undefined> {
    const given = this.#answers.shift()
    if (given !== undefined) return Promise.resolve(given)
    if (!this.#holds) return Promise.resolve('granted')
    if (response.destroyed) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      // who has hung up waits no more, and must not take an answer that is meant for another
      response.once('close', () => {
        const index = this.#waiting.indexOf(resolve)
        if (index >= 0) this.#waiting.splice(index, 1)
        resolve(undefined)
      })
    })
  }
}

function formIn(body: string, type = ''): unknown {
  if (type.startsWith('application/json')) return parseJson(body)
  return type.startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams(body))
    : undefined
}
