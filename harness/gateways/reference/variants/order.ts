import type { LawfulVariant } from '../change.ts'
import { queue } from '../planted/queue.ts'
import { stops } from '../planted/stops.ts'
import type { Entry } from '../server/log.ts'

/** Other ways to order what waits, and to make a long history short. */
export const order = {
  'answers-the-newest-first': {
    does: 'answers the newest message that waits before the older ones',
    liberties: [{ name: 'answers-out-of-order' }],
    scenario: 'stops/two-messages-wait',
    // a bug only in a gateway that does not say so
    plant: queue['newest-message-first'].plant,
  },
  'keeps-the-queue': {
    does: 'stops what runs, and goes on with what waits',
    liberties: [{ name: 'keeps-the-queue' }],
    scenario: 'stops/stop-a-queued-message',
    plant: stops['queued-message-runs-after-stop'].plant,
  },
  'summarizes-results-too': {
    does: 'puts all that was said and returned into the summary of a compaction, and keeps nothing beside it',
    liberties: [{ name: 'summarizes' }, { name: 'carries-results-in-summary' }],
    scenario: 'context/compact-after-turns',
    plant(parts, acted) {
      parts.History = class extends parts.History {
        override summary() {
          const lines = this.entries.flatMap(lineOf)
          if (lines.length === 0) return super.summary()
          acted()
          return { from: this.entries.length + 1, text: ['This has happened before:', ...lines].join('\n') }
        }
      }
    },
  },
} satisfies Record<string, LawfulVariant>

function lineOf(entry: Entry): string[] {
  if (entry.type === 'user') return [`- the person said: ${entry.text}`]
  if (entry.type === 'result') return [`- a tool returned: ${entry.text}`]
  if (entry.type !== 'assistant') return []
  return entry.content.map((block) =>
    block.type === 'text' ? `- you said: ${block.text}` : `- you called ${block.name}`,
  )
}
