import type { LawfulVariant } from '../change.ts'
import type { Entry } from '../server/log.ts'

/** Other ways to order what waits, and to make a long history short. */
export const order = {
  'answers-the-newest-first': {
    does: 'answers the newest message that waits before the older ones',
    liberties: [{ name: 'answers-out-of-order' }],
    scenario: 'stops/two-messages-wait',
    plant(parts, acted) {
      parts.History = class extends parts.History {
        override get nextRun() {
          const { openRuns } = this
          const begun = openRuns.find((run) => this.entries.some((entry) => entry.type === 'user' && entry.run === run))
          const next = begun ?? openRuns.at(-1)
          if (next !== openRuns[0]) acted()
          return next
        }
      }
    },
  },
  'keeps-the-queue': {
    does: 'stops what runs, and goes on with what waits',
    liberties: [{ name: 'keeps-the-queue' }],
    scenario: 'stops/stop-a-queued-message',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override async stop() {
          if (this.current === undefined) return false
          const { stopping, done } = this.current
          if (this.history.openRuns.length > 1) acted()
          stopping.abort('stopped by the user')
          await done
          return true
        }
      }
    },
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
