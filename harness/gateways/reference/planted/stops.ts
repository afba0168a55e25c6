import { randomUUID } from 'node:crypto'
import type { PlantedBug } from '../change.ts'

/** Bugs in what goes on after a stop. */
export const stops = {
  'queued-message-runs-after-stop': {
    does: 'stops what runs, and then answers the message that waited, although it says that a stop ends both',
    claim: 'stop-stops',
    scenario: 'stops/stop-a-queued-message',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override async stop(only?: string) {
          if (this.current === undefined || only !== undefined) return super.stop(only)
          const { stopping, done } = this.current
          if (this.history.openRuns.length > 1) acted()
          stopping.abort('stopped by the user')
          await done
          return true
        }
      }
    },
  },
  'stop-of-one-stops-all': {
    does: 'stops all that runs and waits in a session when it is told to stop one run',
    claim: 'stop-stops',
    scenario: 'stops/one-of-two-runs',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override stop(only?: string) {
          if (only !== undefined && this.history.openRuns.length > 1) acted()
          return super.stop()
        }
      }
    },
  },
  'stop-of-another-session': {
    does: 'stops the session that began last instead of the one that is meant',
    claim: 'messages-answered',
    scenario: 'stop-beside-session',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override async stop(name: string) {
          const last = this.office.hub.states.findLast(({ running }) => running)?.session ?? name
          if (last !== name) acted()
          return super.stop(last)
        }
      }
    },
  },
  'stop-ends-only-tools': {
    does: 'ends the tools of a run that is stopped, acknowledges it, and has the model go on',
    claim: 'stop-stops',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override async stop() {
          if (this.current === undefined) return false
          acted()
          this.current.stopping.abort('stopped by the user')
          return true
        }
        protected override async answer(run: string, signal: AbortSignal) {
          if (this.closed) return super.answer(run, signal)
          this.begin(run)
          while (!this.history.isOver(run) && !this.closed)
            await this.advance(run, signal).catch((error) => this.end(run, 'failed', String(error)))
        }
        protected override askModel(run: string, signal: AbortSignal) {
          return super.askModel(run, this.closed ? signal : new AbortController().signal)
        }
      }
    },
  },
  'stopped-run-asks-again': {
    does: 'asks the model once more for a run that was stopped, and throws its reply away',
    claim: 'stop-stops',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override async stop() {
          const stopped = await super.stop()
          if (!stopped) return false
          acted()
          const { provider, tools } = this.means
          const question = { messages: this.history.messages(), tools: tools.offered }
          void provider.ask(question, new AbortController().signal).catch(() => {})
          return true
        }
      }
    },
  },
  'stop-reaches-the-model': {
    does: 'stops a run, and then gives the model the word “/stop” as a message',
    claim: 'conversation-kept',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override async stop(name: string) {
          const stopped = await super.stop(name)
          if (!stopped) return false
          acted()
          this.office.hub.session(name).say('/stop', randomUUID())
          return true
        }
      }
    },
  },
  'stop-outlives-its-run': {
    does: 'begins the run after a stop with the stop of the run before',
    claim: 'messages-answered',
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        #stopped: AbortSignal | undefined
        protected override answer(run: string, signal: AbortSignal) {
          const old = this.#stopped
          this.#stopped = old === undefined ? signal : undefined
          if (old?.aborted !== true) return super.answer(run, signal)
          acted()
          return super.answer(run, old)
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>
