/** The requests of the benchmark: what a gateway sends at the start of a session, and what it sends late in one. */
import { api, asked, path, toolName } from './reply.ts'

/** One kind of request, and how often a round sends it. */
export type Case = {
  readonly request: string
  readonly stream: boolean
  readonly body: string
  readonly perRound: number
}

const pairs = 40
const resultLines = 22

/** Short and long, whole and as a stream. */
export function cases(): Case[] {
  const kinds = [
    { request: 'short', messages: [userMessage()], perRound: 400 },
    { request: `${pairs} pairs`, messages: history(), perRound: 200 },
  ]
  return kinds.flatMap(({ request, messages, perRound }) =>
    [false, true].map((stream) => ({ request, stream, perRound, body: bodyOf(messages, stream) })),
  )
}

/** What the cases have in common, for the reader of a result. */
export const described = `${api}, POST ${path}, 3 tools; the history has ${pairs} call/result pairs`

function bodyOf(messages: readonly object[], stream: boolean): string {
  return JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 4096, stream, tools, messages })
}

function userMessage(): object {
  return { role: 'user', content: `${asked} and tell me which one is “ready”.` }
}

function history(): object[] {
  return [userMessage(), ...Array.from({ length: pairs }, (_, index) => pair(index)).flat()]
}

function pair(index: number): object[] {
  const id = `toolu_01BenchmarkPair${String(index).padStart(6, '0')}`
  const input = { command: `kubectl --namespace stage-${index} get pods --output wide`, timeout: 120 }
  const call = { type: 'tool_use', id, name: toolName, input }
  const result = { type: 'tool_result', tool_use_id: id, content: [{ type: 'text', text: output(index) }] }
  return [
    { role: 'assistant', content: [{ type: 'text', text: `Next I look at namespace stage-${index}.` }, call] },
    { role: 'user', content: [result] },
  ]
}

function output(index: number): string {
  const line = (n: number) =>
    `web-${index}-${n}\t1/1\tRunning\t0\t"10.0.${index}.${n}"\tnode-${n % 7}.cluster.example.internal ✓`
  return Array.from({ length: resultLines }, (_, n) => line(n)).join('\n')
}

const tools = [
  tool(toolName, 'Runs a shell command and returns its output.', { command: 'string', timeout: 'number' }),
  tool('read', 'Reads a file, or a part of it.', { path: 'string', offset: 'number', limit: 'number' }),
  tool('write', 'Writes a file and creates its folder.', { path: 'string', content: 'string' }),
]

function tool(name: string, description: string, types: Readonly<Record<string, string>>): object {
  const properties = Object.fromEntries(Object.entries(types).map(([key, type]) => [key, { type, description: key }]))
  return { name, description, input_schema: { type: 'object', properties, required: Object.keys(types).slice(0, 1) } }
}
