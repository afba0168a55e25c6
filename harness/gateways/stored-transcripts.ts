import { copyFile, glob, mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { isObject, type Json, parseJson } from '../../mock-provider/json.ts'
import type { StoredTranscript } from '../driver.ts'
import { HarnessError, messageOf } from '../errors.ts'
import type { StoreProblem } from '../record/entry.ts'
import { branchOf, lostIn } from '../store/branch.ts'
import { readLine } from '../store/read-session.ts'
import type { Entry, Path, Piece, SessionFormat, Torn } from '../store/session.ts'
import type { Store, StoredSession } from '../store/store.ts'
import { type Block, type Turn, withoutCopies } from '../transcript/transcript.ts'

/** Where an agent's sessions are, and where copies of their files are kept. */
export type StoredIn = { readonly home: string; readonly store: Store; readonly evidence: string }

/** An entry with the record that it was read from: that of a long text has only the beginning. */
type Recorded = { readonly entry: Entry; readonly record: Json }

type Found = { readonly name: string; readonly source: string } & Pick<StoredSession, 'format'> & {
    readonly recorded: readonly Recorded[]
    readonly torn: readonly Torn[]
  }

/**
 * Every session in an agent's home as a transcript: what the agent goes on with, whole. Files are only read.
 * @param nameOf the scenario's name of a session from its name in the store
 * @throws HarnessError STORE_UNREADABLE
 */
export async function readTranscripts(
  where: StoredIn,
  nameOf: (stored: string) => string,
): Promise<StoredTranscript[]> {
  const found: StoredTranscript[] = []
  for await (const { name, source, format, recorded } of sessionsIn(where)) {
    const records = new Map(recorded.map(({ entry, record }) => [entry, record]))
    const branch = branchOf([...records.keys()], format)
    const stored = turnsOf(branch, records, format)
    const turns = format.storesTwice === undefined ? stored : withoutCopies(stored)
    // some begin a file at each start, and write into the one that they have loaded
    if (turns.length > 0) found.push({ session: nameOf(name), source, turns })
  }
  return found
}

/** What is wrong with the sessions themselves; a last line that a running process may be writing is not. */
export async function checkSessions(where: StoredIn, running: boolean): Promise<StoreProblem[]> {
  const found: StoreProblem[] = []
  for await (const { source, format, recorded, torn } of sessionsIn(where)) {
    const at = ({ line }: { line: number }) => `${source}, line ${line}`
    const whole = torn.filter(({ why }) => !(running && why === 'it breaks off'))
    found.push(...whole.map((one) => ({ source: at(one), problem: `cannot be read: ${one.why}` })))
    if (format.shape === 'list') continue
    const entries = recorded.map(({ entry }) => entry)
    found.push(...twins(entries).map((one) => ({ source: at(one), problem: `has an id once more, "${one.id}"` })))
    const lost = lostIn(entries).map((one) => ({
      source: at(one),
      problem: `comes after an entry "${one.parent}" that is not there`,
    }))
    found.push(...lost)
  }
  return found
}

function twins(entries: readonly Entry[]): Entry[] {
  const first = new Map(entries.toReversed().map((entry) => [entry.id, entry]))
  return entries.filter((entry) => entry.id !== undefined && first.get(entry.id) !== entry)
}

async function* sessionsIn({ home, store, evidence }: StoredIn): AsyncGenerator<Found> {
  await mkdir(evidence, { recursive: true })
  for (const place of store.places)
    for await (const path of glob(place, { cwd: home })) {
      try {
        for (const session of (await store.open(join(home, path))) ?? []) {
          const { format, file, name } = session
          await copyFile(file, join(evidence, `${name.replace(/\.jsonl$/, '')}.jsonl`))
          yield { name, source: relative(home, file), format, ...(await readAll(session)) }
        }
      } catch (error) {
        throw new HarnessError('STORE_UNREADABLE', `cannot read ${path}: ${messageOf(error)}`, { cause: error })
      }
    }
}

async function readAll({ format, lines }: StoredSession): Promise<Pick<Found, 'recorded' | 'torn'>> {
  const [recorded, torn]: [Recorded[], Torn[]] = [[], []]
  for await (const some of lines())
    for (const line of some) {
      const read = readLine(line, format)
      if (read === undefined) continue
      if ('torn' in read) torn.push(read.torn)
      else recorded.push({ entry: read.entry, record: parseJson(line.bytes.toString()) as Json })
    }
  return { recorded, torn }
}

/** The turns of a branch, with an empty result where a record says that the open calls are over. */
function turnsOf(branch: readonly Entry[], records: ReadonlyMap<Entry, Json>, format: SessionFormat): Turn[] {
  const turns: Turn[] = []
  for (const entry of branch) {
    const record = records.get(entry) ?? {}
    turns.push(...turnOf(entry, record, format))
    if (format.endsCalls?.(record)) turns.push(...endOfCalls(turns, `line ${entry.line}`))
  }
  return turns
}

function endOfCalls(turns: readonly Turn[], at: string): Turn[] {
  // a model may use one id twice
  const open: string[] = []
  for (const block of turns.flatMap((turn) => turn.blocks))
    if (block.type === 'call') open.push(block.id)
    else if (block.type === 'result' && open.includes(block.id)) open.splice(open.indexOf(block.id), 1)
  const results = open.map((id) => ({ type: 'result', id, text: '', error: true }) as const)
  return results.length === 0 ? [] : [{ role: 'user', blocks: results, at }]
}

function turnOf({ role, pieces, line, ended }: Entry, record: Json, format: SessionFormat): Turn[] {
  if (role === undefined || pieces.length === 0) return []
  const blocks = pieces.map((piece) => blockOf(piece, record, format))
  return [{ role, blocks, at: `line ${line}`, ...(ended && { ended: 'error' as const }) }]
}

function blockOf(piece: Piece, record: Json, format: SessionFormat): Block {
  const { type } = piece
  if (type === 'text') return { type, text: format.textOf(record, piece) }
  if (type === 'call') return { type, id: piece.id, name: piece.name, input: inputAt(record, piece.path) }
  if (type === 'result') return { type, id: piece.id, text: format.textOf(record, piece), error: piece.error }
  return { type: 'other', name: type }
}

/** The arguments of the call that stands at a path: an object, or one written as a text. */
function inputAt(record: Json, path: Path): unknown {
  const call = path.reduce<unknown>((value, key) => Object(value)[key], record)
  const { functionCall } = Object(call)
  const { args, input, arguments: given } = Object(isObject(functionCall) ? functionCall : call)
  const found = args ?? input ?? given
  return typeof found === 'string' ? parseJson(found) : found
}
