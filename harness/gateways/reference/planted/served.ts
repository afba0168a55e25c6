import type { PlantedBug } from '../change.ts'
import { hasCalls } from '../send.ts'
import type { News } from '../server/hub.ts'

/** Bugs in what a client is told, is served when it asks, and is told of the state of a session. */
export const served = {
  'history-served-empty': {
    does: 'serves an empty history to a client that asks for it',
    claim: 'conversation-kept',
    scenario: 'network/reconnect-after-answer',
    plant: serve(() => []),
  },
  'history-served-of-another': {
    does: 'serves the history of another session where there is one',
    claim: 'sessions-apart',
    scenario: 'sessions/two-sessions-same-ids',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override history(session: string) {
          const other = this.office.hub.states.find((state) => state.session !== session)
          if (other !== undefined) acted()
          return super.history(other?.session ?? session)
        }
      }
    },
  },
  'history-served-stale': {
    does: 'serves the history as it was when somebody first asked for it',
    claim: 'conversation-kept',
    scenario: 'sigterm-one-running',
    plant(parts, acted) {
      const kept = new Map<string, News[]>()
      serve((entries) => {
        const session = entries[0]?.session ?? ''
        const first = kept.get(session) ?? entries
        if (session !== '') kept.set(session, first)
        return first
      })(parts, acted)
    },
  },
  'history-served-since-the-start': {
    does: 'serves only what was said since its start',
    claim: 'conversation-kept',
    scenario: 'sigterm-one-running',
    plant(parts, acted) {
      let before: Readonly<Record<string, number>> = {}
      parts.Hub = class extends parts.Hub {
        override open() {
          super.open()
          before = this.lines
        }
      }
      serve((entries) => entries.slice(before[entries[0]?.session ?? '']))(parts, acted)
    },
  },
  'idle-while-tools-run': {
    does: 'calls a session idle while its tools run',
    claim: 'statements-honest',
    scenario: 'stop-beside-session',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override get running() {
          const isIdle = this.current !== undefined && this.history.openCalls(this.current.run).length > 0
          if (isIdle) acted()
          return super.running && !isIdle
        }
      }
    },
  },
  'missed-is-never-told': {
    does: 'tells a client that reconnects nothing about what it missed',
    claim: 'replies-once',
    scenario: 'network/reply-while-away',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override subscribe(seen: Parameters<typeof this.hello>[0]['seen']) {
          const { hub } = this.office
          const missed = Object.entries(seen ?? {}).flatMap(([session, line]) => hub.news(session, line))
          if (missed.some(({ entry }) => entry.type === 'ended' || (entry.type === 'assistant' && !hasCalls(entry))))
            acted()
          super.subscribe(undefined)
        }
      }
    },
  },
  'told-all-again': {
    does: 'tells a client that reconnects everything from the beginning again',
    claim: 'replies-once',
    scenario: 'network/reconnect-after-answer',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override subscribe(seen: Parameters<typeof this.hello>[0]['seen']) {
          if (Object.values(seen ?? {}).some((line) => line > 0)) acted()
          super.subscribe(seen && {})
        }
      }
    },
  },
  'reply-not-told-to-who-asked': {
    does: 'sends a reply to every client except the one that asked',
    claim: 'replies-once',
    scenario: 'network/two-clients-in-one-session',
    plant: keepFromAsker((entry) => entry.type === 'assistant' && !hasCalls(entry)),
  },
  'failure-not-told-to-who-asked': {
    does: 'tells every client that a message could not be answered, but the one that sent it',
    claim: 'messages-answered',
    scenario: 'key-expired',
    plant: keepFromAsker((entry) => entry.type === 'ended' && entry.how === 'failed'),
  },
  'stop-not-told-to-who-asked': {
    does: 'tells every client that a run was stopped, but the one whose message it was',
    claim: 'replies-once',
    scenario: 'network/stop-by-another-client',
    plant: keepFromAsker((entry) => entry.type === 'ended' && entry.how === 'stopped'),
  },
} satisfies Record<string, PlantedBug>

function serve(change: (entries: News[]) => News[]): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.Desk = class extends parts.Desk {
      protected override history(session: string) {
        const entries = super.history(session)
        const changed = change(entries)
        if (changed.length !== entries.length) acted()
        return changed
      }
    }
  }
}

function keepFromAsker(isKept: (entry: News['entry']) => boolean): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.Desk = class extends parts.Desk {
      readonly #asked = new Set<unknown>()
      protected override send(message: object) {
        // the answer to an order names its run
        if ('id' in message && 'run' in message) this.#asked.add(message.run)
        super.send(message)
      }
      protected override tell(news: News) {
        const { entry } = news
        if (!this.#asked.has(entry.run) || !isKept(entry)) return super.tell(news)
        acted()
      }
    }
  }
}
