import type { WireRequest } from '../../mock-provider/dialect.ts'
import type { Json } from '../../mock-provider/json.ts'
import type { Entry, Piece } from '../store/session.ts'

/** What is said by one side before the other speaks again; `item` is the API's own id of a piece. */
type Turn = { readonly role: 'user' | 'assistant'; readonly pieces: readonly (Piece & { readonly item?: string })[] }

/** What the person says next, so that it is seen whether the session goes on. */
const next: Turn = { role: 'user', pieces: [{ type: 'text', path: [], text: 'still there?' }] }

/** The requests by which a conversation is sent on through an API, by the API's name; what comes next is a message of the person. */
export const requestThrough: Readonly<Record<string, (entries: readonly Entry[]) => WireRequest>> = {
  'anthropic-messages': (entries) => anthropic(turnsOf(entries)),
  'openai-completions': (entries) => completions(turnsOf(entries)),
  'openai-responses': (entries) => responses(turnsOf(entries)),
  'google-generative-ai': (entries) => google(turnsOf(entries)),
}

function turnsOf(entries: readonly Entry[]): Turn[] {
  const turns: Turn[] = []
  for (const { role, pieces, ended, item } of [...entries, next as Entry]) {
    // what says nothing is left out by every agent
    const said = pieces
      .filter((piece) => piece.type !== 'other' && (piece.type !== 'text' || piece.text !== ''))
      .map((piece, n) => (n === 0 && item !== undefined ? { ...piece, item } : piece))
    if (role === undefined || said.length === 0 || ended) continue
    const last = turns.at(-1)
    if (last?.role === role) turns[turns.length - 1] = { role, pieces: [...last.pieces, ...said] }
    else turns.push({ role, pieces: said })
  }
  return turns
}

/** Ids and names as every API takes them; agents rewrite theirs in the same way. */
function safe(word: string): string {
  return word.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64) || 'none'
}

function namesIn(turns: readonly Turn[]): string[] {
  const names = turns.flatMap(({ pieces }) =>
    pieces.flatMap((piece) => (piece.type === 'call' ? [safe(piece.name)] : [])),
  )
  return [...new Set(['exec', ...names])]
}

const schema = { type: 'object', properties: {} }

function anthropic(turns: readonly Turn[]): WireRequest {
  const thinks = turns.some(({ pieces }) => pieces.some(({ type }) => type === 'thinking'))
  const body = {
    model: 'claude-haiku-4-5',
    max_tokens: 2_048,
    ...(thinks && { thinking: { type: 'enabled', budget_tokens: 1_024 } }),
    tools: namesIn(turns).map((name) => ({ name, input_schema: schema })),
    messages: turns.map(({ role, pieces }) => ({ role, content: pieces.flatMap(anthropicBlock) })),
  }
  return { path: '/v1/messages', body }
}

function anthropicBlock(piece: Piece): Json[] {
  if (piece.type === 'text') return [{ type: 'text', text: piece.text }]
  if (piece.type === 'thinking') return [{ type: 'thinking', thinking: piece.text, signature: piece.signature }]
  if (piece.type === 'call') return [{ type: 'tool_use', id: safe(piece.id), name: safe(piece.name), input: {} }]
  if (piece.type === 'result')
    return [{ type: 'tool_result', tool_use_id: safe(piece.id), content: piece.text || 'nothing' }]
  return []
}

function completions(turns: readonly Turn[]): WireRequest {
  const body = {
    model: 'gpt-4.1-nano',
    tools: namesIn(turns).map((name) => ({ type: 'function', function: { name, parameters: schema } })),
    messages: turns.flatMap(({ role, pieces }) => (role === 'user' ? toolMessages(pieces) : [modelMessage(pieces)])),
  }
  return { path: '/v1/chat/completions', body }
}

function toolMessages(pieces: readonly Piece[]): Json[] {
  return pieces.flatMap((piece) => {
    if (piece.type === 'text') return [{ role: 'user', content: piece.text }]
    return piece.type === 'result' ? [{ role: 'tool', tool_call_id: safe(piece.id), content: piece.text }] : []
  })
}

function modelMessage(pieces: readonly Piece[]): Json {
  const calls = pieces.flatMap((piece) => (piece.type === 'call' ? [completionsCall(piece)] : []))
  const text = pieces.flatMap((piece) => (piece.type === 'text' ? [piece.text] : [])).join('\n')
  return {
    role: 'assistant',
    content: text || (calls.length > 0 ? null : 'nothing'),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

function completionsCall({ id, name }: { readonly id: string; readonly name: string }): Json {
  return { id: safe(id), type: 'function', function: { name: safe(name), arguments: '{}' } }
}

function responses(turns: readonly Turn[]): WireRequest {
  const body = {
    model: 'gpt-5-nano',
    // agents keep conversations themselves
    store: false,
    tools: namesIn(turns).map((name) => ({ type: 'function', name, parameters: schema })),
    input: turns.flatMap(({ role, pieces }) => pieces.flatMap((piece) => responsesItem(role, piece))),
  }
  return { path: '/v1/responses', body }
}

function responsesItem(role: Turn['role'], piece: Turn['pieces'][number]): Json[] {
  const id = piece.item === undefined ? {} : { id: piece.item }
  if (piece.type === 'text') return [{ type: 'message', ...id, role, content: piece.text }]
  if (piece.type === 'call')
    return [{ type: 'function_call', ...id, call_id: safe(piece.id), name: safe(piece.name), arguments: '{}' }]
  return piece.type === 'result'
    ? [{ type: 'function_call_output', ...id, call_id: safe(piece.id), output: piece.text }]
    : []
}

function google(turns: readonly Turn[]): WireRequest {
  const names = new Map(
    turns.flatMap(({ pieces }) =>
      pieces.flatMap((piece) => (piece.type === 'call' ? [[piece.id, safe(piece.name)] as const] : [])),
    ),
  )
  const body = {
    tools: [{ functionDeclarations: namesIn(turns).map((name) => ({ name, description: 'runs' })) }],
    contents: turns.map(({ role, pieces }) => ({
      role: role === 'user' ? 'user' : 'model',
      parts: pieces.flatMap((piece) => googlePart(piece, names)),
    })),
  }
  return { path: '/v1beta/models/gemini-2.5-flash-lite:generateContent', body }
}

function googlePart(piece: Piece, names: ReadonlyMap<string, string>): Json[] {
  if (piece.type === 'text') return [{ text: piece.text }]
  if (piece.type === 'call') return [{ functionCall: { name: safe(piece.name), args: {} } }]
  if (piece.type !== 'result') return []
  return [{ functionResponse: { name: names.get(piece.id) ?? 'exec', response: { output: piece.text } } }]
}
