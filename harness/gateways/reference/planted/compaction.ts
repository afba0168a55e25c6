import type { PlantedBug } from '../change.ts'

/** Bugs in the summary that takes the place of an old part of the history. */
export const compaction = {
  'summary-drops-a-message': {
    does: 'leaves the message out that began the part of the history which it keeps',
    claim: 'conversation-kept',
    scenario: 'context/compact-after-turns',
    plant(parts, acted) {
      parts.History = class extends parts.History {
        override summary() {
          const { from, text } = super.summary()
          if (from === 1) return { from, text }
          acted()
          return { from: from + 1, text }
        }
      }
    },
  },
  'summary-forgets-the-newest': {
    does: 'begins again with an empty history after a summary, also where results were not seen yet',
    claim: 'results-kept',
    scenario: 'context/compact-after-turns',
    plant(parts, acted) {
      parts.History = class extends parts.History {
        override summary() {
          const { from, text } = super.summary()
          if (from === 1) return { from, text }
          acted()
          return { from: this.entries.length + 1, text }
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>
