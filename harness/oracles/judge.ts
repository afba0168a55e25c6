import type { Evidence } from '../expected/evidence.ts'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { Entry } from '../record/entry.ts'
import type { Profile } from '../record/profile.ts'
import { oracles } from './index.ts'
import type { Judgement, Oracle, Verdict } from './judgement.ts'

/** What all oracles say of a run. `missed` are the steps that did not land; with one, a pass is worth nothing. */
export type RunJudgement = {
  readonly verdict: Verdict
  readonly claims: readonly (Judgement & { readonly claim: string })[]
  readonly missed: readonly string[]
}

/**
 * What happened up to the end of the run; after it we end processes ourselves, which is not to be held for or against anyone. What a second
 * recovery has come to is told after that, too.
 */
function untilEnd(entries: readonly Entry[]): readonly Entry[] {
  const end = entries.findIndex(({ kind }) => kind === 'run-ended')
  return end < 0 ? entries : entries.filter(({ kind }, n) => n < end || kind === 'recovered')
}

/**
 * Judges a record: fail with any finding; inconclusive when a claim is, or when a step did not land; otherwise pass.
 * @param profile what the gateway of the record may do and how it speaks
 */
export function judgeRun(record: readonly Entry[], profile?: Profile): RunJudgement {
  const entries = untilEnd(record)
  const last = evidenceOf(entries, profile)
  const earlier = looksBefore(last).map((n) => evidenceOf(entries.slice(0, n), profile))
  const claims = oracles.map((oracle) => ({ claim: oracle.claim, ...judgeAtEach(oracle, earlier, last) }))
  const missed = last.facts.of('step-missed').map(({ does, why }) => `${does}: ${why}`)
  const failed = claims.some(({ verdict }) => verdict === 'fail')
  const unsure = missed.length > 0 || claims.some(({ verdict }) => verdict === 'inconclusive')
  return { verdict: failed ? 'fail' : unsure ? 'inconclusive' : 'pass', claims, missed }
}

/** Where the first clean turn begins, once all was mended, and a restart: neither makes good what was wrong before it. */
function looksBefore({ facts }: Evidence): number[] {
  return facts
    .of('aftermath-began')
    .slice(1, 3)
    .map(({ n }) => n)
}

/** A judgement at the end, with what failed at an earlier look and does so no more. */
function judgeAtEach({ judge }: Oracle, earlier: readonly Evidence[], last: Evidence): Judgement {
  const judged = judge(last)
  const findings = [...judged.findings]
  for (const finding of earlier.flatMap((look) => judge(look).findings)) {
    const isKnown = findings.some(({ says, entries }) => says === finding.says || entries[0] === finding.entries[0])
    if (!isKnown) findings.push(finding)
  }
  return findings.length > judged.findings.length ? { verdict: 'fail', findings, why: '' } : judged
}
