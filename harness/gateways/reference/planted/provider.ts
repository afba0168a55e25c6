import type { IncomingMessage } from 'node:http'
import type { PlantedBug } from '../change.ts'
import { ProviderFailure } from '../server/failure.ts'
import type { Question } from '../server/provider.ts'
import type { Draft } from '../server/reply.ts'

/** Bugs in how the model is asked and its replies are read. */
export const provider = {
  'unended-call-runs': {
    does: 'runs the calls that had come when a reply breaks off, whether they had ended or not',
    claim: 'arguments-whole',
    scenario: 'provider/cut-before-the-end-of-a-call',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override async *linesOf(response: IncomingMessage) {
          try {
            yield* super.linesOf(response)
          } catch {
            // what has come is taken for all
          }
        }
      }
      parts.Reply = class extends parts.Reply {
        protected override broken() {
          acted()
          this.stopReason = 'tool_use'
          return this.blocks()
        }
        protected override blockOf(draft: Draft) {
          return super.blockOf({ ...draft, whole: true })
        }
      }
    },
  },
  'empty-reply-is-silent': {
    does: 'treats an empty reply as an answer',
    claim: 'messages-answered',
    scenario: 'empty-reply',
    plant(parts, acted) {
      parts.Reply = class extends parts.Reply {
        protected override empty() {
          acted()
          return []
        }
      }
    },
  },
  'cut-stream-exits': {
    does: 'exits when the provider cuts a stream',
    claim: 'processes-gone',
    scenario: 'stream-cut-in-second-call',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override waitMs(failure: ProviderFailure, attempt: number) {
          if (!failure.retry) return super.waitMs(failure, attempt)
          acted()
          process.exit(1)
        }
      }
    },
  },
  'expired-key-locks-all': {
    does: 'refuses every session after the provider has refused the key once',
    claim: 'auth-contained',
    scenario: 'key-expired',
    plant: lockAllOn(401),
  },
  'overload-locks-all': {
    does: 'refuses every session after the provider was overloaded once',
    claim: 'auth-contained',
    scenario: 'auth/overloaded-beside-batch',
    plant: lockAllOn(529),
  },
  'rejection-locks-all': {
    does: 'treats a rejected history as a refused key, and refuses every session',
    claim: 'auth-contained',
    scenario: 'request-rejected-once',
    plant: lockAllOn(400),
  },
  'renewed-by-each-session': {
    does: 'has each session renew an OAuth sign-in by itself, with the same refresh token',
    claim: 'auth-contained',
    scenario: 'auth/oauth-refresh-for-three-sessions',
    plant(parts, acted) {
      parts.Credentials = class extends parts.Credentials {
        #renewing = 0
        protected override renewOnce(...what: Parameters<typeof this.renew>) {
          if (this.#renewing > 0) acted()
          this.#renewing++
          return this.renew(...what).finally(() => this.#renewing--)
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

function lockAllOn(status: number): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.Provider = class extends parts.Provider {
      #locked = false
      protected override async askOnce(question: Question, signal: AbortSignal) {
        if (!this.#locked) return super.askOnce(question, signal)
        acted()
        throw new ProviderFailure('the provider is locked out for a while', false)
      }
      protected override failureOf(response: IncomingMessage) {
        this.#locked ||= response.statusCode === status
        return super.failureOf(response)
      }
    }
  }
}
