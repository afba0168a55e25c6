import type { Session } from '../store/session.ts'
import type { Mending } from './edits.ts'

/** Takes out the records that make an agent forget what was said before them: all of that is still there. */
export function mendForgotten({ entries }: Session): Mending {
  const wrong = entries.filter(({ forgets }) => forgets !== undefined)
  return {
    edits: wrong.map(({ from, to }) => ({ from, to, put: '' })),
    changes: wrong.map(({ line, forgets }) => ({
      does: 'removes',
      at: `line ${line}`,
      what: `what made the agent forget ${forgets} messages`,
      why: 'nobody wished that, and they are still in the file',
    })),
  }
}
