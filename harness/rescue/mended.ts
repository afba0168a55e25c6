import type { Json } from '../../mock-provider/json.ts'
import { readSession } from '../store/read-session.ts'
import type { Entry, SessionFormat } from '../store/session.ts'
import { type Change, edited, type Mending } from './edits.ts'
import { conversationOf } from './health.ts'
import { mendForgotten } from './mend-forgotten.ts'
import { mendItems } from './mend-items.ts'
import { mendLines } from './mend-lines.ts'
import { mendNumbers } from './mend-numbers.ts'
import { type Elsewhere, mendPairs } from './mend-pairs.ts'
import { mendSides } from './mend-sides.ts'
import { freshId, mendTree, textAt } from './mend-tree.ts'

/** A session after its repair, and all that was changed. */
export type Mended = { readonly bytes: Buffer; readonly changes: readonly Change[] }

/** What is known of a session beside its bytes: the name of its file, the version of its agent, and where results may be found. */
export type About = {
  readonly name: string
  readonly version?: string | undefined
  readonly elsewhere?: Elsewhere
}

/** Passes until nothing is left to do: there is one for each thing that stands on another. */
const maxPasses = 16

/** Repairs the bytes of a session: lines first, then the tree, then the pairs of calls and results. It is pure, and a second time changes nothing. */
export function mended(
  was: Buffer,
  format: SessionFormat,
  { name, version, elsewhere = () => undefined }: About,
): Mended {
  const changes: Change[] = []
  let bytes = was
  const step = ({ edits, changes: told }: Mending) => {
    bytes = edited(bytes, edits)
    changes.push(...told)
    return edits.length > 0
  }
  const told = toldIn(was, format)
  step(mendLines(bytes, format, name))
  step(mendForgotten(readSession(bytes, format)))
  const mends = format.mends(version)
  const read = () => readSession(bytes, format)
  const passes = () =>
    step(mendTree(bytes, read(), format)) ||
    step(mendSides(bytes, read(), format, told)) ||
    step(mendPairs(bytes, read(), format, mends, elsewhere)) ||
    step(mendItems(bytes, read(), format))
  for (let pass = 0; pass < maxPasses && passes(); pass++);
  step(mendNumbers(bytes, readSession(bytes, format), format))
  return { bytes, changes }
}

/** The ids of what the agent sends of a session as it is; of two records with one id also that which the one that is not read will have. */
function toldIn(bytes: Buffer, format: SessionFormat): Set<string> {
  const { entries } = readSession(bytes, format)
  const sent = conversationOf(entries, format).filter(({ id, role, ended }) => id !== undefined && role && !ended)
  const ids = new Map(sent.map((entry) => [entry.id as string, textAt(bytes, entry)]))
  const twins = entries.flatMap((entry) => {
    const [twin, own] = [ids.get(entry.id ?? ''), textAt(bytes, entry)]
    return twin === undefined || twin === own || !saysMore(entry, own, twin, format)
      ? []
      : [freshId(format, entry.id ?? '', own)]
  })
  return new Set([...ids.keys(), ...twins])
}

/** Whether a record says something that its twin does not. What has calls is no such record: they would run twice. */
function saysMore({ pieces }: Entry, own: string, twin: string, format: SessionFormat): boolean {
  const record = JSON.parse(own) as Json
  const texts = pieces.flatMap((piece) => (piece.type === 'text' ? [format.textOf(record, piece)] : []))
  const isNew = texts.some((text) => !twin.includes(JSON.stringify(text).slice(1, -1)))
  return isNew && pieces.every(({ type }) => type === 'text' || type === 'other')
}
