import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { oracles } from './index.ts'
import type { Judgement, Oracle, Verdict } from './judgement.ts'

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

/** Judges a record: fail with any finding; inconclusive when a claim is, or when a step did not land; otherwise pass. */
export function judgeRun(record: readonly Entry[]): RunJudgement {
  const entries = untilEnd(record)
  const before = looksBefore(entries)
  const claims = oracles.map((oracle) => ({ claim: oracle.claim, ...judgeAtEach(oracle, before, entries) }))
  const missed = entriesOf(entries, 'step-missed').map(({ does, why }) => `${does}: ${why}`)
  const failed = claims.some(({ verdict }) => verdict === 'fail')
  const unsure = missed.length > 0 || claims.some(({ verdict }) => verdict === 'inconclusive')
  return { verdict: failed ? 'fail' : unsure ? 'inconclusive' : 'pass', claims, missed }
}

/** The record as it stood when all was mended, before the first clean turn, and before a restart: neither makes good what was wrong then. */
function looksBefore(entries: readonly Entry[]): (readonly Entry[])[] {
  return entriesOf(entries, 'aftermath-began')
    .slice(1, 3)
    .map(({ n }) => entries.slice(0, n))
}

function judgeAtEach({ judge }: Oracle, before: readonly (readonly Entry[])[], entries: readonly Entry[]): Judgement {
  const last = judge(entries)
  const failed = before.map(judge).filter(({ verdict }) => verdict === 'fail')
  const earlier = failed.flatMap(({ findings }) => findings)
  const all = [...last.findings]
  for (const finding of earlier)
    if (!all.some((known) => known.says === finding.says || known.entries[0] === finding.entries[0])) all.push(finding)
  return all.length > last.findings.length ? { ...last, verdict: 'fail', why: '', findings: all } : last
}
