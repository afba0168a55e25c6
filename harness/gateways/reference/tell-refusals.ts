import type { Change } from './change.ts'
import type { News } from './server/hub.ts'

/** Tells clients in these words that the provider has refused a request. */
export function tellRefusals(words: string): Change['plant'] {
  return (parts, acted) => {
    parts.Desk = class extends parts.Desk {
      protected override tell(news: News) {
        const { entry } = news
        if (entry.type !== 'ended' || !/\b400\b/.test(entry.text)) return super.tell(news)
        acted()
        super.tell({ ...news, entry: { ...entry, text: words } })
      }
    }
  }
}
