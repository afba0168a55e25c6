import { isObject, type Json, listOf, parseJson } from '../../mock-provider/json.ts'
import { field, parseArguments, textIn } from '../../mock-provider/wire.ts'

/** A call of a reply; `cut` when the reply breaks off before its arguments are whole. */
export type SaidCall = { readonly id: string; readonly name: string; readonly input: unknown; readonly cut?: true }

/** What a provider has said in one reply. */
export type Said = {
  readonly text: string
  readonly calls: readonly SaidCall[]
  /** whether the reply says itself that it is over */
  readonly whole: boolean
  /** the provider's words when the request has failed, also in the middle of a stream */
  readonly failure?: string
  /** under what a provider that keeps conversations keeps this one, and its items */
  readonly id?: string
  readonly items?: readonly unknown[]
}

/** Reads the body of an answer, of which the end may be missing: one document, a list of documents, or a stream of events. */
export function readReply(api: string, body: string): Said {
  const documents = documentsIn(body)
  const said = readers[api]?.(documents) ?? nothing
  const failure = documents.flatMap((document) => failureIn(field(document, 'response') ?? document))[0]
  return failure === undefined ? said : { ...said, failure }
}

const nothing: Said = { text: '', calls: [], whole: false }

/** The parts of a reply, whichever way they came. */
function documentsIn(body: string): readonly unknown[] {
  const whole = parseJson(body)
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole]
  return body.split(/\r?\n\r?\n/).flatMap((event) => {
    const data = event.split(/\r?\n/).flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? [])
    return parseJson(data.join('\n')) ?? []
  })
}

function failureIn(document: unknown): string[] {
  const error = field(document, 'error')
  const message = field(error, 'message') ?? field(document, 'detail')
  return typeof message === 'string' ? [message] : []
}

const readers: Readonly<Record<string, (documents: readonly unknown[]) => Said>> = {
  'anthropic-messages': anthropic,
  'openai-completions': completions,
  'openai-responses': responses,
  'google-generative-ai': google,
}

function anthropic(documents: readonly unknown[]): Said {
  const [first] = documents
  if (field(first, 'type') === 'message')
    return { ...ofBlocks(listOf(first, 'content').filter(isObject), true), ...keptAs(first) }
  const blocks: Json[] = []
  for (const document of documents.filter(isObject)) {
    const { type, index, content_block: started, delta } = document
    if (type === 'content_block_start') blocks[Number(index)] = { ...Object(started), cut: true, json: '' }
    const block = blocks[Number(index)]
    if (block === undefined) continue
    if (type === 'content_block_stop') block.cut = false
    const [from, to] = deltas[String(field(delta, 'type'))] ?? []
    if (from !== undefined && to !== undefined) block[to] = `${block[to] ?? ''}${field(delta, from)}`
  }
  const read = blocks.filter(Boolean).map(({ json, ...block }) => ({
    ...block,
    ...(block.type === 'tool_use' && { input: parseArguments(String(json || '{}')) }),
  }))
  const begun = documents.map((document) => field(document, 'message')).find(isObject)
  const isWhole = documents.some((document) => field(document, 'type') === 'message_stop')
  return {
    ...ofBlocks(read, isWhole),
    ...(isWhole && keptAs({ ...begun, content: read.map(({ cut: _, ...block }: Json) => block) })),
  }
}

/** What each kind of piece of a stream has, and where that is added to its block. */
const deltas: Readonly<Record<string, readonly [from: string, to: string]>> = {
  text_delta: ['text', 'text'],
  thinking_delta: ['thinking', 'thinking'],
  signature_delta: ['signature', 'signature'],
  input_json_delta: ['partial_json', 'json'],
}

/** By the id of a message a conversation may go on from it. */
function keptAs(message: unknown): Pick<Said, 'id' | 'items'> {
  const id = field(message, 'id')
  return typeof id === 'string' ? { id, items: [{ role: 'assistant', content: listOf(message, 'content') }] } : {}
}

function ofBlocks(blocks: readonly Json[], whole: boolean): Said {
  const text = blocks.flatMap((block) => (block.type === 'text' ? [String(block.text)] : [])).join('')
  const calls = blocks.flatMap(({ type, id, name, input, cut }) =>
    type === 'tool_use' ? [called(id, name, input, cut === true)] : [],
  )
  return { text, calls, whole }
}

function called(id: unknown, name: unknown, input: unknown, cut: boolean): SaidCall {
  return { id: String(id), name: String(name), input, ...(cut && { cut: true }) }
}

function completions(documents: readonly unknown[]): Said {
  let text = ''
  let finish: unknown
  const calls: { id?: unknown; name?: unknown; args: string }[] = []
  for (const choice of documents.map((document) => listOf(document, 'choices')[0])) {
    const message = field(choice, 'message') ?? field(choice, 'delta')
    text += textIn(field(message, 'content'))
    finish = field(choice, 'finish_reason') ?? finish
    for (const [n, call] of listOf(message, 'tool_calls').entries()) {
      const index = Number(field(call, 'index') ?? n)
      const { id, name, args } = calls[index] ?? { args: '' }
      const said = field(call, 'function')
      calls[index] = {
        id: id ?? field(call, 'id'),
        name: name ?? field(said, 'name'),
        args: `${args}${field(said, 'arguments') ?? ''}`,
      }
    }
  }
  const whole = typeof finish === 'string'
  const isCut = !whole || finish === 'length'
  const made = calls.filter(Boolean)
  return {
    text,
    calls: made.map(({ id, name, args }, n) =>
      called(id, name, parseArguments(args || '{}'), isCut && n === made.length - 1),
    ),
    whole,
  }
}

const ends = new Set(['completed', 'incomplete', 'failed'])

function responses(documents: readonly unknown[]): Said {
  const response =
    documents.map((document) => field(document, 'response')).findLast((one) => one !== undefined) ?? documents[0]
  const done = documents.flatMap((document) =>
    field(document, 'type') === 'response.output_item.done' ? [field(document, 'item')] : [],
  )
  const begun = documents.flatMap((document) =>
    field(document, 'type') === 'response.output_item.added' ? [field(document, 'item')] : [],
  )
  const items = (done.length > 0 ? done : listOf(response, 'output')).filter(isObject)
  const isDone = (item: unknown) => items.some(({ id }) => id === field(item, 'id'))
  const cut = begun.filter((item) => !isDone(item)).filter(isObject)
  const id = field(response, 'id')
  return {
    text: items.flatMap(({ type, content }) => (type === 'message' ? [textIn(content)] : [])).join(''),
    calls: [...items.flatMap((item) => callOf(item, false)), ...cut.flatMap((item) => callOf(item, true))],
    whole: ends.has(String(field(response, 'status'))),
    ...(typeof id === 'string' && { id, items }),
  }
}

function callOf({ type, call_id: id, name, arguments: args, input }: Json, cut: boolean): SaidCall[] {
  if (type === 'function_call') return [called(id, name, parseArguments(args || '{}'), cut)]
  return type === 'custom_tool_call' ? [called(id, name, input, cut)] : []
}

/** Code Assist has what the API says one level further down. A call without an id is known by its name and its place. */
function google(documents: readonly unknown[]): Said {
  const candidates = documents.map((document) => listOf(field(document, 'response') ?? document, 'candidates')[0])
  const parts = candidates.flatMap((candidate) => listOf(field(candidate, 'content'), 'parts')).filter(isObject)
  const calls = parts.flatMap(({ functionCall: call }, n) =>
    isObject(call) ? [called(call.id ?? `${call.name}.${n}`, call.name, call.args, false)] : [],
  )
  const text = parts.flatMap(({ text, thought }) => (typeof text === 'string' && thought !== true ? [text] : []))
  const whole = candidates.some((candidate) => typeof field(candidate, 'finishReason') === 'string')
  return { text: text.join(''), calls, whole }
}
