import { oracles } from '../oracles/index.ts'
import { tierWords } from '../oracles/judgement.ts'
import { claimSections } from '../report/claim-sections.ts'
import { capital } from '../report/page/words.ts'

/** The names of all claims. */
export const claims: readonly string[] = oracles.map(({ claim }) => claim)

/** A claim in lines: what must hold, how bad it is when it does not, why, what happened, and how to mend it. */
export function explainClaim(name: string): string[] {
  const oracle = oracles.find(({ claim }) => claim === name)
  if (oracle === undefined) return []
  const { claim, tier, sentence } = oracle
  const about = claimSections().get(claim) ?? []
  return [
    claim,
    `Tier ${tier}: ${tierWords[tier]}.`,
    `What must hold. ${capital(sentence)}.`,
    ...about.flatMap(({ head, text }) => ['', `${head} ${text}`]),
  ]
}
