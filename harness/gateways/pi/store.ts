import { glob } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { StoredTranscript } from '../../driver.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import type { StoreProblem } from '../../record/entry.ts'
import { problemsIn } from '../session-tree/entry-problems.ts'
import { readLines } from '../session-tree/tree.ts'
import { turnsIn } from '../session-tree/turns-in.ts'

/** Where it keeps a session: a file of lines, whose name ends with the session's (docs/session-format.md). */
const places = 'sessions/*.jsonl'

/**
 * Every session's active branch as it is on disk. Files are only read; copies of them go to `evidence`.
 * @throws HarnessError STORE_UNREADABLE
 */
export async function readStore(state: string, evidence: string): Promise<StoredTranscript[]> {
  const found: StoredTranscript[] = []
  for await (const source of glob(places, { cwd: state })) {
    try {
      found.push({
        session: nameOf(source),
        source,
        turns: turnsIn((await readLines(join(state, source), evidence)) ?? []),
      })
    } catch (error) {
      throw new HarnessError('STORE_UNREADABLE', `cannot read ${source}: ${messageOf(error)}`, { cause: error })
    }
  }
  return found
}

/** What is wrong with the store itself; a last line that a running process may be writing is not. */
export async function checkStore(state: string, evidence: string, running: boolean): Promise<StoreProblem[]> {
  const found: StoreProblem[] = []
  for await (const source of glob(places, { cwd: state })) {
    const lines = (await readLines(join(state, source), evidence)) ?? []
    found.push(
      ...problemsIn(
        source,
        lines.filter(({ open }) => !(open && running)),
      ),
    )
  }
  return found
}

/** The file of a session. */
export async function sessionFile(state: string, session: string): Promise<string | undefined> {
  for await (const source of glob(places, { cwd: state })) if (nameOf(source) === session) return join(state, source)
  return undefined
}

function nameOf(source: string): string {
  return basename(source, '.jsonl').replace(/^[^_]*_/, '')
}
