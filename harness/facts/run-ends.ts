import type { EntryOf } from '../record/entry.ts'
import type { Facts } from './facts.ts'

type Saw = EntryOf<'client-saw'>

/** The entries in which clients saw a run end, without the texts that the model has said beside calls: a run goes on after these. */
export function runEndsOf(facts: Facts, run: string): readonly Saw[] {
  return facts.endsOf(run).filter((saw) => !isBesideCalls(facts, saw))
}

/** Whether a reply that a client was shown is what the model has said beside calls, and not also its answer. */
function isBesideCalls(facts: Facts, { n, what, run, text }: Saw): boolean {
  if (what !== 'reply') return false
  const requests = facts.messages.ofRun(run)?.requests ?? []
  const same = requests.filter(
    (one) => one.n < n && one.replying !== undefined && one.replying.text.trim() === text.trim(),
  )
  return text.trim() !== '' && same.length > 0 && same.every(({ calls }) => calls.length > 0)
}
