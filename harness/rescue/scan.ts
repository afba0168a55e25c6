import { stat } from 'node:fs/promises'
import { messageOf } from '../errors.ts'
import { readLine } from '../store/read-session.ts'
import type { Entry, Torn } from '../store/session.ts'
import type { StoredSession } from '../store/store.ts'
import { type Advice, adviceFor } from './advice.ts'
import { findSessions, type Wanted } from './find-sessions.ts'
import { type Health, healthOf } from './health.ts'
import { Plain } from './plain.ts'

/** What a scan says of one session, or of a file that it could not look at. */
export type Scanned =
  | ({
      readonly agent: string
      readonly version: string | undefined
      readonly file: string
      readonly name: string
      /** who may be writing it now */
      readonly inUse: string | undefined
      readonly advice: Advice | undefined
    } & Health)
  | { readonly state: 'not looked at'; readonly file: string; readonly why: string }

/** How far a scan has come: sessions, and bytes. */
export type Progress = (sessions: number, bytes: number) => void

/** A scan keeps to this many bytes of one session when it works out a repair; larger ones are judged, and no more. */
const maxRepairBytes = 512_000_000

/** What was found before, by `keyOf`; a session whose files have not changed since is not read again. */
export type Known = Map<string, { readonly stamp: string; readonly scanned: Scanned }>

/** What tells a session from all others. */
export function keyOf(scanned: { readonly file: string; readonly name?: string }): string {
  return `${scanned.file} ${scanned.name ?? ''}`
}

/** Judges all sessions that are found, one after another, as they are found, and notes them in `known`. Nothing is written anywhere. */
export async function* scan(
  wanted: Wanted & { version?: string | undefined },
  known: Known = new Map(),
  progress: Progress = () => {},
): AsyncGenerator<Scanned> {
  let [sessions, bytes] = [0, 0]
  for await (const found of findSessions(wanted)) {
    if ('why' in found) yield { state: 'not looked at', ...found }
    else {
      const { session } = found
      const [before, stamp] = [known.get(keyOf(session)), await stampOf(session.file)]
      const isSame = before?.stamp === stamp && 'inUse' in before.scanned && before.scanned.inUse === undefined
      const count = (more: number) => {
        bytes += more
        progress(sessions, bytes)
      }
      const one = isSame ? before.scanned : await scanned(session, wanted.version, count)
      known.set(keyOf(session), { stamp, scanned: one })
      yield one
    }
    progress(++sessions, bytes)
  }
}

/** What a write changes: of a database also its log. */
async function stampOf(file: string): Promise<string> {
  const found = await Promise.all([file, `${file}-wal`].map((one) => stat(one).catch(() => undefined)))
  return found.map((one) => `${one?.mtimeMs}/${one?.size}`).join(' ')
}

/** Judges one session. */
export async function scanned(
  session: StoredSession,
  asked: string | undefined,
  progress: (bytes: number) => void = () => {},
): Promise<Scanned> {
  const { file, name, format } = session
  try {
    const version = asked ?? (await session.version())
    const inUse = await session.writer()
    const health =
      (inUse === undefined && (await plainly(session, progress))) || (await wholly(session, version, inUse))
    const isSound = health.state === 'sound' || session.size > maxRepairBytes
    const advice = isSound ? undefined : await adviceFor(session, version)
    return { agent: format.agent, version, file, name, inUse, ...health, advice }
  } catch (error) {
    return { state: 'not looked at', file, why: messageOf(error) }
  }
}

/** Reads a session and keeps nothing of it; how it is when that is plain, and nothing otherwise. */
async function plainly(session: StoredSession, progress: (bytes: number) => void): Promise<Health | undefined> {
  const plain = new Plain(session.format)
  for await (const lines of session.lines()) {
    for (const line of lines) {
      const one = readLine(line, session.format)
      if (one !== undefined && !('entry' in one && plain.take(one.entry))) return undefined
    }
    progress(lines.reduce((sum, { bytes }) => sum + bytes.length, 0))
  }
  if (!plain.isWhole) return undefined
  return { state: 'sound', refusals: [], breaks: [], unread: [], since: undefined, entries: plain.entries }
}

async function wholly(session: StoredSession, version: string | undefined, inUse: string | undefined): Promise<Health> {
  const entries: Entry[] = []
  const torn: Torn[] = []
  for await (const lines of session.lines())
    for (const line of lines) {
      const one = readLine(line, session.format)
      if (one === undefined) continue
      if ('entry' in one) entries.push(one.entry)
      else torn.push(one.torn)
    }
  return healthOf({ entries: inUse === undefined ? entries : atRest(entries), torn }, session.format, version)
}

/** Without the turn that is under way: its results are still to come. */
function atRest(entries: readonly Entry[]): Entry[] {
  const at = entries.findLastIndex(({ role }) => role === 'assistant')
  return at < 0 ? [...entries] : entries.slice(0, at)
}
