import type { Profile } from '../../record/profile.ts'

/** How the reference gateway speaks; it takes no liberties. */
export const profile: Profile = {
  liberties: [],
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
