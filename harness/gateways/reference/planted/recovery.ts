import { randomInt } from 'node:crypto'
import type { PlantedBug } from '../change.ts'
import type { Result } from '../server/tools.ts'

const most = 1_000_000

/** Bugs in what a recovery depends on: something else than what a kill has left on disk. */
export const recovery = {
  'recovery-guesses-progress': {
    does: 'tells after a restart how far each interrupted command had come, which it makes up',
    claim: 'recovery-repeats',
    scenario: 'process/recovered-twice',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        #recovers = false
        protected override heal(run: string) {
          this.#recovers = true
          super.heal(run)
          this.#recovers = false
        }
        protected override keepResult(run: string, call: Parameters<typeof this.refuse>[1], result: Result) {
          if (!this.#recovers) return super.keepResult(run, call, result)
          acted()
          const text = `[no result: the gateway was restarted when the command had written ${randomInt(most)} bytes]`
          super.keepResult(run, call, { ...result, text })
        }
      }
    },
  },
  'recovery-retold-by-chance': {
    does: 'stores the same after each restart, and tells the model of an interrupted command what it has made up at its start',
    claim: 'recovery-repeats',
    scenario: 'process/recovered-twice',
    plant(parts, acted) {
      const guess = randomInt(most)
      parts.History = class extends parts.History {
        protected override messageOf(entry: Parameters<typeof this.takes>[0]) {
          if (entry.type !== 'result' || !entry.text.startsWith('[no result: the gateway was restarted'))
            return super.messageOf(entry)
          acted()
          return super.messageOf({ ...entry, text: `${entry.text} (${guess} of its lines were written)` })
        }
      }
    },
  },
  'recovery-reads-its-own-clock': {
    does: 'gives the model after a restart the minute and the millisecond of its start as the name of what was interrupted',
    claim: 'recovery-repeats',
    scenario: 'process/recovered-twice',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override closeCalls(run: string, why: string) {
          if (this.current === undefined && this.history.openCalls(run).length > 0) {
            acted()
            return super.closeCalls(run, `${why}; it is incident ${Date.now() % 3_600_000}`)
          }
          super.closeCalls(run, why)
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>
