import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dialectNamed } from './index.ts'

type Call = { readonly id: string; readonly name: string; readonly input: unknown }
/** A conversation of no API in particular. `joins`: the text goes into the message of the results before it, where it can. */
type Message =
  | { readonly role: 'user'; readonly text: string; readonly joins: boolean }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly Call[] }
  | { readonly role: 'results'; readonly of: readonly Call[] }
type Body = Readonly<Record<string, unknown>>

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

const conversations = fc
  .tuple(fc.array(exchange, { minLength: 1, maxLength: 5 }), exchange)
  .map(([exchanges, last]) => [...exchanges.flatMap(messagesOf), ...userMessage(last, exchanges.length, exchanges)])

/** A conversation with calls, and one of them. */
const brokenPairs = fc
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

function withoutResult(messages: readonly Message[], { id }: Call): Message[] {
  return messages.flatMap((message): Message[] => {
    if (message.role !== 'results') return [message]
    const of = message.of.filter((call) => call.id !== id)
    return of.length === 0 ? [] : [{ ...message, of }]
  })
}

function withoutCall(messages: readonly Message[], { id }: Call): Message[] {
  return messages.flatMap((message): Message[] => {
    if (message.role !== 'assistant') return [message]
    const calls = message.calls.filter((call) => call.id !== id)
    return calls.length === 0 && message.text === '' ? [] : [{ ...message, calls }]
  })
}

function withResultTwice(messages: readonly Message[], call: Call): Message[] {
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

// --- what each API says

type Api = {
  readonly api: string
  readonly path: string
  readonly write: (messages: readonly Message[]) => Body
  /** what is said about a call without its result, a result without its call, and two results of one call */
  readonly unanswered: (id: string) => RegExp
  readonly orphan: (id: string) => RegExp
  readonly twice?: (id: string) => RegExp
}

const unequal =
  /^Please ensure that the number of function response parts is equal to the number of function call parts/
const apis: readonly Api[] = [
  {
    api: 'anthropic-messages',
    path: '/v1/messages',
    write: toAnthropic,
    unanswered: (id) =>
      new RegExp(
        `^messages\\.\\d+: .tool_use. ids were found without .tool_result. blocks immediately after: ${id}\\. `,
      ),
    orphan: (id) => new RegExp(`unexpected .tool_use_id. found in .tool_result. blocks: ${id}\\. `),
    twice: (id) => new RegExp(`each tool_use must have a single result. Found multiple .* with id: ${id}$`),
  },
  {
    api: 'openai-completions',
    path: '/v1/chat/completions',
    write: toCompletions,
    unanswered: (id) => new RegExp(`The following tool_call_ids did not have response messages: ${id}$`),
    orphan: (id) =>
      new RegExp(`'tool_call_id' of '${id}' not found|role 'tool' must be a response to a preceeding message`),
    twice: (id) => new RegExp(`Duplicate value for 'tool_call_id' of '${id}'`),
  },
  {
    api: 'openai-responses',
    path: '/v1/responses',
    write: toResponses,
    unanswered: (id) => new RegExp(`^No tool output found for function call ${id}\\.$`),
    orphan: (id) => new RegExp(`^No tool call found for function call output with call_id ${id}\\.$`),
  },
  {
    api: 'google-generative-ai',
    path: '/v1beta/models/m:generateContent',
    write: toGoogle,
    unanswered: () => new RegExp(`${unequal.source}|^Please ensure that function call turn comes immediately after`),
    orphan: () => new RegExp(`${unequal.source}|^Please ensure that function response turn comes immediately after`),
    twice: () => unequal,
  },
]

describe.each(apis)('$api', ({ api, path, write, unanswered, orphan, twice }) => {
  const judge = (messages: readonly Message[]) => dialectNamed(api).judge({ path, body: write(messages) })

  /** Checks that breaking any pair in a way is rejected with the words for it. */
  function expectRejected(
    breakPair: (messages: readonly Message[], call: Call) => Message[],
    said: (id: string) => RegExp,
  ): void {
    const property = fc.property(brokenPairs, ({ messages, call }) => {
      const message = expect.stringMatching(said(call.id))
      expect(judge(breakPair(messages, call))).toMatchObject({ status: 400, message })
    })
    fc.assert(property, { numRuns: 200 })
  }

  test('accepts any conversation whose calls all have their results', () => {
    const property = fc.property(conversations, (messages) => {
      expect(judge(messages)).toBeNull()
    })
    fc.assert(property, { numRuns: 200 })
  })

  test('rejects it when any one result is missing', () => expectRejected(withoutResult, unanswered))

  test('rejects it when any one call is missing and its result is not', () => expectRejected(withoutCall, orphan))

  if (twice !== undefined)
    test('rejects it when any one result comes twice', () => expectRejected(withResultTwice, twice))
})
