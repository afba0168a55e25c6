import { glob } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { StoredTranscript } from '../../driver.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import type { StoreProblem } from '../../record/entry.ts'
import type { Block, Turn } from '../../transcript/transcript.ts'
import { quoted } from '../session-tree/entry-problems.ts'
import { readLines, type StoredLine } from '../session-tree/tree.ts'

/** Where it keeps a session: a file of lines, named by the session's id, in a folder for the working folder. */
const places = 'projects/*/*.jsonl'

type Line = { readonly at: string; readonly json: Json }

/**
 * Every session as it is on disk. Files are only read; copies of them go to `evidence`.
 * @param nameOf the scenario's name of a session from its id
 * @throws HarnessError STORE_UNREADABLE
 */
export async function readStore(
  state: string,
  evidence: string,
  nameOf: (id: string) => string,
): Promise<StoredTranscript[]> {
  const found: StoredTranscript[] = []
  for await (const source of glob(places, { cwd: state })) {
    try {
      const lines = (await readLines(join(state, source), evidence)) ?? []
      found.push({ session: nameOf(basename(source, '.jsonl')), source, turns: turnsIn(lines.flatMap(parsedLine)) })
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
    const lines = ((await readLines(join(state, source), evidence)) ?? []).filter(({ open }) => !(open && running))
    found.push(...problemsIn(lines).map(({ at, problem }) => ({ source: `${source}, ${at}`, problem })))
  }
  return found
}

function problemsIn(lines: readonly StoredLine[]): { at: string; problem: string }[] {
  const uuids = new Map<unknown, string>()
  return lines.flatMap(({ text, at }) => {
    const json = objectIn(text)
    if (json === undefined) return [{ at, problem: `is not a JSON object: ${quoted(text)}` }]
    const first = json.uuid === undefined ? undefined : uuids.get(json.uuid)
    if (first === undefined) uuids.set(json.uuid, at)
    return first === undefined ? [] : [{ at, problem: `has the id of ${first}, "${json.uuid}"` }]
  })
}

/** The last line may be one that a running process has not finished writing. */
function parsedLine({ text, at, open }: StoredLine): Line[] {
  const json = objectIn(text)
  if (json !== undefined) return [{ at, json }]
  if (open) return []
  throw new Error(`${at} is not a JSON object`)
}

function objectIn(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A reply of the model has a line for each of its blocks, all with its id; results may come between them. */
function turnsIn(lines: readonly Line[]): Turn[] {
  const said = lines.flatMap(spokenLine)
  const replies = Map.groupBy(said, ({ json }) => (json.type === 'assistant' ? (json.message as Json).id : undefined))
  return said.flatMap((line): Turn[] => {
    const { type, message } = line.json
    if (type === 'user') return [{ role: 'user', blocks: blocksOf((message as Json).content), at: line.at }]
    const reply = type === 'assistant' ? (replies.get((message as Json).id) ?? []) : []
    // what Claude Code tells the person when the provider has failed, in its own words, is stored as if the model had said it
    if (reply[0] !== line || line.json.isApiErrorMessage === true) return []
    return [
      { role: 'assistant', blocks: reply.flatMap(({ json }) => blocksOf((json.message as Json).content)), at: line.at },
    ]
  })
}

/** A line of the conversation. A message that was taken into a turn stands in an attachment. */
function spokenLine({ at, json }: Line): Line[] {
  const { type, message, attachment, isSidechain } = json
  if (isSidechain === true) return []
  if (type === 'attachment' && isObject(attachment) && attachment.type === 'queued_command')
    return [{ at, json: { type: 'user', message: { content: attachment.prompt } } }]
  return isObject(message) ? [{ at, json }] : []
}

function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isObject).map(blockOf) : []
}

function blockOf(block: Json): Block {
  if (block.type === 'text') return { type: 'text', text: String(block.text) }
  if (block.type === 'tool_use')
    return { type: 'call', id: String(block.id), name: String(block.name), input: block.input }
  if (block.type !== 'tool_result') return { type: 'other', name: String(block.type) }
  const text = blocksOf(block.content).flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return { type: 'result', id: String(block.tool_use_id), text: text.join('\n'), error: block.is_error === true }
}
