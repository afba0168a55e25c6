import type { IncomingMessage } from 'node:http'
import type { PlantedBug } from '../change.ts'
import type { Call } from '../server/history.ts'
import type { Parts } from '../server/parts.ts'
import type { Result } from '../server/tools.ts'

/** Bugs in how a session accepts messages, runs batches and stops. */
export const session = {
  'stopped-call-without-result': {
    does: 'leaves a call that was stopped without a result',
    claim: 'requests-paired',
    scenario: 'stop-one-running',
    plant: leaveCallsOpen,
  },
  'message-amid-batch': {
    does: 'puts a message that comes during a batch between its calls and their results',
    claim: 'requests-paired',
    scenario: 'message-during-batch',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override accept(run: string, text: string, key: string) {
          super.accept(run, text, key)
          if (this.current !== undefined) acted()
          this.begin(run)
        }
      }
    },
  },
  'unknown-tool-without-result': {
    does: 'gives no result to a call of a tool that it does not have',
    claim: 'requests-paired',
    scenario: 'unknown-tool',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override refuse(run: string, _call: Call, why: string) {
          acted()
          this.end(run, 'failed', why)
        }
      }
    },
  },
  'rejection-is-retried': {
    does: 'sends a request that was rejected again and again',
    claim: 'no-400-loop',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      // a request is rejected for ever only if the history is broken
      leaveCallsOpen(parts, () => {})
      parts.Provider = class extends parts.Provider {
        protected override async failureOf(response: IncomingMessage) {
          const failure = await super.failureOf(response)
          if (response.statusCode !== 400) return failure
          acted()
          return Object.assign(failure, { message: 'the provider says 400', retry: true, afterMs: 0 })
        }
      }
    },
  },
  'queued-message-dropped': {
    does: 'accepts a message during a batch and forgets it',
    claim: 'messages-answered',
    scenario: 'message-during-batch',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override accept(run: string, text: string, key: string) {
          if (this.current === undefined) super.accept(run, text, key)
          else acted()
        }
      }
    },
  },
  'failure-is-silent': {
    does: 'says nothing when the provider refuses a request',
    claim: 'messages-answered',
    scenario: 'key-expired',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override end(run: string, how: 'stopped' | 'failed', text: string) {
          if (how === 'failed') acted()
          super.end(run, 'stopped', text)
        }
      }
    },
  },
  'failure-without-a-word': {
    does: 'says that a run has failed, but not why',
    claim: 'messages-answered',
    scenario: 'key-expired',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override end(run: string, how: 'stopped' | 'failed', text: string) {
          if (how === 'failed') acted()
          super.end(run, how, how === 'failed' ? '' : text)
        }
      }
    },
  },
  'answered-twice': {
    does: 'asks the model for a second answer to the same message',
    claim: 'replies-once',
    scenario: 'message-during-batch',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override async advance(run: string, signal: AbortSignal) {
          await super.advance(run, signal)
          if (!this.history.isOver(run)) return
          acted()
          await this.askModel(run, signal)
        }
      }
    },
  },
  'stop-leaves-session-busy': {
    does: 'treats a session as busy after a stop, so that later messages wait for ever',
    claim: 'session-live',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override finish() {
          if (this.current?.stopping.signal.aborted !== true) return super.finish()
          acted()
        }
      }
    },
  },
  'stop-is-ignored': {
    does: 'acknowledges a stop and stops nothing',
    claim: 'processes-gone',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override async stop() {
          if (this.current !== undefined) acted()
          return this.current !== undefined
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

function leaveCallsOpen(parts: Parts, acted: () => void): void {
  parts.Session = class extends parts.Session {
    protected override closeCalls(run: string) {
      if (this.history.openCalls(run).length > 0) acted()
    }
    protected override keepResult(run: string, call: Call, result: Result) {
      if (this.current?.stopping.signal.aborted !== true) super.keepResult(run, call, result)
      else acted()
    }
  }
}
