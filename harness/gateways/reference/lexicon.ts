import type { Profile } from '../../record/profile.ts'

/** How the reference gateway speaks, and what it may do otherwise. */
export const profile: Profile = {
  liberties: [{ name: 'summarizes', source: 'server/history.ts' }],
  lexicon: {
    invented: ['\\[no result: '],
    phrases: [
      { phrase: '\\[ended: ', means: 'is over', from: 'server/tools.ts' },
      // only a planted bug says so
      { phrase: '\\[exit code 0\\]', means: 'has succeeded', from: 'planted bugs' },
    ],
    turnedAway: [],
  },
}
