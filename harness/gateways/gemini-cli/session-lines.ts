import { isObject, type Json, listOf } from '../../../mock-provider/json.ts'
import { linesOf } from '../../store/lines.ts'

/**
 * A message as lines: one for itself, and one for each result. The results of a message's calls stand inside it; here they are records of
 * their own, so that what is known of calls and results elsewhere holds here, too.
 */
export function linesOfMessage(message: Json): Json[] {
  const calls = listOf(message, 'toolCalls')
  if (message.type !== 'gemini' || calls.length === 0) return [message]
  const bare = calls.map((call) => (isObject(call) ? without(call, 'result') : call))
  return [{ ...message, toolCalls: bare }, ...calls.flatMap((call) => (isObject(call) ? resultsOf(call) : []))]
}

/** What stands behind a response belongs to it, such as a picture. */
function resultsOf({ id, name, result }: Json): Json[] {
  if (result === undefined || result === null) return []
  if (typeof result === 'string') return [lineOf(id, [responseOf(id, name, result)])]
  const lines: Json[] = []
  for (const part of Array.isArray(result) ? result : [result]) {
    const response = isObject(part) ? part.functionResponse : undefined
    if (isObject(response)) lines.push(lineOf(response.id ?? id, [part]))
    else if (lines.length > 0) (Object(lines.at(-1)).parts as unknown[]).push(part)
  }
  return lines
}

function lineOf(id: unknown, parts: readonly unknown[]): Json {
  return { $result: id, parts }
}

function responseOf(id: unknown, name: unknown, output: string): Json {
  return { functionResponse: { id, name, response: { output } } }
}

/**
 * The messages that some lines stand for, in the one form that the agent can load again and again: calls in the model's message, their
 * results in a message of the user's side behind it. Of results that stand beside their calls (`toolCalls`) each load makes more copies.
 */
export function messagesOfLines(bytes: Buffer): Json[] {
  const records = linesOf(bytes).map((line) => JSON.parse(line.bytes.toString()) as Json)
  const ids = new Set(records.map(({ id }) => id))
  const messages: Json[] = []
  let results: Json | undefined
  for (const record of records) {
    const { $result: id, parts } = record
    if (typeof id === 'string') {
      if (results === undefined || messages.at(-1) !== results) {
        results = resultsBehind(messages, ids)
        messages.push(results)
      }
      results.content = [...listOf(results, 'content'), ...listOf({ parts }, 'parts').map((part) => withId(part, id))]
    } else if (typeof record.id === 'string') messages.push(withCallsInContent(record))
  }
  return messages
}

function withCallsInContent(message: Json): Json {
  const calls = listOf(message, 'toolCalls').filter(isObject)
  if (message.type !== 'gemini' || calls.length === 0) return message
  const own = partsOf(message.content)
  const hasCalls = own.some((part) => isObject(part) && isObject(part.functionCall))
  const made = calls.map(({ id, name, args }) => ({ functionCall: { id, name, args } }))
  return { ...without(message, 'toolCalls'), content: hasCalls ? own : [...own, ...made] }
}

function partsOf(content: unknown): unknown[] {
  if (typeof content === 'string') return content === '' ? [] : [{ text: content }]
  return Array.isArray(content) ? content : isObject(content) ? [content] : []
}

/** A message for results, without any yet; the agent itself names it so. */
function resultsBehind(messages: readonly Json[], ids: Set<unknown>): Json {
  const { id: of, timestamp } = messages.at(-1) ?? {}
  let id = `${of}_response`
  for (let n = 2; ids.has(id); n++) id = `${of}_response_${n}`
  ids.add(id)
  return { id, timestamp, type: 'user', content: [] }
}

function withId(part: unknown, id: string): unknown {
  if (!isObject(part) || !isObject(part.functionResponse)) return part
  return { ...part, functionResponse: { ...part.functionResponse, id } }
}

function without(value: Json, key: string): Json {
  const { [key]: _, ...rest } = value
  return rest
}
