import type { PlantedBug } from '../change.ts'
import type { Entry } from '../server/log.ts'
import { hasCalls } from './send.ts'

/** Bugs in when a thing is on disk: a client is told before, so that a kill in between loses what it knows. */
export const writes = {
  'reply-told-before-stored': {
    does: 'has a reply on disk only when something follows it',
    claim: 'conversation-kept',
    scenario: 'process/killed-between-turns',
    plant: writeLate((entry) => entry.type === 'assistant' && !hasCalls(entry)),
  },
  'message-accepted-before-stored': {
    does: 'has an accepted message on disk only when something follows it',
    claim: 'messages-answered',
    scenario: 'process/killed-while-a-message-waits',
    plant: writeLate(({ type }) => type === 'accepted'),
  },
  'result-told-before-stored': {
    does: 'has a result on disk only when something follows it',
    claim: 'results-kept',
    scenario: 'sigkill-one-running',
    plant: writeLate(({ type }) => type === 'result'),
  },
  'stored-when-a-run-ends': {
    does: 'writes what happens in a run to disk when the run is over',
    claim: 'conversation-kept',
    scenario: 'sigkill-one-running',
    plant(parts, acted) {
      parts.SessionLog = class extends parts.SessionLog {
        readonly #waiting: Entry[] = []
        protected override write(entry: Entry) {
          this.#waiting.push(entry)
          if (entry.type === 'ended' || (entry.type === 'assistant' && !hasCalls(entry)))
            for (const waiting of this.#waiting.splice(0)) super.write(waiting)
          else acted()
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

/** Writes some entries together with the one that comes after. */
function writeLate(isLate: (entry: Entry) => boolean): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.SessionLog = class extends parts.SessionLog {
      #late: Entry | undefined
      protected override write(entry: Entry) {
        const late = this.#late
        this.#late = undefined
        if (late !== undefined) super.write(late)
        if (!isLate(entry)) return super.write(entry)
        this.#late = entry
        acted()
      }
    }
  }
}
