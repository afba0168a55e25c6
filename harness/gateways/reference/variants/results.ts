import type { LawfulVariant } from '../change.ts'
import type { Entry } from '../server/log.ts'

/** Other ways to show the model what tools returned. */
export const results = {
  'wraps-results': {
    does: 'puts each result between <result> and </result> for the model',
    liberty: 'wraps-results',
    plant(parts) {
      parts.History = class extends parts.History {
        protected override messageOf(entry: Entry) {
          if (entry.type !== 'result') return super.messageOf(entry)
          return super.messageOf({ ...entry, text: `<result>${entry.text}</result>` })
        }
      }
    },
  },
} satisfies Record<string, LawfulVariant>
