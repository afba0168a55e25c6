import type { Change } from './change.ts'
import type { News } from './server/hub.ts'

/** Has clients told of a request that the provider has refused in these words. */
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
