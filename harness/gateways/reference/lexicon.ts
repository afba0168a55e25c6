import type { Lexicon, Liberty, Profile } from '../../record/profile.ts'
import { lawfulVariants } from './lawful-variants.ts'

const lexicon: Lexicon = {
  invented: ['\\[no result: '],
  phrases: [
    { phrase: '\\[ended: ', means: 'is over', from: 'server/tools.ts' },
    // only a planted bug says so
    { phrase: '\\[exit code 0\\]', means: 'has succeeded', from: 'planted/tools.ts' },
  ],
  turnedAway: [],
}

/** A stop ends all that runs and waits in its session, a compaction leaves a summary, a start ends what still runs, and who comes back is told the rest. */
const own: readonly Liberty[] = [
  { name: 'stops-the-queue', source: 'server/session.ts' },
  { name: 'summarizes', source: 'server/history.ts' },
  { name: 'cuts-results', pattern: '\\[cut: \\d+ bytes in all\\]', source: 'server/tools.ts' },
  { name: 'ends-leftovers', source: 'server/leftovers.ts' },
  { name: 'tells-missed-after-restart', source: 'server/desk.ts' },
]

/** How the reference gateway speaks, and what it may do otherwise; a lawful variant takes liberties of its own. */
export function profileOf(version: string): Profile {
  const taken = Object.hasOwn(lawfulVariants, version) ? lawfulVariants[version]?.liberties : undefined
  if (taken === undefined) return { liberties: own, lexicon }
  const keepsQueue = taken.some(({ name }) => name === 'keeps-the-queue')
  const kept = own.filter(({ name }) => !keepsQueue || name !== 'stops-the-queue')
  return { liberties: [...kept, ...taken.map((one) => ({ ...one, source: `reference@${version}` }))], lexicon }
}
