import type { LawfulVariant } from '../change.ts'
import { sendEach } from '../send.ts'
import type { Message } from '../server/history.ts'
import type { Question } from '../server/provider.ts'

type Call = { type: string; id: string; tool_use_id: string; input: object }

/** Other ways to write the same request. */
export const wire = {
  'rewrites-ids': {
    does: 'gives each call another id in its requests, one that no other session uses',
    liberties: [{ name: 'rewrites-ids' }],
    scenario: 'stop-one-running',
    plant: rewriteIds((id) => `call_${Buffer.from(id).toString('hex').slice(-24)}`),
  },
  'numbers-calls': {
    does: 'numbers the calls of a session in its requests, so that all sessions have the same ids',
    liberties: [{ name: 'rewrites-ids' }],
    scenario: 'sessions/four-sessions-same-ids',
    plant: rewriteIds((_id, place) => `call_${place + 1}`),
  },
  'rewrites-ids-each-time': {
    does: 'gives its calls other ids in every request',
    liberties: [{ name: 'rewrites-ids' }],
    scenario: 'sigkill-before-answer',
    plant(parts, acted) {
      let asked = 0
      parts.History = class extends parts.History {
        override messages() {
          asked++
          return super.messages()
        }
      }
      rewriteIds((_id, place) => `call_${asked}_${place}`)(parts, acted)
    },
  },
  'writes-texts-as-strings': {
    does: 'sends a message that is only a text as a string',
    liberties: [],
    scenario: 'stop-one-running',
    plant: ask((messages) =>
      messages.map(({ role, content }) => {
        const [only, ...others] = content
        return others.length === 0 && Object(only).type === 'text'
          ? { role, content: Object(only).text }
          : { role, content }
      }),
    ),
  },
  'writes-results-as-blocks': {
    does: 'sends the text of each result as a block',
    liberties: [],
    scenario: 'stop-one-running',
    plant: ask((messages) =>
      mapBlocks(messages, (block) =>
        block.type === 'tool_result' ? { ...block, content: [{ type: 'text', text: Object(block).content }] } : block,
      ),
    ),
  },
  'marks-what-to-cache': {
    does: 'marks the last block of each request as one up to which the provider may cache',
    liberties: [],
    scenario: 'stop-one-running',
    plant: ask((messages) => {
      const last = messages.at(-1)
      if (last === undefined) return messages
      const marked = { ...Object(last.content.at(-1)), cache_control: { type: 'ephemeral' } }
      return [...messages.slice(0, -1), { role: last.role, content: [...last.content.slice(0, -1), marked] }]
    }),
  },
  'sorts-arguments': {
    does: 'sends the arguments of earlier calls in another order of their names',
    liberties: [],
    scenario: 'stop-one-running',
    plant: sendEach((entry) => {
      if (entry.type !== 'assistant') return entry
      const sorted = (input: unknown) => Object.fromEntries(Object.entries(Object(input)).sort().reverse())
      return {
        ...entry,
        content: entry.content.map((block) =>
          block.type === 'tool_use' ? { ...block, input: sorted(block.input) } : block,
        ),
      }
    }),
  },
  'has-a-system-prompt': {
    does: 'begins each request with the same prompt of its own',
    liberties: [],
    scenario: 'stop-one-running',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override body(question: Question) {
          acted()
          return {
            ...super.body(question),
            system: 'You are a helpful gateway. The person may say “compare two companies”.',
          }
        }
      }
    },
  },
} satisfies Record<string, LawfulVariant>

/** Writes the messages of each request otherwise. */
function ask(change: (messages: readonly Message[]) => readonly object[]): LawfulVariant['plant'] {
  return (parts, acted) => {
    parts.Provider = class extends parts.Provider {
      protected override body(question: Question) {
        const messages = change(question.messages)
        if (JSON.stringify(messages) !== JSON.stringify(question.messages)) acted()
        return { ...super.body(question), messages }
      }
    }
  }
}

function mapBlocks(messages: readonly Message[], change: (block: Call) => object): Message[] {
  return messages.map(({ role, content }) => ({ role, content: content.map((block) => change(block as Call)) }))
}

function rewriteIds(idOf: (id: string, place: number) => string): LawfulVariant['plant'] {
  return (parts, acted) => {
    parts.History = class extends parts.History {
      override messages() {
        const messages = super.messages()
        const ids = messages.flatMap(({ content }) => content.map((block) => (block as Call).id).filter(Boolean))
        if (ids.length > 0) acted()
        const renamed = (id: string) => idOf(id, ids.indexOf(id))
        return mapBlocks(messages, (block) => {
          if (block.type === 'tool_use') return { ...block, id: renamed(block.id) }
          return block.type === 'tool_result' ? { ...block, tool_use_id: renamed(block.tool_use_id) } : block
        })
      }
    }
  }
}
