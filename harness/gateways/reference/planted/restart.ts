import type { PlantedBug } from '../change.ts'

/** Bugs in how a session goes on after a restart. */
export const restart = {
  'restart-without-healing': {
    does: 'goes on after a restart with calls that have no results',
    claim: 'no-400-loop',
    scenario: 'sigkill-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        #resumed = false
        protected override heal() {
          this.#resumed = true
        }
        protected override advance(run: string, signal: AbortSignal) {
          if (!this.#resumed) return super.advance(run, signal)
          if (this.history.openCalls(run).length > 0) acted()
          return this.askModel(run, signal)
        }
        protected override closeCalls(run: string, why: string) {
          if (!this.#resumed) super.closeCalls(run, why)
        }
      }
    },
  },
  'interrupted-call-runs-again': {
    does: 'after a restart, runs a call again that had been started before',
    claim: 'tool-runs-once',
    scenario: 'sigkill-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override heal(run: string) {
          if (this.history.openCalls(run).length > 0) acted()
        }
      }
    },
  },
  'exit-leaves-tools': {
    does: 'exits when it is told to, but leaves running tools for its next start to end',
    claim: 'processes-gone',
    scenario: 'sigterm-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override async shutDown() {
          this.closed = true
          if (this.current !== undefined && this.history.openCalls(this.current.run).length > 0) acted()
        }
      }
    },
  },
  'restart-gives-up': {
    does: 'gives up the message that a restart has interrupted, without a word',
    claim: 'messages-answered',
    scenario: 'sigterm-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override heal(run: string) {
          acted()
          this.end(run, 'stopped', '')
          super.heal(run)
        }
      }
    },
  },
  'running-after-restart': {
    does: 'says for ever that a session is running although a restart interrupted it',
    claim: 'session-live',
    scenario: 'sigkill-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        #resumed = false
        override get running() {
          if (this.#resumed && !super.running) acted()
          return this.#resumed || super.running
        }
        protected override heal(run: string) {
          this.#resumed = true
          super.heal(run)
        }
      }
    },
  },
  'stale-session-lock': {
    does: 'after a restart, treats a session as locked by its own old process',
    claim: 'session-live',
    scenario: 'sigkill-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override heal(run: string) {
          acted()
          this.closed = true
          super.heal(run)
        }
      }
    },
  },
  'leftovers-run-on': {
    does: 'starts again after a SIGKILL and leaves the tools running that it had',
    claim: 'processes-gone',
    scenario: 'sigkill-one-running',
    plant(parts, acted) {
      parts.Gateway = class extends parts.Gateway {
        protected override endLeftovers() {
          return 0
        }
      }
      parts.Session = class extends parts.Session {
        protected override heal(run: string) {
          const started = new Set(this.log.entries.flatMap((entry) => (entry.type === 'started' ? [entry.call] : [])))
          if (this.history.openCalls(run).some(({ id }) => started.has(id))) acted()
          super.heal(run)
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>
