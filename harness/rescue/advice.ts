import { readSession } from '../store/read-session.ts'
import type { StoredSession } from '../store/store.ts'
import type { Change } from './edits.ts'
import { conversationOf, healthOf } from './health.ts'
import { mended } from './mended.ts'
import { callsOf } from './replayed.ts'

/** What a person is advised to do about a session, and why. */
export type Advice = {
  readonly do: 'repair' | 'reset'
  readonly why: string
  readonly changes: number
  /** what was lost before and stays so */
  readonly lost: readonly string[]
}

/** All bytes of a session, as lines. */
export async function bytesOf(session: StoredSession): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const lines of session.lines())
    for (const { bytes, ended } of lines) parts.push(bytes, ended ? Buffer.from('\n') : Buffer.alloc(0))
  return Buffer.concat(parts)
}

/** What a repair makes of a session. The real results that other files have are looked up first. */
export async function repairOf(
  session: StoredSession,
  version: string | undefined,
): Promise<{ before: Buffer; after: Buffer; changes: readonly Change[]; refused: string | undefined }> {
  const { format, name } = session
  const before = await bytesOf(session)
  const sent = conversationOf(readSession(before, format).entries, format)
  const ids = [...new Set(sent.flatMap(callsOf).map(({ id }) => id))]
  const answered = new Set(
    sent.flatMap(({ pieces }) => pieces.flatMap((one) => (one.type === 'result' && !one.invented ? [one.id] : []))),
  )
  const found = new Map<string, Awaited<ReturnType<StoredSession['elsewhere']>>>()
  for (const id of ids) if (!answered.has(id)) found.set(id, await session.elsewhere(id))
  const { bytes: after, changes } = mended(before, format, { name, version, elsewhere: (id) => found.get(id) })
  const left = healthOf(readSession(after, format), format, version)
  const why = left.refusals[0]?.says ?? left.unread[0]?.why ?? left.breaks[0]?.rule
  return { before, after, changes, refused: left.state === 'sound' ? undefined : (why ?? left.state) }
}

/** Whether a session is worth a repair. */
export async function adviceFor(session: StoredSession, version: string | undefined): Promise<Advice> {
  const { before, changes, refused } = await repairOf(session, version)
  const lost = [...new Set(changes.flatMap((change) => change.lost ?? []))]
  const about = { changes: changes.length, lost }
  if (refused !== undefined) return { do: 'reset', why: `a repair does not make it sound: ${refused}`, ...about }
  const said = readSession(before, session.format).entries.filter(
    ({ role, pieces }) => role === 'user' && pieces.some(({ type }) => type === 'text'),
  )
  if (said.length === 0) return { do: 'reset', why: 'nobody has said anything in it', ...about }
  const kept = `all ${said.length} messages are kept`
  return lost.length === 0
    ? { do: 'repair', why: `nothing is lost: ${kept}`, ...about }
    : { do: 'repair', why: `${kept}; not recorded, and so not to be had back: ${lost.join('; ')}`, ...about }
}
