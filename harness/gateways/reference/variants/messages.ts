import { accept } from '../accept.ts'
import type { LawfulVariant } from '../change.ts'
import { send, sendEach } from '../send.ts'
import type { Message } from '../server/history.ts'

type Text = { readonly type: 'text'; readonly text: string }

/** Other ways to put to the model what people say. */
export const messages = {
  'tells-the-time': {
    does: 'puts the time before each message for the model',
    liberties: [{ name: 'decorates-messages' }],
    scenario: 'stop-one-running',
    plant: sendEach((entry) =>
      entry.type === 'user' ? { ...entry, text: `[Mon 2026-11-30 09:00] ${entry.text}` } : entry,
    ),
  },
  'files-messages-with-their-sender': {
    does: 'keeps each message with the name of who sent it, also on disk',
    liberties: [{ name: 'decorates-messages' }],
    scenario: 'stop-one-running',
    plant: accept((text) => `From the person: ${text}`),
  },
  'composes-letters': {
    does: 'composes the letters of a message that are written in parts',
    liberties: [{ name: 'composes-letters' }],
    scenario: 'texts/other-letters',
    plant: accept((text) => text.normalize('NFC')),
  },
  'joins-messages': {
    does: 'joins messages that follow one another into one text',
    liberties: [{ name: 'merges-messages' }],
    scenario: 'key-expired',
    plant: reshape((content) => {
      const texts = content.filter(isText).map(({ text }) => text)
      return texts.length < 2
        ? content
        : [...content.filter((block) => !isText(block)), { type: 'text', text: texts.join('\n\n') }]
    }),
  },
  'folds-messages-into-results': {
    does: 'puts a message that follows a result into the text of that result',
    liberties: [{ name: 'folds-messages' }],
    scenario: 'stop-one-running',
    plant: reshape((content) => {
      const texts = content.filter(isText)
      const others = content.filter((block) => !isText(block))
      const last = others.pop()
      if (last === undefined || texts.length === 0) return content
      const text = [Object(last).content, ...texts.map((said) => `[the person says: ${said.text}]`)].join('\n')
      return [...others, { ...Object(last), content: text }]
    }),
  },
  'reminds-of-rules': {
    does: 'adds a reminder of its own to the end of each request',
    liberties: [{ name: 'adds-texts', pattern: '^<reminder>' }],
    scenario: 'stop-one-running',
    plant: remind(() => '<reminder>Answer briefly.</reminder>'),
  },
  'reminds-of-what-was-said': {
    does: 'adds a reminder to each request that quotes all earlier messages',
    liberties: [{ name: 'adds-texts', pattern: '^<reminder>' }],
    scenario: 'network/reconnect-after-answer',
    plant: remind((said) => `<reminder>Until now the person has said:\n${said.join('\n')}</reminder>`),
  },
  'begins-with-context': {
    does: 'begins each conversation with a text about where it runs',
    liberties: [{ name: 'adds-texts', pattern: '^# Context' }],
    scenario: 'stop-one-running',
    plant: send((entries) => [
      { type: 'user', run: '', text: '# Context\nThe folder is empty, and it is Monday.' },
      ...entries,
    ]),
  },
} satisfies Record<string, LawfulVariant>

function isText(block: unknown): block is Text {
  return Object(block).type === 'text'
}

/** Puts the blocks of each message of a person otherwise. */
function reshape(change: (content: readonly unknown[]) => readonly unknown[]): LawfulVariant['plant'] {
  return (parts, acted) => {
    parts.History = class extends parts.History {
      override messages(): Message[] {
        return super.messages().map(({ role, content }) => {
          const changed = role === 'user' ? change(content) : content
          if (changed.length !== content.length) acted()
          return { role, content: changed }
        })
      }
    }
  }
}

function remind(text: (said: readonly string[]) => string): LawfulVariant['plant'] {
  return send((entries) => {
    const said = entries.flatMap((entry) => (entry.type === 'user' ? [entry.text] : []))
    return [...entries, { type: 'user', run: '', text: text(said) }]
  })
}
