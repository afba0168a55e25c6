import type { IncomingMessage } from 'node:http'
import type { LawfulVariant } from '../change.ts'
import { hasCalls, send, sendEach } from '../send.ts'
import { ProviderFailure } from '../server/failure.ts'
import type { Entry } from '../server/log.ts'

/** The provider found the history wrong. */
class Rejection extends ProviderFailure {}

/** The runs that have had a turn: a message that a stop takes out of the queue never has one. */
function begunRuns(entries: readonly Entry[]): ReadonlySet<string> {
  return new Set(entries.filter(({ type }) => type === 'user').map(({ run }) => run))
}

/** Other ways to go on after a turn that was interrupted. */
export const interruptions = {
  'decline-ends-run': {
    does: 'ends the run of a call that a person has declined, as a stop does',
    liberties: [],
    scenario: 'agents/one-permission-declined',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override permit(call: string, isAllowed: boolean) {
          const isTaken = super.permit(call, isAllowed)
          if (isAllowed || !isTaken) return isTaken
          acted()
          void this.stop()
          return true
        }
      }
    },
  },
  'marks-stopped-turns': {
    does: 'tells the model, as the person, where a turn was stopped',
    liberties: [{ name: 'marks-interrupted', pattern: '^\\[the person has interrupted this\\]$' }],
    scenario: 'stop-one-running',
    plant: send((entries) => {
      const begun = begunRuns(entries)
      return entries.map((entry) =>
        isStop(entry) && begun.has(entry.run)
          ? { ...entry, type: 'user', text: '[the person has interrupted this]' }
          : entry,
      )
    }),
  },
  'answers-for-turns-without-answer': {
    does: 'puts a note where an answer never came, so that the roles alternate',
    liberties: [{ name: 'marks-interrupted', pattern: '^\\[no answer: ' }],
    scenario: 'stop-one-running',
    plant: send((entries) => {
      const begun = begunRuns(entries)
      return entries.map((entry) =>
        entry.type === 'ended' && begun.has(entry.run)
          ? { type: 'assistant', run: entry.run, content: [{ type: 'text', text: `[no answer: ${entry.text}]` }] }
          : entry,
      )
    }),
  },
  'drops-stopped-turns': {
    does: 'leaves out of later requests what the model said and called in a turn that was stopped',
    liberties: [{ name: 'drops-interrupted' }],
    scenario: 'stop-one-running',
    plant: send((entries) => {
      const stopped = new Set(entries.filter(isStop).map(({ run }) => run))
      return entries.filter(({ type, run }) => type === 'user' || !stopped.has(run))
    }),
  },
  'drops-and-marks-stopped-turns': {
    does: 'puts a note in the place of what the model said and called in a turn that was stopped',
    liberties: [{ name: 'drops-interrupted' }, { name: 'marks-interrupted', pattern: '^\\[this was stopped\\]$' }],
    scenario: 'stop-one-running',
    plant: send((entries) => {
      const stopped = new Set(entries.filter(isStop).map(({ run }) => run))
      const begun = begunRuns(entries)
      return entries.flatMap((entry): Entry[] => {
        if (isStop(entry) && begun.has(entry.run))
          return [{ type: 'assistant', run: entry.run, content: [{ type: 'text', text: '[this was stopped]' }] }]
        return entry.type === 'user' || !stopped.has(entry.run) ? [entry] : []
      })
    }),
  },
  'drops-texts-beside-calls': {
    does: 'leaves out of later requests what the model said beside its calls',
    liberties: [{ name: 'drops-texts-beside-calls' }],
    scenario: 'texts/beside-calls-over-a-restart',
    plant: sendEach((entry) =>
      entry.type === 'assistant' && hasCalls(entry)
        ? { ...entry, content: entry.content.filter(({ type }) => type === 'tool_use') }
        : entry,
    ),
  },
  'gives-up-at-a-restart': {
    does: 'tells its clients after a restart that it does not continue what ran before',
    liberties: [],
    scenario:
      'incidents/70555-stuck-after-restart.ts: SIGKILL between the last result of a batch and the answer, and nobody asks again',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        protected override heal(run: string) {
          super.heal(run)
          const hasBegun = this.log.entries.some((entry) => entry.type === 'user' && entry.run === run)
          if (!hasBegun) return
          acted()
          this.end(run, 'failed', 'the gateway was restarted; ask again')
        }
      }
    },
  },
  'gives-up-at-the-first-failure': {
    does: 'makes no second attempt at a reply, and says so',
    liberties: [],
    scenario: 'provider/cut-after-batch',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override waitMs({ retry }: ProviderFailure) {
          if (retry) acted()
          return undefined
        }
      }
    },
  },
  'is-patient': {
    does: 'waits twice as long before each further attempt at a reply',
    liberties: [],
    scenario: 'provider/cut-after-batch',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override waitMs(failure: ProviderFailure, attempt: number) {
          const waitMs = super.waitMs(failure, attempt)
          if (waitMs === undefined) return undefined
          acted()
          return 2 * waitMs
        }
      }
    },
  },
  'asks-again-after-a-rejection': {
    does: 'sends a rejected request once more, but only once',
    liberties: [],
    scenario: 'auth/malformed-in-two-sessions',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override async failureOf(response: IncomingMessage) {
          const failure = await super.failureOf(response)
          if (response.statusCode !== 400) return failure
          acted()
          return new Rejection(failure.message, true)
        }
        protected override waitMs(failure: ProviderFailure, attempt: number) {
          return failure instanceof Rejection && attempt > 1 ? undefined : super.waitMs(failure, attempt)
        }
      }
    },
  },
} satisfies Record<string, LawfulVariant>

function isStop(entry: Entry): entry is Extract<Entry, { type: 'ended' }> {
  return entry.type === 'ended' && entry.how === 'stopped'
}
