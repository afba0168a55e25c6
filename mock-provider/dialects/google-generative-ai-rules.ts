import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { checkSignature } from '../signature.ts'

type Content = { role?: string; parts: Json[] }

/** What a client sends for a call that another model made; the API takes it in place of a signature. */
const signatureSentinel = 'skip_thought_signature_validator'

/**
 * What generateContent answers to a request it rejects: fields first, then the order of turns, then counts, then signatures.
 * Names and ids are not compared, since what the API does when only they differ is not settled.
 * @param model the model's name, which is part of the path and not of the body
 */
export function judgeGenerateContent(body: unknown, model: string): Rejection | null {
  const message = isObject(body) ? firstBroken(body, model) : 'Invalid JSON payload received.'
  return message === undefined ? null : { status: 400, type: 'INVALID_ARGUMENT', message }
}

function firstBroken(body: Json, model: string): string | undefined {
  const contents = listOf(body, 'contents') as Content[]
  if (contents.length === 0) return '* GenerateContentRequest.contents: contents is not specified\n'
  return (
    firstOf(listOf(body, 'tools'), unknownKeyword) ??
    firstOf(contents, contentField) ??
    firstOf(contents, (content, n) => turnOrder(contents, content, n)) ??
    firstOf(contents, (content, n) => signature(contents, content, n, model))
  )
}

// --- fields

function unknownKeyword(tool: unknown, n: number): string | undefined {
  return firstOf(listOf(tool, 'functionDeclarations') as Json[], ({ parameters }, m) => {
    const at = `tools[${n}].function_declarations[${m}].parameters`
    return isObject(parameters) && '$schema' in parameters
      ? `Invalid JSON payload received. Unknown name "$schema" at '${at}': Cannot find field.`
      : undefined
  })
}

function contentField(content: unknown, n: number): string | undefined {
  if (!isObject(content))
    return `Invalid value at 'contents[${n}]' (type.googleapis.com/google.ai.generativelanguage.v1beta.Content)`
  const { role, parts } = content
  if (role !== undefined && role !== 'user' && role !== 'model' && role !== 'function')
    return 'Please use a valid role: user, model.'
  if (!Array.isArray(parts) || parts.length === 0)
    return `* GenerateContentRequest.contents[${n}].parts: contents.parts must not be empty.\n`
  return firstOf(parts, (part, m) => partField(part, `contents[${n}].parts[${m}]`))
}

function partField(part: unknown, path: string): string | undefined {
  if (!isObject(part))
    return `Invalid value at '${path}' (type.googleapis.com/google.ai.generativelanguage.v1beta.Part)`
  const response = part.functionResponse
  const unnamed = isObject(response) && (response.name === undefined || response.name === '')
  return unnamed ? `* GenerateContentRequest.${path}.function_response.name: Name cannot be empty.\n` : undefined
}

// --- the order of turns, and counts

function countOf(content: Content | undefined, key: 'functionCall' | 'functionResponse'): number {
  return content?.parts.filter((part) => isObject(part[key])).length ?? 0
}

function turnOrder(contents: readonly Content[], content: Content, n: number): string | undefined {
  const calls = countOf(content, 'functionCall')
  const responses = countOf(content, 'functionResponse')
  const previous = contents[n - 1]
  if (responses > 0 && countOf(previous, 'functionCall') === 0)
    return 'Please ensure that function response turn comes immediately after a function call turn.'
  if (calls > 0 && (previous === undefined || previous.role === 'model'))
    return 'Please ensure that function call turn comes immediately after a user turn or after a function response turn.'
  if (calls > 0 && countOf(contents[n + 1], 'functionResponse') !== calls)
    return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'
  return undefined
}

// --- thought signatures

function signature(contents: readonly Content[], { parts }: Content, n: number, model: string): string | undefined {
  const signatures = parts.flatMap(({ thoughtSignature }) =>
    typeof thoughtSignature === 'string' ? [thoughtSignature] : [],
  )
  if (signatures.some((text) => !isSignature(text))) return 'Thought signature is not valid'
  const call = parts.find((part) => isObject(part.functionCall))
  const unsigned = call !== undefined && call.thoughtSignature === undefined
  if (!unsigned || !/gemini-3/.test(model) || n < lastUserText(contents)) return undefined
  return `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${(call.functionCall as Json).name}\` , position ${n + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`
}

function isSignature(text: string): boolean {
  return text === signatureSentinel || checkSignature(text, '') !== 'corrupted'
}

/** Signatures are demanded in the current turn only: after the user's last text. */
function lastUserText(contents: readonly Content[]): number {
  return contents.findLastIndex(
    ({ role, parts }) => role === 'user' && parts.some((part) => typeof part.text === 'string'),
  )
}
