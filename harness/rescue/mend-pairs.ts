import type { Json } from '../../mock-provider/json.ts'
import { branchOf, sentOf } from '../store/branch.ts'
import type { Entry, Mends, Piece, Session, SessionFormat } from '../store/session.ts'
import { short } from '../transcript/blocks.ts'
import type { Change, Mending } from './edits.ts'
import { matchResults } from './match-results.ts'
import { textAt } from './mend-tree.ts'
import { type Node, rewrite } from './rewrite.ts'
import { type Call, type CallTurn, type Result, turnsOfCalls } from './turns-of-calls.ts'

/** What is said in the place of a result that nobody has. */
export const notRecorded = '[The result of this call was not recorded; it may have run.]'

/** Real signatures have hundreds of characters; an empty thought beside one is how the API itself leaves a thought out. */
const shortSignature = 64

/** What is said where a conversation begins with the model. */
const noBeginning = '[The beginning of this conversation was not recorded.]'

/** Where the real result of a call may be found beside the conversation: on another branch, or in another file of the agent. */
export type Elsewhere = (
  callId: string,
) => { readonly text: string; readonly error: boolean; readonly where: string } | undefined

/** Gives each call of a conversation exactly one result in its place; results that belong to no call are kept as notes. */
export function mendPairs(
  bytes: Buffer,
  session: Session,
  format: SessionFormat,
  mends: Mends,
  elsewhere: Elsewhere,
): Mending {
  const branch = branchOf(session.entries, format)
  const { sent, summary } = sentOf(branch)
  const { turns, results } = turnsOfCalls(sent, format)
  const matched = matchResults(turns, results)
  const from = sent[0] === undefined ? 0 : branch.indexOf(sent[0])
  const plan = new Plan(bytes, format, (id) => besideIn(bytes, session, sent, format, id) ?? elsewhere(id), matched.of)
  if (!mends.endedFirst) for (const entry of sent) plan.cutCalls(entry)
  if (format.signsThinking) for (const entry of sent) plan.cutThinking(entry)
  for (const result of matched.swapped) plan.swap(result)
  for (const call of matched.renamed) plan.rename(call)
  for (const result of matched.loose) plan.loosen(result, results)
  const nodes = plan.nodesOf(sent, turns, new Set(matched.of.values()), summary === undefined)
  const isBehind = summary !== undefined && branch.indexOf(summary) > from
  const order = isBehind ? withSummary(nodes, branch, summary) : nodes
  return {
    edits: rewrite(bytes, session, [...branch.slice(0, from).map(kept), ...order], format),
    changes: plan.changes,
  }
}

function kept(entry: Entry): Node {
  return { entry, cut: [], ids: new Map(), moved: false }
}

/** The summary stays behind what it stood behind, or behind the results that belong there. */
function withSummary(nodes: readonly Node[], branch: readonly Entry[], summary: Entry): Node[] {
  const before = new Set(branch.slice(0, branch.indexOf(summary)))
  let at = nodes.findLastIndex((node) => 'entry' in node && before.has(node.entry) && !node.moved) + 1
  while (at > 0 && nodes[at] !== undefined && isResult(nodes[at] as Node)) at++
  return [...nodes.slice(0, at), kept(summary), ...nodes.slice(at)]
}

function isResult(node: Node): boolean {
  return 'result' in node || ('entry' in node && node.moved)
}

/** The real result of a call on another branch of the same file. */
function besideIn(
  bytes: Buffer,
  { entries }: Session,
  sent: readonly Entry[],
  format: SessionFormat,
  id: string,
): ReturnType<Elsewhere> {
  const own = new Set(sent)
  for (const entry of entries) {
    const found = entry.pieces.find((piece) => piece.type === 'result' && piece.id === id && !piece.invented)
    if (found?.type !== 'result' || own.has(entry)) continue
    const text = format.textOf(JSON.parse(textAt(bytes, entry)) as Json, found)
    return { text, error: found.error, where: `in line ${entry.line}, on another branch` }
  }
  return undefined
}

/** What is to become of each entry, gathered piece by piece. */
class Plan {
  readonly changes: Change[] = []
  readonly #cut = new Map<Entry, Piece[]>()
  readonly #ids = new Map<Entry, Map<Piece, string>>()
  readonly #notes = new Map<Entry, Node[]>()
  readonly #bytes: Buffer
  readonly #format: SessionFormat
  readonly #elsewhere: Elsewhere
  readonly #of: ReadonlyMap<Call, Result>

  constructor(bytes: Buffer, format: SessionFormat, elsewhere: Elsewhere, of: ReadonlyMap<Call, Result>) {
    this.#bytes = bytes
    this.#format = format
    this.#elsewhere = elsewhere
    this.#of = of
  }

  /** Gives a result the id of the call that it stands behind. */
  swap({ entry, piece, id }: Result): void {
    this.#setId(entry, piece, id)
    this.#tell(
      'changes',
      entry,
      `the result "${short(piece.text, 40)}" goes with call ${id}`,
      'it stood before the call that it named',
    )
  }

  /** Gives a call an id of its own. */
  rename({ entry, piece, id }: Call): void {
    this.#setId(entry, piece, id)
    this.#tell('changes', entry, `call ${piece.id} is ${id} now`, 'an earlier call has the same id')
  }

  /** An attempt that ended badly keeps its words, and its calls go: they never ran, and the agent makes up results for them. */
  cutCalls(entry: Entry): void {
    const calls = entry.ended ? entry.pieces.filter(({ type }) => type === 'call') : []
    for (const piece of calls) this.#cutOut(entry, piece)
    if (calls.length === 0) return
    const why =
      'the attempt ended in an error and is not sent again; the agent makes up results for its calls, and those are sent'
    this.#tell('removes', entry, `${calls.length} calls of a failed attempt`, why)
  }

  /** Thinking without a signature, or with no text and a signature that is none, is refused; what is signed is left as it is. */
  cutThinking(entry: Entry): void {
    for (const piece of entry.pieces) {
      if (
        piece.type !== 'thinking' ||
        (piece.signature !== '' && (piece.text !== '' || piece.signature.length >= shortSignature))
      )
        continue
      this.#cutOut(entry, piece)
      this.#tell('removes', entry, 'a thought without its signature', 'the API refuses thinking that it has not signed')
    }
  }

  /** A result that belongs to no call: one that was made up or is there twice goes, any other is kept as a note. */
  loosen({ entry, piece, id }: Result, all: readonly Result[]): void {
    const text = this.#textOf(entry, piece)
    this.#cutOut(entry, piece)
    const isTwin = (other: Result) =>
      other.piece !== piece && other.id === id && this.#textOf(other.entry, other.piece) === text
    const at = `the result of call ${piece.id}, "${short(text, 60)}"`
    if (piece.invented) this.#tell('removes', entry, at, 'the agent had made it up, and it belongs to no call')
    else if (all.some((other) => isTwin(other) && !this.#isCut(other)))
      this.#tell('removes', entry, at, 'it is there twice')
    else {
      const note = `[A result whose call is not in this conversation (${piece.id}):]\n${text}`
      this.#notes.set(entry, [...(this.#notes.get(entry) ?? []), { note, near: entry, isBefore: false }])
      this.#tell('changes', entry, `${at} is kept as a note`, 'its call is not in this conversation')
    }
  }

  /** The conversation as it is to be, in order. */
  nodesOf(sent: readonly Entry[], turns: readonly CallTurn[], taken: ReadonlySet<Result>, startsHere: boolean): Node[] {
    const first = sent.find(({ role, ended }) => role !== undefined && !ended)
    if (first?.role === 'assistant' && startsHere)
      this.#tell(
        'adds',
        first,
        `a note: "${noBeginning}"`,
        'a conversation begins with the person, and what they said is not there',
        'how it began',
      )
    const ends = new Map(turns.map((turn) => [sent[turn.last] as Entry, turn]))
    const added = new Map(turns.map((turn) => [turn, this.#addedTo(turn, taken)]))
    return sent.flatMap((entry) => {
      const turn = ends.get(entry)
      const own: Node = { entry, cut: this.#cut.get(entry) ?? [], ids: this.#ids.get(entry) ?? new Map(), moved: false }
      const note: Node[] =
        entry === first && entry.role === 'assistant' && startsHere
          ? [{ note: noBeginning, near: entry, isBefore: true }]
          : []
      return [...note, own, ...(this.#notes.get(entry) ?? []), ...((turn && added.get(turn)) ?? [])]
    })
  }

  /** The results of a turn that do not stand right behind it. */
  #addedTo({ calls, behind }: CallTurn, taken: ReadonlySet<Result>): Node[] {
    return calls.flatMap((call): Node[] => {
      const result = this.#of.get(call)
      if (result !== undefined && taken.has(result) && !(result.piece.invented && this.#elsewhere(call.piece.id)))
        return behind.includes(result) ? this.#renamed(call, result) : [this.#moved(call, result)]
      if (result !== undefined) this.#cutOut(result.entry, result.piece)
      const real = this.#elsewhere(call.piece.id)
      const text = real?.text ?? notRecorded
      const what = `the result of call ${call.piece.id} (${call.piece.name})`
      if (real) this.#tell('adds', call.entry, `${what}: "${short(text, 60)}"`, `it was found ${real.where}`)
      else this.#tell('adds', call.entry, `${what}: "${notRecorded}"`, 'the call has none, and none was found', what)
      return [{ result: { ...call.piece, id: call.id }, text, error: real?.error ?? true, near: call.entry }]
    })
  }

  #renamed({ id }: Call, { entry, piece }: Result): Node[] {
    if (piece.id !== id) this.#setId(entry, piece, id)
    return []
  }

  #moved(call: Call, { entry, piece, id }: Result): Node {
    const why = 'it does not stand behind its call'
    this.#tell('moves', entry, `the result of call ${id} goes to its call, line ${call.entry.line}`, why)
    if (piece.id !== call.id) this.#setId(entry, piece, call.id)
    if (piece.path.length === 0) {
      this.#cutOut(entry, piece)
      return { entry, cut: [], ids: this.#ids.get(entry) ?? new Map(), moved: true }
    }
    this.#cutOut(entry, piece)
    return {
      result: { ...call.piece, id: call.id },
      text: this.#textOf(entry, piece),
      error: piece.error,
      near: call.entry,
    }
  }

  #textOf(entry: Entry, piece: Piece): string {
    return this.#format.textOf(JSON.parse(textAt(this.#bytes, entry)) as Json, piece)
  }

  #isCut({ entry, piece }: Result): boolean {
    return this.#cut.get(entry)?.includes(piece) === true
  }

  #cutOut(entry: Entry, piece: Piece): void {
    this.#cut.set(entry, [...(this.#cut.get(entry) ?? []), piece])
  }

  #setId(entry: Entry, piece: Piece, id: string): void {
    this.#ids.set(entry, (this.#ids.get(entry) ?? new Map()).set(piece, id))
  }

  #tell(does: Change['does'], { line }: Entry, what: string, why: string, lost?: string): void {
    this.changes.push({ does, at: `line ${line}`, what, why, ...(lost !== undefined && { lost }) })
  }
}
