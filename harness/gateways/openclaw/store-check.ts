import { glob, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { isObject } from '../../../mock-provider/json.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import { limits } from '../../limits.ts'
import type { StoreProblem } from '../../record/entry.ts'
import { copyDatabase } from '../copy-database.ts'
import { parseObject, problemsIn, quoted } from '../session-tree/entry-problems.ts'
import { readLines } from '../session-tree/tree.ts'
import { hasSessions, places, rowsOf } from './store-lines.ts'

/** What is checked. */
export type Checked = {
  /** where the state lies */
  readonly state: string
  /** where copies of it go */
  readonly evidence: string
  /** whether a gateway runs that may be writing */
  readonly running: boolean
  /** whether a process lives, by the id that it has where the gateway runs */
  readonly isAlive: (pid: number) => boolean
}

const checks = [checkIndexes, checkJsonl, checkDatabases, checkLocks]

/**
 * What is wrong with a store, whatever its transcripts say.
 * @throws HarnessError STORE_UNREADABLE when it cannot be looked at, as when the database is locked
 */
export async function checkStore(checked: Checked): Promise<StoreProblem[]> {
  try {
    return (await Promise.all(checks.map((check) => Array.fromAsync(check(checked))))).flat()
  } catch (error) {
    throw new HarnessError('STORE_UNREADABLE', `cannot check the store in ${checked.state}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

async function* checkIndexes({ state }: Checked): AsyncGenerator<StoreProblem> {
  for await (const source of glob(places.index, { cwd: state })) {
    const text = await readFile(join(state, source), 'utf8')
    if (parseObject(text) === undefined) yield { source, problem: `is not a JSON object: ${quoted(text)}` }
  }
}

async function* checkJsonl({ state, evidence, running }: Checked): AsyncGenerator<StoreProblem> {
  for await (const source of glob(places.jsonl, { cwd: state })) {
    const lines = (await readLines(join(state, source), evidence)) ?? []
    yield* problemsIn(
      source,
      lines.filter(({ open }) => !(open && running)),
    )
  }
}

async function* checkDatabases({ state, evidence }: Checked): AsyncGenerator<StoreProblem> {
  for await (const source of glob(places.database, { cwd: state })) {
    try {
      using database = await copyDatabase(join(state, source), evidence)
      yield* problemsOf(database, source)
    } catch (error) {
      if (!isCorrupt(error)) throw error
      yield { source, problem: messageOf(error) }
    }
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB (sqlite.org/rescode.html); with any other error it was we who could not look. */
function isCorrupt(error: unknown): boolean {
  return isObject(error) && (error.errcode === 11 || error.errcode === 26)
}

function problemsOf(database: DatabaseSync, source: string): StoreProblem[] {
  const words = database
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => String(row.integrity_check))
  const distinct = 'SELECT DISTINCT session_id AS id FROM transcript_events'
  const sessions = hasSessions(database) ? database.prepare(distinct).all() : []
  return [
    ...words.filter((word) => word !== 'ok').map((word) => ({ source, problem: `integrity check: ${word}` })),
    ...sessions.flatMap(({ id }) => problemsIn(source, rowsOf(database, String(id)))),
  ]
}

/** A lock whose holder is gone, or one that is held while nobody has anything to write. */
async function* checkLocks({ state, running, isAlive }: Checked): AsyncGenerator<StoreProblem> {
  for await (const source of glob(places.locks, { cwd: state })) {
    const lock = await readLock(join(state, source))
    if (lock === undefined) continue
    const { pid, ms } = lock
    if (!running) yield { source, problem: `is locked by process ${pid}, and no gateway runs` }
    else if (typeof pid === 'number' && !isAlive(pid))
      yield { source, problem: `is locked by process ${pid}, which is gone` }
    else if (ms > limits.quiet)
      yield { source, problem: `has been locked for ${Math.round(ms / 1000)} s`, onlyAtRest: true }
  }
}

/** Who holds a lock and for how long; nothing when it has been released meanwhile. */
async function readLock(file: string): Promise<{ pid: unknown; ms: number } | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)])
    return { pid: parseObject(text)?.pid, ms: Date.now() - mtimeMs }
  } catch (error) {
    if (isObject(error) && error.code === 'ENOENT') return undefined
    throw error
  }
}
