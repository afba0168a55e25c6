import type { Verdict } from '../oracles/judgement.ts'
import type { Repro } from '../scenario/repro.ts'

type Judged = { readonly claims: readonly { readonly claim: string; readonly verdict: Verdict }[] }
type Came = 'reproduced' | 'another finding' | 'not reproduced'

/**
 * Whether a repro shows again what it was found to show, "k of n". It is reproduced when every claim that failed fails again; the
 * words of a finding may differ, since they can quote ids and times.
 */
export function describeReproduction({ gateway, findings }: Repro, results: readonly Judged[]): string[] {
  const claims = [...new Set(findings.map(({ claim }) => claim))]
  const came = results.map((result) => cameTo(claims, failedIn(result)))
  const others = [...new Set(results.flatMap(failedIn))].filter((claim) => !claims.includes(claim))
  const lines = (['reproduced', 'another finding', 'not reproduced'] as const).flatMap((word) => {
    const times = came.filter((one) => one === word).length
    return times === 0 ? [] : [`${word} ${times} of ${results.length}`]
  })
  return [
    lines.join(', ') || 'not run',
    `  found on ${gateway}: ${claims.join(', ')}`,
    ...(others.length === 0 ? [] : [`  failed now, and not then: ${others.join(', ')}`]),
  ]
}

function cameTo(claims: readonly string[], failed: readonly string[]): Came {
  if (failed.length === 0) return 'not reproduced'
  return claims.every((claim) => failed.includes(claim)) ? 'reproduced' : 'another finding'
}

function failedIn({ claims }: Judged): string[] {
  return claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))
}
