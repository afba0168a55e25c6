import type { Facts } from '../facts/facts.ts'
import { fromFindings, inconclusive, type Oracle, skipped } from './judgement.ts'

/**
 * The store parses, has one active branch, no entry twice and no stale lock. What a gateway that got SIGKILL has left half done
 * is nobody's fault until it has been started again.
 */
export const storeSound: Oracle = {
  claim: 'store-sound',
  tier: 1,
  fails: 'the store is damaged or locked',
  sentence: 'the store parses, has one active branch, no entry twice and no stale lock',
  judge({ facts }) {
    const checked = facts.last('store-checked')
    const [unreadable] = facts.of('store-unreadable')
    const { store: unseen } = facts.last('run-started')?.unseen ?? {}
    if (unseen !== undefined) return skipped(unseen)
    if (checked === undefined) return inconclusive(unreadable?.why ?? 'the store was not checked')
    const isAtRest = facts.last('settled')?.waitingFor === ''
    const problems = checked.problems.filter(({ onlyAtRest }) => isAtRest || !onlyAtRest)
    if (problems.length > 0 && wasKilled(facts))
      return inconclusive('the gateway was killed and not started again; start it in the scenario')
    return fromFindings(
      problems.map(({ source, problem }) => ({
        says: `${source} ${problem}`,
        expected: 'a store that is whole, with nothing twice and nothing locked',
        actual: `${source} ${problem}`,
        entries: [checked.n],
        excerpt: [],
      })),
    )
  },
}

function wasKilled(facts: Facts): boolean {
  return facts.lives.isStopped && facts.lives.exits.at(-1)?.signal === 'SIGKILL'
}
