import type { Finding } from '../../oracles/judgement.ts'
import type { ScenarioResult } from '../../result.ts'
import './findings.css'

type Show = (entries: readonly number[]) => void

const shownAtOnce = 3

/** What was found, claim by claim; steps that did not land; and what the record does not tell. */
export function Findings({
  result: { verdict, claims, missed },
  show,
  sentences,
}: {
  result: ScenarioResult
  show: Show
  sentences: Readonly<Record<string, string>>
}) {
  const failed = claims.filter((claim) => claim.verdict === 'fail')
  const unsure = verdict === 'fail' ? [] : claims.filter((claim) => claim.verdict === 'inconclusive')
  return (
    <>
      {failed.map(({ claim, findings }) => (
        <article class="claim" key={claim}>
          <h2>
            <code>{claim}</code> <span class="sentence">{sentences[claim]}</span>
          </h2>
          <FindingTexts findings={findings.slice(0, shownAtOnce)} show={show} />
          {findings.length > shownAtOnce && (
            <details>
              <summary>{findings.length - shownAtOnce} more</summary>
              <FindingTexts findings={findings.slice(shownAtOnce)} show={show} />
            </details>
          )}
        </article>
      ))}
      {missed.length + unsure.length > 0 && (
        <article class="claim unsure">
          <h2>{verdict === 'fail' ? 'Did not land' : 'Why it is inconclusive'}</h2>
          <ul>
            {missed.map((miss) => (
              <li key={miss}>did not land: {miss}</li>
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
            <code>{claim}</code> {sentences[claim]}
          </li>
        ))}
      </ul>
    </details>
  )
}
