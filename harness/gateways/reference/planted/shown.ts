import type { PlantedBug } from '../change.ts'
import { hasCalls } from '../send.ts'
import type { News } from '../server/hub.ts'

/** Bugs in what a client is shown as a reply; what is on disk is right. */
export const shown = {
  'reply-halved': {
    does: 'shows the first half of each reply',
    claim: 'replies-true',
    scenario: 'stops/second-message-followup',
    plant: show((text) => text.slice(0, text.length / 2)),
  },
  'reply-doubled': {
    does: 'shows each reply twice in one message, as streamed and as a whole',
    claim: 'replies-true',
    scenario: 'stops/second-message-followup',
    plant: show((text) => text + text),
  },
  'reply-cut-at-4096-bytes': {
    does: 'shows only the first 4096 bytes of a reply, and does not say so',
    claim: 'replies-true',
    scenario: 'texts/long-texts',
    plant: show((text) => Buffer.from(text).subarray(0, 4096).toString()),
  },
  'reply-lines-joined': {
    does: 'shows a reply as one line, with single spaces',
    claim: 'replies-true',
    scenario: 'texts/other-letters',
    plant: show((text) => text.replaceAll(/\s+/g, ' ')),
  },
  'reply-of-the-run-before': {
    does: 'shows, instead of each reply, the reply to the message before',
    claim: 'replies-true',
    scenario: 'network/reconnect-after-answer',
    plant: show((text, { session }, before) => before.get(session) ?? text),
  },
  'reply-of-another-session': {
    does: 'shows the newest reply of another session instead of the session’s own',
    claim: 'sessions-apart',
    scenario: 'sessions/four-sessions-same-ids',
    plant: show((text, { session }, before) => [...before].findLast(([other]) => other !== session)?.[1] ?? text),
  },
  'failure-shown-as-reply': {
    does: 'shows why a message could not be answered as if the model had said it',
    claim: 'replies-true',
    scenario: 'key-expired',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override tell(news: News) {
          const { entry } = news
          if (entry.type !== 'ended' || entry.how !== 'failed') return super.tell(news)
          acted()
          const content = [{ type: 'text', text: entry.text }] as const
          super.tell({ ...news, entry: { type: 'assistant', run: entry.run, content } })
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

/** Shows another text in the place of each reply; `before` has the last reply of each session, the newest at its end. */
function show(change: (text: string, news: News, before: ReadonlyMap<string, string>) => string): PlantedBug['plant'] {
  return (parts, acted) => {
    parts.Desk = class extends parts.Desk {
      readonly #before = new Map<string, string>()
      protected override tell(news: News) {
        const { session, entry } = news
        if (entry.type !== 'assistant' || hasCalls(entry)) return super.tell(news)
        const text = entry.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')
        const changed = change(text, news, this.#before)
        if (changed !== text) acted()
        this.#before.delete(session)
        this.#before.set(session, text)
        super.tell({ ...news, entry: { ...entry, content: [{ type: 'text', text: changed }] } })
      }
    }
  }
}
