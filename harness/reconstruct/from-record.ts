import { HarnessError } from '../errors.ts'
import type { Facts } from '../facts/facts.ts'
import { factsOf } from '../facts/facts-of.ts'
import { judgeRun } from '../oracles/judge.ts'
import type { Entry } from '../record/entry.ts'
import type { Profile } from '../record/profile.ts'
import { findBreaks } from '../transcript/pairing.ts'
import type { Turn } from '../transcript/transcript.ts'
import type { Failure } from './failure.ts'

/**
 * What failed in a record of a run or of live traffic, by the claims of today: the first one is what comes first in the list of claims.
 * @param source the folder, named in errors
 * @throws HarnessError USAGE when nothing failed in it, BAD_RECORD when nobody asked a model
 */
export function failureInRecord(entries: readonly Entry[], profile: Profile | undefined, source: string): Failure {
  const failed = judgeRun(entries, profile).claims.filter(({ verdict }) => verdict === 'fail')
  const [first, ...others] = failed.map(({ claim }) => claim)
  if (first === undefined) throw new HarnessError('USAGE', `nothing has failed in ${source}; see: judge ${source}`)
  const facts = factsOf(entries)
  const turns = brokenIn(facts)
  if (turns === undefined) throw new HarnessError('BAD_RECORD', `${source} has no request to a model`)
  const started = facts.last('run-started')
  const { name = 'live', version = '' } = started?.gateway ?? {}
  return {
    turns,
    says: failed.flatMap(({ claim, findings: [finding] }) =>
      finding === undefined ? [] : [`${claim}: ${finding.says}`],
    ),
    claims: [first, ...others],
    ...(name !== 'live' && { agent: `${name}@${version}` }),
    ...(started !== undefined && started.api !== '' && { api: started.api }),
  }
}

/** The first conversation with a broken pair that was sent, or stored; otherwise the last one that was sent. */
function brokenIn(facts: Facts): readonly Turn[] | undefined {
  const isBroken = (turns: readonly Turn[]) => findBreaks(turns).length > 0
  const sent = facts.requests.main.map(({ asked }) => asked.turns)
  const stored = facts.of('transcript-stored').map(({ turns }) => turns)
  return sent.find(isBroken) ?? stored.find(isBroken) ?? sent.at(-1)
}
