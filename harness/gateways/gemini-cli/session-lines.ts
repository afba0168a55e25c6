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

/** The messages that some lines stand for. */
export function messagesOfLines(bytes: Buffer): Json[] {
  const messages: Json[] = []
  for (const line of linesOf(bytes)) {
    const record = JSON.parse(line.bytes.toString()) as Json
    const { $result: id, parts } = record
    if (typeof id === 'string') withResult(messages.at(-1) ?? {}, id, listOf({ parts }, 'parts'))
    else if (typeof record.id === 'string') messages.push(record)
  }
  return messages
}

/** Puts a result into the record of its call; a call that stands in the message's content alone gets such a record. */
function withResult(message: Json, id: string, parts: readonly unknown[]): void {
  const calls = listOf(message, 'toolCalls').filter(isObject)
  const result = parts.map((part) => withId(part, id))
  const own = calls.find((call) => call.id === id)
  const inContent = listOf(message, 'content').find((part) => Object(Object(part).functionCall).id === id)
  const { name, args } = own ?? Object(Object(inContent).functionCall)
  const isError = result.some((part) => Object(Object(Object(part).functionResponse).response).error !== undefined)
  const made = { id, name, args, status: isError ? 'error' : 'success', timestamp: message.timestamp }
  if (own === undefined) message.toolCalls = [...calls, { ...made, result }]
  else own.result = result
}

function withId(part: unknown, id: string): unknown {
  if (!isObject(part) || !isObject(part.functionResponse)) return part
  return { ...part, functionResponse: { ...part.functionResponse, id } }
}

function without(value: Json, key: string): Json {
  const { [key]: _, ...rest } = value
  return rest
}
