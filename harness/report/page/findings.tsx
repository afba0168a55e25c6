import type { Expectation } from '../../expectations/expectations.ts'
import type { Finding } from '../../oracles/judgement.ts'
import type { ScenarioResult } from '../../result.ts'
import type { PageData } from '../html.ts'
import { alike } from './alike.ts'
import { ClaimName, failsOf } from './claim-name.tsx'
import { Pair } from './pair.tsx'
import { Chip, Known } from './verdict.tsx'
import { capital, claimOf, words } from './words.ts'
import './findings.css'

type Show = (entries: readonly number[]) => void
type Claim = ScenarioResult['claims'][number]
type Claims = PageData['claims']

/** The claims that failed, in the order in which they are to be read: what is new, then the worst. */
export function failedIn({ claims, expected }: ScenarioResult, words: Claims): Claim[] {
  const isKnown = (claim: string) => expected?.known.some((listed) => listed.claim === claim) ?? false
  const rank = ({ claim }: Claim) => (isKnown(claim) ? 10 : 0) + (claimOf(words, claim)?.tier ?? 0)
  return claims.filter(({ verdict }) => verdict === 'fail').toSorted((a, b) => rank(a) - rank(b))
}

/** The one finding that is told first, in a sentence, with what was expected over what was seen. */
export function Lead({ result, claims, show }: { result: ScenarioResult; claims: Claims; show: Show }) {
  const failed = failedIn(result, claims)
  const [first] = failed
  const finding = first?.findings[0]
  if (finding === undefined) return null
  const count = failed.reduce((sum, { findings }) => sum + findings.length, 0)
  return (
    <div class="lead">
      <p class="says">{capital(finding.says)}</p>
      <Pair expected={finding.expected} actual={finding.actual} />
      <Shows finding={finding} show={show} more={count - 1} />
    </div>
  )
}

/** What was found, claim by claim, news first; what is listed and gone; steps that did not land; and what the record does not tell. */
export function Findings({ result, show, claims: about }: { result: ScenarioResult; show: Show; claims: Claims }) {
  const { verdict, claims, missed, expected } = result
  const listed = (claim: string) => expected?.known.find((one) => one.claim === claim)
  const failed = failedIn(result, about)
  const unsure = verdict === 'fail' ? [] : claims.filter((claim) => claim.verdict === 'inconclusive')
  const one = (claim: Claim) => (
    <Failed key={claim.claim} of={claim} listed={listed(claim.claim)} show={show} about={about} />
  )
  return (
    <section id="findings" aria-label="findings">
      {failed.filter(({ claim }) => listed(claim) === undefined).map(one)}
      {(expected?.gone ?? []).map((gone) => (
        <Gone key={gone.claim} of={gone} about={about} />
      ))}
      {failed.filter(({ claim }) => listed(claim) !== undefined).map(one)}
      {missed.length + unsure.length > 0 && (
        <article class="claim unsure">
          <h2>{unsure.length === 0 ? 'Did not happen' : 'Why it is inconclusive'}</h2>
          <ul>
            {missed.map((miss) => (
              <li key={miss}>did not happen: {miss}</li>
            ))}
            {unsure.map(({ claim, why }) => (
              <li key={claim}>
                <code>{claim}</code>: {why}
              </li>
            ))}
          </ul>
        </article>
      )}
      <Held claims={claims} about={about} />
    </section>
  )
}

type OfClaim = { readonly listed: Expectation | undefined; readonly show: Show; readonly about: Claims }

function Failed({ of: { claim, findings }, listed, show, about }: OfClaim & { readonly of: Claim }) {
  return (
    <article class={`claim ${listed === undefined ? 'broke' : 'known'}`}>
      <h2>{failsOf(about, claim)}</h2>
      {listed !== undefined && <Known listed={listed} />}
      <FindingTexts findings={findings} show={show} />
      <ClaimName claims={about} claim={claim} />
    </article>
  )
}

/** A finding that was to show, and did not: mended, or no longer reached. */
function Gone({ of, about }: { of: Expectation; about: Claims }) {
  return (
    <article class="claim gone">
      <h2>
        <Chip tone="bad">{words.gone}</Chip> A known finding did not show
      </h2>
      <p>
        Expected on {of.versions}: {claimOf(about, of.claim)?.fails ?? of.claim}. But the claim held. If it has been
        fixed, run again with <code>--update-expectations</code>.
      </p>
      <Known listed={of} />
      <ClaimName claims={about} claim={of.claim} />
    </article>
  )
}

/** Findings that differ only in the tool are one: the first whole, and a line for each of the others. */
function FindingTexts({ findings, show }: { findings: readonly Finding[]; show: Show }) {
  return alike(findings, ({ says }) => says).map(
    ([finding, ...others]) =>
      finding && (
        <div class="finding" key={finding.says + finding.entries.join()}>
          <p>
            <strong>{capital(finding.says)}</strong>
          </p>
          <Pair expected={finding.expected} actual={finding.actual} />
          {finding.excerpt.length > 0 && (
            <ul class="excerpt">
              {finding.excerpt.map((line, index) => (
                <li key={index}>{line}</li>
              ))}
            </ul>
          )}
          <Shows finding={finding} show={show} more={0} />
          {others.map((other) => (
            <div class="also" key={other.entries.join()}>
              <p>Also: {other.says}</p>
              <Shows finding={other} show={show} more={0} />
            </div>
          ))}
        </div>
      ),
  )
}

/** The entries that show a finding, which are found in the picture, and how many findings there are beside it. */
function Shows({ finding: { entries }, show, more }: { finding: Finding; show: Show; more: number }) {
  return (
    <p class="shows">
      {entries.length > 0 && 'shown by entry '}
      {entries.map((n) => (
        <button type="button" key={n} onClick={() => show([n])}>
          {n}
        </button>
      ))}
      {more > 0 && <span>and {more === 1 ? 'one more finding' : `${more} more findings`} below the picture</span>}
    </p>
  )
}

function Held({ claims, about }: { claims: ScenarioResult['claims']; about: Claims }) {
  const held = claims.filter(({ verdict }) => verdict === 'pass')
  return (
    <details class="held">
      <summary>
        {held.length} of {claims.length} claims held
      </summary>
      <ul>
        {held.map(({ claim }) => (
          <li key={claim}>
            <code>{claim}</code> {claimOf(about, claim)?.sentence}
          </li>
        ))}
      </ul>
    </details>
  )
}
