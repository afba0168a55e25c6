import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isObject, type Json, listOf } from '../../mock-provider/json.ts'
import { stores } from '../gateways/index.ts'
import { readSession } from '../store/read-session.ts'
import type { SessionFormat } from '../store/session.ts'
import { Dice, type Event, type Whole, wholeSession } from './corpus.ts'
import { healthOf } from './health.ts'
import { mended } from './mended.ts'
import { accidentKinds, accidentOf, damaged } from './random-damage.ts'
import { type Rival, rivals } from './rivals.ts'
import { type Score, scoreOf } from './score.ts'

/** How an agent with records of another kind than those of `wholeSession` stores the same conversation. */
type Writing = {
  readonly fileName: string
  /** what stands at the beginning of its file */
  readonly head?: Json
  /** the records of one message; `n` counts messages, and ids follow from it */
  readonly records: (message: Message, n: number) => Json[]
  /** puts the finished records in a row: links or numbers them */
  readonly link?: Link
}

type Link = (record: Json, n: number) => Json

type Message = {
  readonly role: 'user' | 'assistant' | 'result'
  readonly texts: readonly string[]
  readonly calls: readonly { readonly id: string; readonly name: string; readonly args: unknown }[]
  /** the call that a result is of, and its tool */
  readonly of: string
  readonly tool: string
}

const session = '11111111-0000-4000-8000-000000000000'
const timestamp = '2026-01-01T00:00:00.000Z'

/** The agents beside those with trees of messages, by name. */
const writings: Readonly<Record<string, Writing>> = {
  codex: {
    fileName: 'rollout-2026-01-01T00-00-00-0.jsonl',
    head: { timestamp, type: 'session_meta', payload: { id: session } },
    records: codexRecords,
    link: (record, ordinal) => ({ ordinal, ...record }),
  },
  'claude-code': { fileName: `${session}.jsonl`, records: claudeCodeRecords, link: linkedBy('uuid', 'parentUuid') },
  qwen: { fileName: `${session}.jsonl`, records: qwenRecords, link: linkedBy('uuid', 'parentUuid') },
  copilot: {
    fileName: 'events.jsonl',
    head: { type: 'session.start', timestamp, data: { sessionId: session } },
    records: copilotRecords,
    link: linkedBy('id', 'parentId'),
  },
  'gemini-cli': {
    fileName: 'session-2026-01-01T00-00-11111111.jsonl',
    head: { sessionId: session, projectHash: '0' },
    records: geminiRecords,
  },
  opencode: { fileName: 'opencode.db', records: opencodeRecords },
}

/** The conversation of `wholeSession` as an agent stores it: as lines, or as the lines that are made of its rows or messages. */
function wholeSessionOf(agent: string, seed: string): Whole & { readonly bytes: Buffer } {
  const { events } = wholeSession(seed)
  const { fileName, head, records, link = (record: Json) => record } = writings[agent] as Writing
  const own = events.flatMap(messageOf).flatMap(records)
  const all = [...(head === undefined ? [] : [head]), ...own].map(link)
  return { fileName, events, bytes: Buffer.from(all.map((record) => `${JSON.stringify(record)}\n`).join('')) }
}

function messageOf({ message }: Event): Message[] {
  if (message === undefined) return []
  const blocks = listOf(message, 'content').filter(isObject)
  const role = message.role === 'toolResult' ? 'result' : message.role === 'user' ? 'user' : 'assistant'
  return [
    {
      role,
      texts: blocks.flatMap(({ type, text }) => (type === 'text' ? [String(text)] : [])),
      calls: blocks.flatMap(({ type, id, name, arguments: args }) =>
        type === 'toolCall' ? [{ id: String(id), name: String(name), args }] : [],
      ),
      of: String(message.toolCallId),
      tool: String(message.toolName),
    },
  ]
}

function linkedBy(idKey: string, parentKey: string): Link {
  return (record, n) => ({ ...record, [idKey]: idOf(n), [parentKey]: n === 0 ? null : idOf(n - 1) })
}

function idOf(n: number): string {
  const hash = createHash('sha256').update(String(n)).digest('hex')
  return `${hash.slice(0, 8)}-0000-4000-8000-${hash.slice(8, 20)}`
}

function codexRecords({ role, texts, calls, of }: Message, n: number): Json[] {
  const item = (payload: Json) => ({ timestamp, type: 'response_item', payload })
  if (role === 'result')
    return [item({ type: 'function_call_output', id: `fco_${of}`, call_id: of, output: texts.join('\n') })]
  const type = role === 'user' ? 'input_text' : 'output_text'
  return [
    ...texts.map((text, t) => item({ type: 'message', id: `msg_${n}_${t}`, role, content: [{ type, text }] })),
    ...calls.map(({ id, name, args }) =>
      item({ type: 'function_call', id: `fc_${id}`, call_id: id, name, arguments: JSON.stringify(args) }),
    ),
  ]
}

function claudeCodeRecords({ role, texts, calls, of }: Message, n: number): Json[] {
  const line = (type: 'user' | 'assistant', content: Json[]) => ({
    ...{ isSidechain: false, sessionId: session, version: '2.1.332', cwd: '/home/someone', type, timestamp },
    message: { role: type, content, ...(type === 'assistant' && { id: `msg_${n}` }) },
  })
  if (role === 'result') return [line('user', [{ type: 'tool_result', tool_use_id: of, content: texts.join('\n') }])]
  // each block of the model has a line of its own
  return [
    ...texts.map((text) => line(role, [{ type: 'text', text }])),
    ...calls.map(({ id, name, args }) => line('assistant', [{ type: 'tool_use', id, name, input: args }])),
  ]
}

function googleParts({ texts, calls, of, tool, role }: Message): Json[] {
  if (role === 'result') return [{ functionResponse: { id: of, name: tool, response: { output: texts.join('\n') } } }]
  return [...texts.map((text) => ({ text })), ...calls.map((functionCall) => ({ functionCall }))]
}

function qwenRecords(message: Message): Json[] {
  const type = message.role === 'result' ? 'tool_result' : message.role
  const parts = googleParts(message)
  const role = message.role === 'assistant' ? 'model' : 'user'
  return [{ sessionId: session, timestamp, type, cwd: '/home/someone', version: '0.24.4', message: { role, parts } }]
}

function copilotRecords({ role, texts, calls, of }: Message): Json[] {
  const content = texts.join('\n')
  if (role === 'user') return [{ type: 'user.message', timestamp, data: { content } }]
  if (role === 'result')
    return [
      { type: 'tool.execution_complete', timestamp, data: { toolCallId: of, success: true, result: { content } } },
    ]
  const toolRequests = calls.map(({ id, name, args }) => ({ toolCallId: id, name, arguments: args }))
  return [{ type: 'assistant.message', timestamp, data: { content, toolRequests } }]
}

function geminiRecords(message: Message, n: number): Json[] {
  const { role, texts, calls } = message
  const parts = googleParts(message)
  if (role === 'result') return [{ $result: message.of, parts }]
  const content = texts.map((text) => ({ text }))
  if (role === 'user') return [{ id: `m${n}`, timestamp, type: 'user', content }]
  return [{ id: `m${n}`, timestamp, type: 'gemini', content, ...(calls.length > 0 && { toolCalls: calls }) }]
}

function opencodeRecords({ role, texts, calls, of }: Message, n: number): Json[] {
  const about = { of: `msg_${String(n).padStart(4, '0')}`, by: role === 'user' ? 'user' : 'assistant' }
  const state = { status: 'completed', output: texts.join('\n'), title: '', metadata: {}, time: { start: 0, end: 0 } }
  if (role === 'result') return [{ result: of, part: `prt_${of}`, ...about, state }]
  return [
    { message: about.of, by: about.by, data: { role: about.by, time: { created: 0 } } },
    ...texts.map((text, t) => ({ part: `prt_${n}_${t}`, ...about, data: { type: 'text', text } })),
    ...calls.map(({ id, name, args }) => ({
      ...{ part: `prt_${id}`, ...about },
      data: { type: 'tool', callID: id, tool: name, state: { input: args } },
    })),
  ]
}

/** `CORPUS_SEEDS=24` makes it longer. */
const seeds = Array.from({ length: Number(process.env.CORPUS_SEEDS ?? 8) }, (_, n) => `s${n}`)
const agents = Object.keys(writings)
const clean: Score = { refusedBy: [], lostResults: [], lostWords: [], touched: [] }
const [nobody, itself, ours] = [rivals[0], rivals.at(-2), rivals.at(-1)] as [Rival, Rival, Rival]

function formatOf(agent: string): SessionFormat {
  const store = stores.find(({ format }) => format.agent === agent)
  if (store === undefined) throw new Error(`no store of ${agent}`)
  return store.format
}

/** Every broken session of an agent: each kind of random damage on each seed. */
function brokenOf(agent: string) {
  return accidentKinds.flatMap((kind) =>
    seeds.flatMap((seed) => {
      const { fileName, events, bytes } = wholeSessionOf(agent, seed)
      const dice = new Dice(`${agent}/${kind}/${seed}`)
      const broken = damaged(bytes, [accidentOf(kind, (below) => dice.below(below))])
      return broken.equals(bytes) ? [] : [{ say: `${agent} ${kind} ${seed}`, fileName, events, broken }]
    }),
  )
}

const rows: string[] = []

test.each(agents)('%s: sessions damaged at random are accepted, have lost nothing, and stay as they are', (agent) => {
  const format = formatOf(agent)
  const all = brokenOf(agent)
  const count = (rival: Rival) => {
    const scores = all.map(({ events, broken, fileName }) =>
      scoreOf(events, broken, rival.mend(broken, format, fileName), format),
    )
    return [
      scores.filter(({ refusedBy }) => refusedBy.length === 0).length,
      scores.filter(({ lostResults, lostWords }) => lostResults.length + lostWords.length > 0).length,
    ]
  }
  for (const { say, events, broken, fileName } of all) {
    const { bytes } = mended(broken, format, { name: fileName })
    expect({ say, ...scoreOf(events, broken, ours.mend(broken, format, fileName), format) }).toEqual({ say, ...clean })
    expect({ say, changes: mended(bytes, format, { name: fileName }).changes }).toEqual({ say, changes: [] })
    expect({ say, state: healthOf(readSession(bytes, format), format).state }).toEqual({ say, state: 'sound' })
  }
  const figures = [nobody, itself].flatMap(count)
  rows.push(`| ${[agent, all.length, ...figures, all.length, 0].join(' | ')} |`)
})

test.each(agents)('%s: a sound session comes out byte for byte', (agent) => {
  for (const seed of seeds) {
    const { bytes, fileName } = wholeSessionOf(agent, seed)
    expect(mended(bytes, formatOf(agent), { name: fileName })).toEqual({ bytes, changes: [] })
  }
})

test.skipIf(process.env.CORPUS_SEEDS !== undefined)('the table in docs/rescue.md is what is scored here', () => {
  expect(readFileSync('docs/rescue.md', 'utf8')).toContain(rows.join('\n'))
})
