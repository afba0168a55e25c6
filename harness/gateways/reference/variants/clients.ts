import { setTimeout as pause } from 'node:timers/promises'
import type { LawfulVariant } from '../change.ts'
import { hasCalls } from '../send.ts'
import type { News } from '../server/hub.ts'
import type { Entry } from '../server/log.ts'
import { tellRefusals } from '../tell-refusals.ts'

/** Clients are told of what is new so often. */
const tellEveryMs = 100

/** Other ways to tell clients what goes on. */
export const clients = {
  'tells-of-stops-in-words': {
    does: 'shows “stopped by the user” as a reply where a run was stopped, in addition to its end',
    liberties: [{ name: 'shows-notices', pattern: '^stopped by the user$' }],
    scenario: 'stop-one-running',
    plant: tellAlso((entry) => (entry.type === 'ended' && entry.how === 'stopped' ? entry.text : undefined)),
  },
  'tells-of-failures-in-words': {
    does: 'shows a reply of its own instead of the end of a run that failed',
    liberties: [{ name: 'shows-notices', pattern: '^Sorry, I could not answer: ' }],
    scenario: 'key-expired',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override tell(news: News) {
          const { entry } = news
          if (entry.type !== 'ended' || entry.how !== 'failed') return super.tell(news)
          acted()
          super.tell({ ...news, entry: replyOf(entry.run, `Sorry, I could not answer: ${entry.text}`) })
        }
      }
    },
  },
  'tells-refusals-in-own-words': {
    does: 'tells clients in words of its own that the provider has refused a request',
    liberties: [],
    scenario: 'incidents/4652-told-unpaired',
    plant: tellRefusals(
      'The model’s provider rejected the history of this session. Start a new one, or say more here.',
    ),
  },
  'tells-of-queueing': {
    does: 'shows a notice when a message has to wait',
    liberties: [{ name: 'shows-notices', pattern: '^I shall answer this in a moment\\.$' }],
    scenario: 'stops/second-message-followup',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override tell(news: News) {
          super.tell(news)
          const { session, entry } = news
          const accepted = this.office.hub.news(session).filter((one) => one.entry.type === 'accepted')
          const waits = accepted.length > 1 && this.office.hub.session(session).running
          if (entry.type !== 'accepted' || !waits) return
          acted()
          super.tell({ ...news, entry: replyOf(entry.run, 'I shall answer this in a moment.') })
        }
      }
    },
  },
  'joins-replies': {
    does: 'shows what the model said beside its calls together with its last words',
    liberties: [{ name: 'joins-replies' }],
    scenario: 'texts/beside-calls-over-a-restart',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override tell(news: News) {
          const { session, entry, line } = news
          if (entry.type !== 'assistant' || hasCalls(entry)) return super.tell(news)
          const ofRun = this.office.hub.news(session).filter((one) => one.line <= line && one.entry.run === entry.run)
          const said = ofRun.map((one) => textIn(one.entry)).filter(Boolean)
          if (said.length > 1) acted()
          super.tell({ ...news, entry: replyOf(entry.run, said.join('\n\n')) })
        }
      }
    },
  },
  'shows-texts-beside-calls': {
    does: 'shows what the model says beside its calls as a reply of its own',
    liberties: [{ name: 'shows-texts-beside-calls' }],
    scenario: 'texts/beside-calls-over-a-restart',
    plant: tellAlso((entry) => (hasCalls(entry) && textIn(entry) !== '' ? textIn(entry) : undefined)),
  },
  'tells-in-batches': {
    does: 'tells its clients what is new ten times a second',
    liberties: [],
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        #told = Promise.resolve()
        #waiting: News[] = []
        protected override tell(news: News) {
          acted()
          if (this.#waiting.push(news) > 1) return
          this.#told = this.#told
            .then(() => pause(tellEveryMs))
            .then(() => {
              for (const waiting of this.#waiting.splice(0)) super.tell(waiting)
            })
        }
      }
    },
  },
  'hides-tools': {
    does: 'serves histories without calls and results',
    liberties: [{ name: 'hides-tools' }],
    scenario: 'stop-one-running',
    plant: serve((entry) => {
      if (entry.type === 'result') return []
      if (entry.type !== 'assistant') return [entry]
      const content = entry.content.filter(({ type }) => type === 'text')
      return content.length === 0 ? [] : [{ ...entry, content }]
    }),
  },
  'hides-tools-and-texts-beside-them': {
    does: 'serves histories of messages and answers only',
    liberties: [{ name: 'hides-tools' }, { name: 'hides-texts-beside-calls' }],
    scenario: 'stop-one-running',
    plant: serve((entry) => (entry.type === 'result' || hasCalls(entry) ? [] : [entry])),
  },
  'hides-texts-beside-calls': {
    does: 'serves histories without what the model says beside its calls',
    liberties: [{ name: 'hides-texts-beside-calls' }],
    scenario: 'texts/beside-calls-over-a-restart',
    plant: serve((entry) =>
      entry.type === 'assistant' && hasCalls(entry)
        ? [{ ...entry, content: entry.content.filter(({ type }) => type === 'tool_use') }]
        : [entry],
    ),
  },
} satisfies Record<string, LawfulVariant>

function replyOf(run: string, text: string): Entry {
  return { type: 'assistant', run, content: [{ type: 'text', text }] }
}

function textIn(entry: Entry): string {
  return entry.type === 'assistant'
    ? entry.content.map((block) => (block.type === 'text' ? block.text : '')).join('')
    : ''
}

/** Tells of a text as a reply, before the entry that it is about. */
function tellAlso(notice: (entry: Entry) => string | undefined): LawfulVariant['plant'] {
  return (parts, acted) => {
    parts.Desk = class extends parts.Desk {
      protected override tell(news: News) {
        const text = notice(news.entry)
        if (text === undefined) return super.tell(news)
        acted()
        super.tell({ ...news, entry: replyOf(news.entry.run, text) })
        super.tell(news)
      }
    }
  }
}

function serve(change: (entry: Entry) => readonly Entry[]): LawfulVariant['plant'] {
  return (parts, acted) => {
    parts.Desk = class extends parts.Desk {
      protected override history(session: string) {
        const whole = super.history(session)
        const served = whole.flatMap((news) => change(news.entry).map((entry) => ({ ...news, entry })))
        if (JSON.stringify(served) !== JSON.stringify(whole)) acted()
        return served
      }
    }
  }
}
