import { evidenceOf } from '../expected/evidence-of.ts'
import type { Entry } from '../record/entry.ts'
import type { Profile } from '../record/profile.ts'
import { oracles } from './index.ts'
import type { Judgement, Verdict } from './judgement.ts'

/** What all oracles say of a run. `missed` are the steps that did not land; with one, a pass is worth nothing. */
export type RunJudgement = {
  readonly verdict: Verdict
  readonly claims: readonly (Judgement & { readonly claim: string })[]
  readonly missed: readonly string[]
}

/** What happened up to the end of the run; after it we end processes ourselves, which is not to be held for or against anyone. */
function untilEnd(entries: readonly Entry[]): readonly Entry[] {
  const end = entries.findIndex(({ kind }) => kind === 'run-ended')
  return end < 0 ? entries : entries.slice(0, end)
}

/**
 * Judges a record: fail with any finding; inconclusive when a claim is, or when a step did not land; otherwise pass.
 * @param profile what the gateway of the record may do and how it speaks
 */
export function judgeRun(record: readonly Entry[], profile?: Profile): RunJudgement {
  const evidence = evidenceOf(untilEnd(record), profile)
  const claims = oracles.map(({ claim, judge }) => ({ claim, ...judge(evidence) }))
  const missed = evidence.facts.of('step-missed').map(({ does, why }) => `${does}: ${why}`)
  const failed = claims.some(({ verdict }) => verdict === 'fail')
  const unsure = missed.length > 0 || claims.some(({ verdict }) => verdict === 'inconclusive')
  return { verdict: failed ? 'fail' : unsure ? 'inconclusive' : 'pass', claims, missed }
}
