import { branchOf, sentOf } from '../store/branch.ts'
import { readSession } from '../store/read-session.ts'
import type { Entry, Piece, SessionFormat } from '../store/session.ts'
import { mended } from './mended.ts'
import { callsOf, replayed } from './replayed.ts'

/** Who makes a broken session one that can be sent: the conversation that comes of it, and the file where it writes one. */
export type Rival = {
  readonly name: string
  readonly mend: (
    broken: Buffer,
    format: SessionFormat,
    fileName: string,
  ) => { readonly sent: Entry[]; readonly bytes: Buffer }
}

function sentIn(bytes: Buffer, format: SessionFormat): Entry[] {
  return sentOf(branchOf(readSession(bytes, format).entries, format)).sent
}

/**
 * The script of the article about openclaw/openclaw#28661, by its description: it looks for calls whose id no result has, and puts a made-up
 * result behind the place where each call stood before anything was put in. It reads one JSON document, which no version that was run
 * writes; here it is given the conversation.
 */
function byScript(sent: readonly Entry[]): Entry[] {
  const answered = new Set(
    sent.flatMap(({ pieces }) => pieces.flatMap((one) => (one.type === 'result' ? [one.id] : []))),
  )
  const places = new Map(sent.flatMap((entry, index) => callsOf(entry).map(({ id }) => [id, index] as const)))
  const repaired = [...sent]
  for (const [id, index] of places) {
    if (answered.has(id)) continue
    const text = '[Tool execution was interrupted. Result unavailable.]'
    const piece: Piece = { type: 'result', path: [], idPath: [], id, text, error: true, invented: true }
    repaired.splice(index + 1, 0, { ...(sent[index] as Entry), role: 'user', ended: false, pieces: [piece] })
  }
  return repaired
}

/** What is compared; ours is the last. */
export const rivals: readonly Rival[] = [
  { name: 'nobody', mend: (bytes, format) => ({ sent: sentIn(bytes, format), bytes }) },
  { name: "the article's script", mend: (bytes, format) => ({ sent: byScript(sentIn(bytes, format)), bytes }) },
  {
    name: 'the agent itself, in each request (its oldest version)',
    mend: (bytes, format) => ({ sent: replayed(sentIn(bytes, format), format.mends(undefined), format), bytes }),
  },
  {
    name: 'the agent itself (its newest version)',
    mend: (bytes, format) => ({ sent: replayed(sentIn(bytes, format), format.mends('9999.0.0'), format), bytes }),
  },
  {
    name: '`gatecrash repair`',
    mend(broken, format, name) {
      const { bytes } = mended(broken, format, { name })
      return { sent: sentIn(bytes, format), bytes }
    },
  },
]
