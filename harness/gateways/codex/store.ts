import { glob } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { StoredTranscript } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import type { StoreProblem } from '../../record/entry.ts'
import { type Block, type Turn, textOf } from '../../transcript/transcript.ts'
import { quoted } from '../session-tree/entry-problems.ts'
import { readLines, type StoredLine } from '../session-tree/tree.ts'

/** Where it keeps threads: a file of lines each, whose name ends with the thread's id. */
const places = 'sessions/*/*/*/rollout-*.jsonl'

/**
 * Every thread as it is on disk. Files are only read; copies of them go to `evidence`.
 * @param nameOf the scenario's name of a session from the thread's id
 * @throws HarnessError STORE_UNREADABLE
 */
export async function readStore(
  state: string,
  evidence: string,
  nameOf: (thread: string) => string,
): Promise<StoredTranscript[]> {
  const found: StoredTranscript[] = []
  for await (const { source, lines } of filesIn(state, evidence))
    found.push({ session: nameOf(threadOf(source)), source, turns: turnsIn(lines, source) })
  return found
}

/** What is wrong with the store itself: lines that are no JSON, and numbers of records (`ordinal`) that are not one after another. */
export async function checkStore(state: string, evidence: string, running: boolean): Promise<StoreProblem[]> {
  const found: StoreProblem[] = []
  for await (const { source, lines } of filesIn(state, evidence)) {
    let last: number | undefined
    for (const { text, at, open } of lines) {
      const record = parsed(text)
      const where = `${source}, ${at}`
      if (record === undefined) {
        if (!(open && running)) found.push({ source: where, problem: `is not a JSON object: ${quoted(text)}` })
        continue
      }
      const { ordinal } = record
      if (typeof ordinal !== 'number') continue
      if (last !== undefined && ordinal !== last + 1)
        found.push({ source: where, problem: `has the number ${ordinal} after ${last}` })
      last = ordinal
    }
  }
  return found
}

/** The file of a thread. */
export async function threadFile(state: string, thread: string): Promise<string | undefined> {
  for await (const source of glob(places, { cwd: state })) if (threadOf(source) === thread) return join(state, source)
  return undefined
}

async function* filesIn(state: string, evidence: string): AsyncGenerator<{ source: string; lines: StoredLine[] }> {
  for await (const source of glob(places, { cwd: state }))
    yield { source, lines: (await readLines(join(state, source), evidence)) ?? [] }
}

function threadOf(source: string): string {
  return /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/.exec(source)?.[1] ?? basename(source)
}

/** What was said, from line to line. The answer to the request for a summary is stored as the model's, and then as what it is. */
function turnsIn(lines: readonly StoredLine[], source: string): Turn[] {
  return lines.reduce<Turn[]>((turns, line) => {
    const { type, payload } = parsed(line.text) ?? {}
    if (type === 'compacted' && isSummary(turns.at(-1), Object(payload).message)) turns.pop()
    turns.push(...turnOf(line, source))
    return turns
  }, [])
}

function isSummary(turn: Turn | undefined, message: unknown): boolean {
  return turn?.role === 'assistant' && typeof message === 'string' && message.endsWith(textOf(turn))
}

/** The item of the conversation that a line holds; the others tell of turns, settings and what a client was told. */
function turnOf({ text, at, open }: StoredLine, source: string): Turn[] {
  const record = parsed(text)
  if (record === undefined) {
    if (open) return []
    throw new HarnessError('STORE_UNREADABLE', `${source}, ${at} is not a JSON object`)
  }
  return record.type === 'response_item' && isObject(record.payload) ? turnOfItem(record.payload, at) : []
}

function turnOfItem(item: Json, at: string): Turn[] {
  const { type, role } = item
  if (type === 'message' && (role === 'user' || role === 'assistant'))
    return [{ role, blocks: textsIn(item.content), at }]
  if (type === 'function_call') return [{ role: 'assistant', blocks: [callOf(item)], at }]
  if (type === 'function_call_output') return [{ role: 'user', blocks: [resultOf(item)], at }]
  return type === 'reasoning' ? [{ role: 'assistant', blocks: [{ type: 'other', name: 'reasoning' }], at }] : []
}

function textsIn(content: unknown): Block[] {
  const parts = Array.isArray(content) ? content.filter(isObject) : []
  return parts.map(({ type, text }) =>
    typeof text === 'string' ? { type: 'text', text } : { type: 'other', name: String(type) },
  )
}

function callOf({ call_id, name, arguments: input }: Json): Block {
  return { type: 'call', id: String(call_id), name: String(name), input: parsed(String(input)) ?? input }
}

/** The API has no flag for a result that is an error. */
function resultOf({ call_id, output }: Json): Block {
  const text =
    typeof output === 'string'
      ? output
      : textsIn(output)
          .map((block) => ('text' in block ? block.text : ''))
          .join('\n')
  return { type: 'result', id: String(call_id), text, error: false }
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
