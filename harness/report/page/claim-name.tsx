import type { ClaimWords, PageData } from '../html.ts'
import { capital, claimOf } from './words.ts'
import './claim-name.css'

/** What happened when a claim failed, in words; the id of one that is not ours. */
export function failsOf(claims: PageData['claims'], claim: string): string {
  return capital(claimOf(claims, claim)?.fails ?? claim)
}

/** A claim's id with all that is to be known of it: what must hold, how bad it is, why, and how to mend it. */
export function ClaimName({ claims, claim }: { claims: PageData['claims']; claim: string }) {
  const words = claimOf(claims, claim)
  if (words === undefined) return <code class="claim-name">{claim}</code>
  return (
    <details class="claim-name">
      <summary>
        <code>{claim}</code> · tier {words.tier}: {words.tierWords}
      </summary>
      <Section words={words} />
    </details>
  )
}

function Section({ words: { sentence, about } }: { words: ClaimWords }) {
  return (
    <>
      <p>
        <b>What must hold.</b> {capital(sentence)}.
      </p>
      {about.map(({ head, text }) => (
        <p key={head}>
          <b>{head}</b> {text}
        </p>
      ))}
    </>
  )
}
