import type { PlantedBug } from '../change.ts'
import { ProviderFailure } from '../server/failure.ts'
import type { Message } from '../server/history.ts'
import type { Question } from '../server/provider.ts'

/** Bugs in how often and how soon the model is asked again, and in what a reply that broke off counts for. */
export const asking = {
  'retry-after-ignored': {
    does: 'asks again before the time that the provider asks it to wait',
    claim: 'waits-kept',
    scenario: 'provider/wire-faults.ts: the answer to the results is told to be unavailable for a second',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override waitMs(failure: ProviderFailure, attempt: number) {
          if (failure.afterMs > 0) acted()
          return super.waitMs(new ProviderFailure(failure.message, failure.retry), attempt)
        }
      }
    },
  },
  'empty-reply-asked-for-ever': {
    does: 'asks again and again for a reply that says something',
    claim: 'waits-kept',
    scenario: 'empty-reply',
    plant(parts, acted) {
      parts.Reply = class extends parts.Reply {
        protected override empty(): never {
          acted()
          throw new ProviderFailure('the model answered with nothing', true)
        }
      }
      parts.Provider = class extends parts.Provider {
        protected override waitMs(failure: ProviderFailure, attempt: number) {
          return failure.message === 'the model answered with nothing' ? 50 : super.waitMs(failure, attempt)
        }
      }
    },
  },
  'retry-without-results': {
    does: 'asks again without the texts of the results, because it takes them for too long',
    claim: 'results-kept',
    scenario: 'provider/cut-after-batch',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        #asked: readonly Message[] | undefined
        protected override askOnce(question: Question, signal: AbortSignal) {
          const isAgain = this.#asked === question.messages
          this.#asked = question.messages
          if (!isAgain) return super.askOnce(question, signal)
          acted()
          return super.askOnce({ ...question, messages: question.messages.map(withoutResults) }, signal)
        }
      }
    },
  },
  'half-reply-kept-as-whole': {
    does: 'treats the text so far as the whole reply when the stream breaks off',
    claim: 'replies-true',
    scenario: 'provider/cut-in-the-words',
    plant(parts, acted) {
      parts.Reply = class extends parts.Reply {
        protected override broken() {
          const text = [...this.drafts.values()].map((draft) => (draft.type === 'text' ? draft.text : '')).join('')
          if (text === '') return super.broken()
          acted()
          return [{ type: 'text' as const, text }]
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

function withoutResults({ role, content }: Message): Message {
  const emptied = (block: unknown) => (Object(block).type === 'tool_result' ? { ...Object(block), content: '' } : block)
  return { role, content: content.map(emptied) }
}
