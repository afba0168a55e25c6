import fc from 'fast-check'

/** A call of a conversation. */
export type Call = { readonly id: string; readonly name: string; readonly input: unknown }
/** A conversation of no API in particular. `joins`: the text goes into the message of the results before it, where it can. */
export type Message =
  | { readonly role: 'user'; readonly text: string; readonly joins: boolean }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly Call[] }
  | { readonly role: 'results'; readonly of: readonly Call[] }
/** The body of a request. */
export type Body = Readonly<Record<string, unknown>>

// --- drawing conversations

const words = fc.string({ unit: 'grapheme', maxLength: 8 }).map((drawn) => `<${drawn}>`)
const drawnCall = fc.record({
  name: fc.constantFrom('exec', 'read'),
  input: fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }),
  /** the results come in the order of their ranks */
  rank: fc.nat(),
})
const exchange = fc.record({
  user: words,
  asks: fc.boolean(),
  joins: fc.boolean(),
  text: fc.option(words, { nil: '' }),
  calls: fc.array(drawnCall, { maxLength: 4 }),
})
type Exchange = typeof exchange extends fc.Arbitrary<infer T> ? T : never

/** Any conversation whose calls all have their results. */
export const conversations: fc.Arbitrary<Message[]> = fc
  .tuple(fc.array(exchange, { minLength: 1, maxLength: 5 }), exchange)
  .map(([exchanges, last]) => [...exchanges.flatMap(messagesOf), ...userMessage(last, exchanges.length, exchanges)])

/** A conversation with calls, and one of them. */
export const brokenPairs: fc.Arbitrary<{ messages: Message[]; call: Call }> = fc
  .tuple(conversations, fc.nat())
  .filter(([messages]) => callsIn(messages).length > 0)
  .map(([messages, n]) => ({ messages, call: pick(callsIn(messages), n) }))

function messagesOf(drawn: Exchange, n: number, all: readonly Exchange[]): Message[] {
  const ranked = drawn.calls.map(({ rank, ...call }, m) => ({ rank, call: { id: `call_${n}_${m}`, ...call } }))
  const calls = ranked.map(({ call }) => call)
  const text = drawn.text === '' && calls.length === 0 ? '<done>' : drawn.text
  const of = ranked.toSorted((a, b) => a.rank - b.rank).map(({ call }) => call)
  const results: Message[] = calls.length === 0 ? [] : [{ role: 'results', of }]
  return [...userMessage(drawn, n, all), { role: 'assistant', text, calls }, ...results]
}

/** The user speaks first, after a reply without calls, and else when drawn. */
function userMessage({ user, asks, joins }: Exchange, n: number, all: readonly Exchange[]): Message[] {
  const afterResults = (all[n - 1]?.calls.length ?? 0) > 0
  return asks || !afterResults ? [{ role: 'user', text: user, joins: joins && afterResults }] : []
}

function callsIn(messages: readonly Message[]): Call[] {
  return messages.flatMap((message) => (message.role === 'assistant' ? message.calls : []))
}

function pick<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length]
  if (item === undefined) throw new Error('there is nothing to pick from')
  return item
}

// --- breaking one pair

/** A conversation in which a call has no result. */
export function withoutResult(messages: readonly Message[], { id }: Call): Message[] {
  return messages.flatMap((message): Message[] => {
    if (message.role !== 'results') return [message]
    const of = message.of.filter((call) => call.id !== id)
    return of.length === 0 ? [] : [{ ...message, of }]
  })
}

/** A conversation in which a result has no call. */
export function withoutCall(messages: readonly Message[], { id }: Call): Message[] {
  return messages.flatMap((message): Message[] => {
    if (message.role !== 'assistant') return [message]
    const calls = message.calls.filter((call) => call.id !== id)
    return calls.length === 0 && message.text === '' ? [] : [{ ...message, calls }]
  })
}

/** A conversation in which a call has two results. */
export function withResultTwice(messages: readonly Message[], call: Call): Message[] {
  return messages.map((message) =>
    message.role === 'results' && message.of.includes(call) ? { ...message, of: [...message.of, call] } : message,
  )
}

// --- writing them as each API wants them

const schema = { type: 'object', properties: {} }
const tools = ['exec', 'read'].map((name) => ({ name, description: 'runs', parameters: schema }))
const output = ({ id }: Call) => `result of ${id}`

function toAnthropic(messages: readonly Message[]): Body {
  const text = (words: string) => (words === '' ? [] : [{ type: 'text', text: words }])
  const written = messages.map((message): Written => {
    if (message.role === 'user') return { role: 'user', parts: text(message.text), joins: message.joins }
    if (message.role === 'results') {
      const parts = message.of.map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: output(call) }))
      return { role: 'user', parts }
    }
    const calls = message.calls.map((call) => ({ type: 'tool_use', ...call }))
    return { role: 'assistant', parts: [...text(message.text), ...calls] }
  })
  const offered = tools.map(({ name }) => ({ name, input_schema: schema }))
  const content = joined(written).map(({ role, parts }) => ({ role, content: parts }))
  return { model: 'm', max_tokens: 9, tools: offered, messages: content }
}

function toCompletions(messages: readonly Message[]): Body {
  const written = messages.flatMap((message): Body[] => {
    if (message.role === 'user') return [{ role: 'user', content: message.text }]
    if (message.role === 'results')
      return message.of.map((call) => ({ role: 'tool', tool_call_id: call.id, content: output(call) }))
    const { text: content, calls } = message
    const tool_calls = calls.map(({ id, name, input }) => ({
      id,
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    }))
    return [{ role: 'assistant', content: content || null, ...(calls.length > 0 ? { tool_calls } : {}) }]
  })
  return { model: 'm', tools: tools.map((tool) => ({ type: 'function', function: tool })), messages: written }
}

function toResponses(messages: readonly Message[]): Body {
  const input = messages.flatMap((message): Body[] => {
    if (message.role === 'user') return [{ role: 'user', content: message.text }]
    if (message.role === 'results')
      return message.of.map((call) => ({ type: 'function_call_output', call_id: call.id, output: output(call) }))
    const { text } = message
    const said = text === '' ? [] : [{ role: 'assistant', content: [{ type: 'output_text', text }] }]
    const calls = message.calls.map(({ id: call_id, name, input }) => ({
      type: 'function_call',
      call_id,
      name,
      arguments: JSON.stringify(input),
    }))
    return [...said, ...calls]
  })
  return { model: 'm', tools: tools.map((tool) => ({ type: 'function', ...tool })), input }
}

function toGoogle(messages: readonly Message[]): Body {
  const text = (words: string) => (words === '' ? [] : [{ text: words }])
  const written = messages.map((message): Written => {
    if (message.role === 'user') return { role: 'user', parts: text(message.text), joins: message.joins }
    if (message.role === 'results') {
      const responses = message.of.map((call) => ({ name: call.name, response: { output: output(call) } }))
      return { role: 'user', parts: responses.map((functionResponse) => ({ functionResponse })) }
    }
    const calls = message.calls.map(({ name, input: args }) => ({ functionCall: { name, args } }))
    return { role: 'model', parts: [...text(message.text), ...calls] }
  })
  const contents = joined(written).map(({ role, parts }) => ({ role, parts }))
  return { tools: [{ functionDeclarations: tools }], contents }
}

type Written = { readonly role: string; readonly parts: readonly object[]; readonly joins?: boolean }

/** Puts each text that `joins` at the end of the message before it. */
function joined(messages: readonly Written[]): Written[] {
  const all: Written[] = []
  for (const message of messages) {
    const last = all.at(-1)
    if (message.joins && last?.role === 'user')
      all[all.length - 1] = { ...last, parts: [...last.parts, ...message.parts] }
    else all.push(message)
  }
  return all
}

/** How each API is asked about a conversation: its path, and the body. */
export const asks: Readonly<
  Record<string, { readonly path: string; readonly write: (of: readonly Message[]) => Body }>
> = {
  'anthropic-messages': { path: '/v1/messages', write: toAnthropic },
  'openai-completions': { path: '/v1/chat/completions', write: toCompletions },
  'openai-responses': { path: '/v1/responses', write: toResponses },
  'google-generative-ai': { path: '/v1beta/models/m:generateContent', write: toGoogle },
}
