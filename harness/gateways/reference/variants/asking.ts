import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'
import type { LawfulVariant } from '../change.ts'
import { hasCalls } from '../send.ts'
import { ProviderFailure } from '../server/failure.ts'
import type { History, Message } from '../server/history.ts'
import type { News } from '../server/hub.ts'
import type { Block, Entry } from '../server/log.ts'
import type { Question } from '../server/provider.ts'
import type { Session } from '../server/session.ts'

/** For so long no session asks with a key that was refused. */
const circuitMs = 300
const title = 'Give this conversation a title of three words.'

/** Other ways to ask the model, and to go on when that fails. */
export const asking = {
  'asks-for-titles': {
    does: 'asks the model, beside the first answer of a session, for a title',
    liberties: [{ name: 'asks-aside', pattern: `${title}$` }],
    scenario: 'stop-one-running',
    plant: askAside((history) => ({ messages: [titleFor(history)], tools: [] })),
  },
  'asks-for-titles-with-all-that-was-said': {
    does: 'asks the model for a title at the end of the whole conversation, in a request that offers its tools',
    liberties: [{ name: 'asks-aside', pattern: `^${title}$` }],
    scenario: 'stop-one-running',
    plant: askAside((history, tools) => ({ messages: [...history.messages(), prompt(title)], tools })),
  },
  'asks-for-titles-in-vain': {
    does: 'asks for a title with more thinking than the provider allows, and does without one',
    liberties: [{ name: 'asks-aside', pattern: `${title}$` }],
    scenario: 'stop-one-running',
    plant(parts, acted) {
      askAside((history) => ({ messages: [titleFor(history)], tools: [] }))(parts, acted)
      parts.Provider = class extends parts.Provider {
        protected override body(question: Question) {
          const body = super.body(question)
          return question.tools.length > 0 ? body : { ...body, thinking: { type: 'enabled', budget_tokens: 16_000 } }
        }
      }
    },
  },
  'breaks-the-circuit': {
    does: 'sends no requests for a moment after the provider has refused the key, and says so',
    liberties: [{ name: 'breaks-circuit' }],
    scenario: 'auth/key-refused-while-another-asks',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        #openUntil = 0
        protected override async askOnce(question: Question, signal: AbortSignal) {
          if (performance.now() >= this.#openUntil) return super.askOnce(question, signal)
          acted()
          throw new ProviderFailure('the provider has refused our key a moment ago; ask again soon', false)
        }
        protected override failureOf(response: IncomingMessage) {
          if ([401, 402, 403].includes(response.statusCode ?? 0)) this.#openUntil = performance.now() + circuitMs
          return super.failureOf(response)
        }
      }
    },
  },
  'tells-of-retries': {
    does: 'shows a notice before it asks again for a reply',
    liberties: [{ name: 'shows-notices', pattern: '^The model is busy; I try again\\.$' }],
    scenario: 'provider/cut-after-batch',
    plant(parts, acted) {
      const asked = new AsyncLocalStorage<() => void>()
      let show = (_session: Session, _run: string) => {}
      parts.Hub = class extends parts.Hub {
        override open() {
          show = (session, run) => {
            const name = [...this.sessions.keys()].find((key) => this.sessions.get(key) === session) ?? ''
            const content = [{ type: 'text', text: 'The model is busy; I try again.' }] as const
            this.tell({ session: name, line: this.lines[name] ?? 0, entry: { type: 'assistant', run, content } })
          }
          super.open()
        }
      }
      parts.Session = class extends parts.Session {
        protected override askModel(run: string, signal: AbortSignal) {
          return asked.run(
            () => show(this, run),
            () => super.askModel(run, signal),
          )
        }
      }
      parts.Provider = class extends parts.Provider {
        protected override waitMs(failure: ProviderFailure, attempt: number) {
          const waitMs = super.waitMs(failure, attempt)
          if (waitMs === undefined) return undefined
          acted()
          asked.getStore()?.()
          return waitMs
        }
      }
    },
  },
  'keeps-broken-attempts': {
    does: 'keeps the words of a reply that broke off in its store, marked, and shows them to nobody',
    liberties: [{ name: 'keeps-broken-attempts' }],
    scenario: 'provider/cut-in-the-words',
    plant(parts, acted) {
      const asked = new AsyncLocalStorage<(text: string) => void>()
      const isReply = (entry: Entry) => entry.type === 'assistant' && !hasCalls(entry)
      const isBroken = (entry: Entry) => entry.type === 'assistant' && entry.content.some((block) => 'broken' in block)
      parts.Session = class extends parts.Session {
        protected override askModel(run: string, signal: AbortSignal) {
          const keep = (text: string) => {
            const block: Block & { broken: true } = { type: 'text', text, broken: true }
            this.log.append({ type: 'assistant', run, content: [block] })
          }
          return asked.run(keep, () => super.askModel(run, signal))
        }
      }
      parts.Reply = class extends parts.Reply {
        protected override broken() {
          const text = [...this.drafts.values()].map((draft) => (draft.type === 'text' ? draft.text : '')).join('')
          if (text === '') return super.broken()
          acted()
          asked.getStore()?.(text)
          return super.broken()
        }
      }
      parts.Desk = class extends parts.Desk {
        protected override tell(news: News) {
          if (!isBroken(news.entry)) super.tell(news)
        }
      }
      parts.History = class extends parts.History {
        override isOver(run: string) {
          return this.entries.some(
            (entry) => entry.run === run && (entry.type === 'ended' || (isReply(entry) && !isBroken(entry))),
          )
        }
        protected override compacted(entries: readonly Entry[]) {
          return super.compacted(entries).filter((entry) => !isBroken(entry))
        }
      }
    },
  },
} satisfies Record<string, LawfulVariant>

function prompt(text: string): Message {
  return { role: 'user', content: [{ type: 'text', text }] }
}

function titleFor(history: History): Message {
  const [first] = history.messages()
  return prompt(`The person has said: ${Object(first?.content[0]).text}\n\n${title}`)
}

/** Asks a question for the gateway itself after the first reply of a session, and goes on whatever becomes of it. */
function askAside(question: (history: History, tools: readonly object[]) => Question): LawfulVariant['plant'] {
  return (parts, acted) => {
    parts.Session = class extends parts.Session {
      #hasTitle = false
      protected override reply(run: string, content: readonly Block[]) {
        super.reply(run, content)
        if (this.#hasTitle || !this.history.isOver(run)) return
        this.#hasTitle = true
        acted()
        const { provider, tools } = this.means
        void provider.ask(question(this.history, tools.offered), new AbortController().signal).catch(() => {})
      }
    }
  }
}
