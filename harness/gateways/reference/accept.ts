import type { Change } from './change.ts'

/** Has the gateway accept each message as `change` makes it. */
export function accept(change: (text: string) => string): Change['plant'] {
  return (parts, acted) => {
    parts.Session = class extends parts.Session {
      protected override accept(run: string, text: string, key: string) {
        const changed = change(text)
        if (changed !== text) acted()
        super.accept(run, changed, key)
      }
    }
  }
}
