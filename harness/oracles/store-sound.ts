import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { isStopped } from './facts.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * The store parses, has one active branch, no entry twice and no stale lock. What a gateway that got SIGKILL has left half done
 * is nobody's fault until it has been started again.
 */
export const storeSound: Oracle = {
  claim: 'store-sound',
  sentence: 'the store parses, has one active branch, no entry twice and no stale lock',
  judge(entries) {
    const checked = entriesOf(entries, 'store-checked').at(-1)
    const [unreadable] = entriesOf(entries, 'store-unreadable')
    if (checked === undefined) return inconclusive(unreadable?.why ?? 'the store was not checked')
    const isAtRest = entriesOf(entries, 'settled').at(-1)?.waitingFor === ''
    const problems = checked.problems.filter(({ onlyAtRest }) => isAtRest || !onlyAtRest)
    if (problems.length > 0 && wasKilled(entries))
      return inconclusive('the gateway was killed and not started again; start it in the scenario')
    return fromFindings(
      problems.map(({ source, problem }) => ({
        says: `${source} ${problem}`,
        entries: [checked.n],
        excerpt: [],
      })),
    )
  },
}

function wasKilled(entries: readonly Entry[]): boolean {
  return isStopped(entries) && entriesOf(entries, 'gateway-exited').at(-1)?.signal === 'SIGKILL'
}
