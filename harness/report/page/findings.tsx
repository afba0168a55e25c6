import type { Expectation } from '../../expectations/expectations.ts'
import type { Finding } from '../../oracles/judgement.ts'
import type { ScenarioResult } from '../../result.ts'
import { Chip, Known } from './verdict.tsx'
import { sentenceOf, words } from './words.ts'
import './findings.css'

type Show = (entries: readonly number[]) => void

const shownAtOnce = 3

/** What was found, claim by claim, news first; what is listed and gone; steps that did not land; and what the record does not tell. */
export function Findings({
  result: { verdict, claims, missed, expected },
  show,
  sentences,
}: {
  result: ScenarioResult
  show: Show
  sentences: Readonly<Record<string, string>>
}) {
  const listed = (claim: string) => expected?.known.find((one) => one.claim === claim)
  const failed = claims.filter((claim) => claim.verdict === 'fail')
  const unsure = verdict === 'fail' ? [] : claims.filter((claim) => claim.verdict === 'inconclusive')
  const one = (claim: ScenarioResult['claims'][number]) => (
    <Failed
      key={claim.claim}
      of={claim}
      listed={listed(claim.claim)}
      show={show}
      sentence={sentenceOf(sentences, claim.claim)}
    />
  )
  return (
    <>
      {failed.filter(({ claim }) => listed(claim) === undefined).map(one)}
      {(expected?.gone ?? []).map((gone) => (
        <Gone key={gone.claim} of={gone} sentence={sentenceOf(sentences, gone.claim)} />
      ))}
      {failed.filter(({ claim }) => listed(claim) !== undefined).map(one)}
      {missed.length + unsure.length > 0 && (
        <article class="claim unsure">
          <h2>{unsure.length === 0 ? 'Did not land' : 'Why it is inconclusive'}</h2>
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
      <Claims claims={claims} sentences={sentences} />
    </>
  )
}

function Failed({
  of: { claim, findings },
  listed,
  show,
  sentence,
}: {
  of: ScenarioResult['claims'][number]
  listed: Expectation | undefined
  show: Show
  sentence: string | undefined
}) {
  return (
    <article class={`claim ${listed === undefined ? 'broke' : 'known'}`}>
      <h2>
        <code>{claim}</code> <span class="sentence">{sentence}</span>
      </h2>
      {listed !== undefined && <Known listed={listed} />}
      <FindingTexts findings={findings.slice(0, shownAtOnce)} show={show} />
      {findings.length > shownAtOnce && (
        <details>
          <summary>{findings.length - shownAtOnce} more</summary>
          <FindingTexts findings={findings.slice(shownAtOnce)} show={show} />
        </details>
      )}
    </article>
  )
}

/** A finding that was to show, and did not: mended, or no longer reached. */
function Gone({ of, sentence }: { of: Expectation; sentence: string | undefined }) {
  return (
    <article class="claim gone">
      <h2>
        <Chip tone="bad">{words.gone}</Chip> <code>{of.claim}</code> <span class="sentence">{sentence}</span>
      </h2>
      <p>
        Listed on {of.versions}, and it held now. If it is mended: <code>--update-expectations</code>
      </p>
      <Known listed={of} />
    </article>
  )
}

function FindingTexts({ findings, show }: { findings: readonly Finding[]; show: Show }) {
  return findings.map((finding) => (
    <FindingText key={finding.says + finding.entries.join()} finding={finding} show={show} />
  ))
}

function FindingText({ finding: { says, entries, excerpt }, show }: { finding: Finding; show: Show }) {
  return (
    <div class="finding">
      <p>
        <strong>{says}</strong>
      </p>
      {excerpt.length > 0 && (
        <ul class="excerpt">
          {excerpt.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
      )}
      <p class="shows">
        see entry{' '}
        {entries.map((n) => (
          <button type="button" key={n} onClick={() => show([n])}>
            {n}
          </button>
        ))}
      </p>
    </div>
  )
}

function Claims({
  claims,
  sentences,
}: {
  claims: ScenarioResult['claims']
  sentences: Readonly<Record<string, string>>
}) {
  const held = claims.filter(({ verdict }) => verdict === 'pass')
  return (
    <details class="held">
      <summary>
        {held.length} of {claims.length} claims held
      </summary>
      <ul>
        {held.map(({ claim }) => (
          <li key={claim}>
            <code>{claim}</code> {sentenceOf(sentences, claim)}
          </li>
        ))}
      </ul>
    </details>
  )
}
