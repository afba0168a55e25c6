import { randomUUID } from 'node:crypto'
import type { PlantedBug } from '../change.ts'
import type { Entry } from '../server/log.ts'

/** Bugs in which message is answered next, and how often. */
export const queue = {
  'newest-message-first': {
    does: 'answers the newest message that waits before the older ones',
    claim: 'stop-stops',
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
  'failure-drops-the-queue': {
    does: 'forgets the messages that wait when the run before them fails',
    claim: 'messages-answered',
    scenario: 'stops/message-waits-behind-a-failure',
    plant: forget((waiting, entries) => {
      const accepted = entries.indexOf(waiting)
      const begins = (run: string) => entries.findIndex((entry) => entry.type === 'user' && entry.run === run)
      const failed = entries.findIndex(
        (entry, index) => index > accepted && entry.type === 'ended' && entry.how === 'failed',
      )
      return failed !== -1 && (begins(waiting.run) === -1 || begins(waiting.run) > failed)
    }),
  },
  'restart-drops-the-queue': {
    does: 'forgets at a restart the messages that waited',
    claim: 'messages-answered',
    scenario: 'process/sigterm-while-a-message-waits',
    plant: forget(
      (waiting, entries, before) =>
        entries.indexOf(waiting) < before &&
        !entries.slice(0, before).some(({ type, run }) => type === 'user' && run === waiting.run),
    ),
  },
  'message-filed-anew': {
    does: 'accepts a message that a restart has interrupted once more, as another one, and answers both',
    claim: 'conversation-kept',
    scenario: 'sigterm-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override heal(run: string) {
          super.heal(run)
          const entry = this.log.entries.find(({ type, run: own }) => type === 'accepted' && own === run)
          if (entry?.type !== 'accepted') return
          acted()
          this.accept(randomUUID(), entry.text, randomUUID())
        }
      }
    },
  },
  'answered-message-comes-again': {
    does: 'takes the last message for a new one after a restart, although it was answered',
    claim: 'conversation-kept',
    scenario: 'texts/beside-calls-over-a-restart',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override resume() {
          const last = this.log.entries.findLast(({ type }) => type === 'accepted')
          if (last?.type === 'accepted' && this.history.nextRun === undefined) {
            acted()
            this.accept(randomUUID(), last.text, randomUUID())
          }
          super.resume()
        }
      }
    },
  },
  'session-dead-after-failure': {
    does: 'begins no further run in a session after one has failed',
    claim: 'session-live',
    scenario: 'key-expired',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override finish() {
          const last = this.log.entries.at(-1)
          if (last?.type !== 'ended' || last.how !== 'failed') return super.finish()
          acted()
        }
      }
    },
  },
  'batch-with-failure-hangs': {
    does: 'waits for ever after a batch of which a tool has failed',
    claim: 'session-live',
    scenario: 'tools/fails-in-batch',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override async askModel(run: string, signal: AbortSignal) {
          const last = this.log.entries.at(-1)
          if (last?.type !== 'result' || !last.error) return super.askModel(run, signal)
          acted()
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

/** Forgets some of the messages that wait. */
function forget(
  isForgotten: (waiting: Entry, entries: readonly Entry[], before: number) => boolean,
): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.History = class extends parts.History {
      readonly #before = this.entries.length
      override get openRuns() {
        const accepted = (run: string) => this.entries.find((entry) => entry.type === 'accepted' && entry.run === run)
        const open = super.openRuns
        const kept = open.filter((run) => {
          const entry = accepted(run)
          return entry === undefined || !isForgotten(entry, this.entries, this.#before)
        })
        if (kept.length < open.length) acted()
        return kept
      }
    }
  }
}
