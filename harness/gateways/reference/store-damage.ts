import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Damage, PairDamage } from '../../damage.ts'
import { HarnessError } from '../../errors.ts'
import { leaveHalfLine } from '../../store/leave-half-line.ts'
import type { Entry } from './server/log.ts'

type Result = Extract<Entry, { type: 'result' }>

/** What a broken pair leaves of a log, and the ids of the calls that it is about. */
type Damaged = { readonly entries: readonly object[]; readonly calls: readonly string[] }

/**
 * Breaks a pair in the log of a session while no gateway has it open, or leaves half a line at its end, as a power cut does; resolves to the
 * ids of the calls that the damage is about.
 * @throws HarnessError LIMIT_REACHED when the log has nothing that could be damaged so
 */
export async function damageStore(state: string, session: string, damage: Damage): Promise<readonly string[]> {
  const file = join(state, 'sessions', `${session}.jsonl`)
  if (damage === 'cut-line') {
    await leaveHalfLine(file)
    return []
  }
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
  const entries: Entry[] = lines.map((line) => JSON.parse(line))
  const results = entries.filter((entry) => entry.type === 'result')
  const made = makers[damage](entries, results)
  if (made === undefined)
    throw new HarnessError('LIMIT_REACHED', `the stored history of ${session} has no place for "${damage}"`)
  await writeFile(file, made.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  return made.calls
}

const makers: Readonly<
  Record<PairDamage, (entries: readonly Entry[], results: readonly Result[]) => Damaged | undefined>
> = {
  'orphaned-call': (entries, results) => aboutLast(results, (last) => entries.filter((entry) => entry !== last)),
  'orphaned-result': (entries, results) =>
    aboutLast(results, ({ call }) => entries.map((entry) => withoutCall(entry, call))),
  // no line may be there twice, and clients count the lines that they have been told of
  'repeated-result': (entries, results) =>
    aboutLast(results, (last) => [...entries, { ...last, text: `${last.text} ` }]),
  'swapped-ids': (entries, results) => {
    const [first, last] = [results[0], results.at(-1)]
    if (first === undefined || last === undefined || first === last) return undefined
    const swapped = entries.map((entry) => {
      if (entry === first) return { ...first, call: last.call }
      return entry === last ? { ...last, call: first.call } : entry
    })
    return { entries: swapped, calls: [first.call, last.call] }
  },
}

function aboutLast(results: readonly Result[], change: (last: Result) => readonly object[]): Damaged | undefined {
  const last = results.at(-1)
  return last === undefined ? undefined : { entries: change(last), calls: [last.call] }
}

function withoutCall(entry: Entry, call: string): Entry {
  if (entry.type !== 'assistant') return entry
  return { ...entry, content: entry.content.filter((block) => block.type !== 'tool_use' || block.id !== call) }
}
