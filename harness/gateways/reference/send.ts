import type { Change } from './change.ts'
import type { Entry } from './server/log.ts'

/** Has the model sent other entries than those of the session's log, of which the first `before` are of an earlier life of the gateway. */
export function send(shown: (entries: readonly Entry[], before: number) => readonly Entry[]): Change['plant'] {
  return (parts, acted) => {
    parts.History = class extends parts.History {
      readonly #before = this.entries.length
      protected override compacted(entries: readonly Entry[]) {
        const altered = shown(entries, this.#before)
        if (JSON.stringify(altered) !== JSON.stringify(entries)) acted()
        return super.compacted(altered)
      }
    }
  }
}

/** Has the model sent each entry as `change` makes it: other ones in its place, or none; `old` says that an earlier life made it. */
export function sendEach(change: (entry: Entry, old: boolean) => Entry | readonly Entry[]): Change['plant'] {
  return send((entries, before) => entries.flatMap((entry, index) => change(entry, index < before)))
}

/** Whether an entry is a reply of the model that has calls. */
export function hasCalls(entry: Entry): boolean {
  return entry.type === 'assistant' && entry.content.some(({ type }) => type === 'tool_use')
}
