import type { PlantedBug } from '../change.ts'
import { sendEach } from '../send.ts'
import type { Call } from '../server/history.ts'

const declined = 'the user declined this call'

/** Bugs in what a person is asked before a call runs. */
export const permissions = {
  'declined-tool-runs': {
    does: 'asks a person whether a call may run, and runs it whatever the answer is',
    claim: 'tool-runs-once',
    scenario: 'agents/one-permission-declined',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override async declined(run: string, call: Call, signal: AbortSignal) {
          const why = await super.declined(run, call, signal)
          if (why !== declined) return why
          acted()
          return undefined
        }
      }
    },
  },
  'declined-call-gets-no-result': {
    does: 'sends the model no result for a call that a person has declined',
    claim: 'requests-paired',
    scenario: 'agents/one-permission-declined',
    plant: sendEach((entry) => (entry.type === 'result' && entry.text === declined ? [] : entry)),
  },
  'open-permission-blocks-session': {
    does: 'acknowledges a stop while a permission is open, and waits for the answer before it does anything else in the session',
    claim: 'messages-answered',
    scenario: 'agents/stopped-while-asking',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        #questions = 0
        protected override async declined(run: string, call: Call, signal: AbortSignal) {
          this.#questions++
          const why = await super.declined(run, call, new AbortController().signal)
          this.#questions--
          return signal.aborted ? `[no result: ${signal.reason}]` : why
        }
        override async stop(only?: string) {
          if (this.#questions === 0) return super.stop(only)
          acted()
          void super.stop(only)
          return true
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>
