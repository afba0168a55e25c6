import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { checkSignature } from '../signature.ts'
import { field } from '../wire.ts'
import { say, type Words } from './words.ts'

type Content = { role?: string; parts: Json[] }

/**
 * What generateContent answers to a request it rejects: fields first, then the order and counts of turns, then signatures.
 *
 * Not settled, so accepted: names and ids that differ while the counts agree, texts beside function responses, a second text
 * turn of one role, `additionalProperties` in a schema.
 * @param model the model's name, which is part of the path and not of the body
 */
export function judgeGenerateContent(body: unknown, model: string): Rejection | null {
  const words = isObject(body) ? firstBroken(body, model) : say('Invalid JSON payload received.')
  return words === undefined ? null : { status: 400, type: 'INVALID_ARGUMENT', message: words.message }
}

function firstBroken(body: Json, model: string): Words | undefined {
  const contents = listOf(body, 'contents') as Content[]
  if (contents.length === 0) return say('* GenerateContentRequest.contents: contents is not specified\n')
  return (
    unknownKeywords(body) ??
    firstOf(contents, contentField) ??
    turnOrder(contents) ??
    firstOf(contents, (content, n) => signature(contents, content, n, model))
  )
}

// --- fields

/** Keywords of JSON Schema that were seen refused; the API's own schema has fewer (docs: ai.google.dev, "Schema"). */
const strangeKeywords = [
  ...['$schema', 'const', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'propertyNames', 'patternProperties'],
]

/** The API tells all of them at once, a line each. */
function unknownKeywords(body: Json): Words | undefined {
  const lines = listOf(body, 'tools').flatMap((tool, n) =>
    listOf(tool, 'functionDeclarations').flatMap((declaration, m) =>
      keywordsIn(field(declaration, 'parameters'), `tools[${n}].function_declarations[${m}].parameters`),
    ),
  )
  return lines.length === 0 ? undefined : say(lines.join('\n'))
}

function keywordsIn(schema: unknown, path: string): string[] {
  if (!isObject(schema)) return []
  const { properties, items } = schema
  const own = Object.keys(schema).filter((key) => strangeKeywords.includes(key))
  return [
    ...own.map((key) => `Invalid JSON payload received. Unknown name "${key}" at '${path}': Cannot find field.`),
    ...Object.values(isObject(properties) ? properties : {}).flatMap((property, n) =>
      keywordsIn(property, `${path}.properties[${n}].value`),
    ),
    ...keywordsIn(items, `${path}.items`),
    ...listOf(schema, 'anyOf').flatMap((option, n) => keywordsIn(option, `${path}.any_of[${n}]`)),
  ]
}

function contentField(content: unknown, n: number): Words | undefined {
  const path = `contents[${n}]`
  if (!isObject(content))
    return say(`Invalid value at '${path}' (type.googleapis.com/google.ai.generativelanguage.v1beta.Content)`)
  const { role, parts } = content
  if (role !== undefined && role !== 'user' && role !== 'model' && role !== 'function')
    return say('Please use a valid role: user, model.')
  if (!Array.isArray(parts) || parts.length === 0)
    return say(`* GenerateContentRequest.${path}.parts: contents.parts must not be empty.\n`)
  return firstOf(parts, (part, m) => partField(part, `${path}.parts[${m}]`))
}

function partField(part: unknown, path: string): Words | undefined {
  if (!isObject(part))
    return say(`Invalid value at '${path}' (type.googleapis.com/google.ai.generativelanguage.v1beta.Part)`)
  const response = part.functionResponse
  const unnamed = isObject(response) && (response.name === undefined || response.name === '')
  return unnamed ? say(`* GenerateContentRequest.${path}.function_response.name: Name cannot be empty.\n`) : undefined
}

// --- the order and counts of turns

function countOf(content: Content | undefined, key: 'functionCall' | 'functionResponse'): number {
  return content?.parts.filter((part) => isObject(part[key])).length ?? 0
}

/** Each turn is held against the one before it; what comes after the last one is a turn without anything. */
function turnOrder(contents: readonly Content[]): Words | undefined {
  return firstOf([...contents, undefined], (content, n) => {
    const previous = contents[n - 1]
    const called = countOf(previous, 'functionCall')
    const responses = countOf(content, 'functionResponse')
    if (countOf(content, 'functionCall') > 0 && (previous === undefined || previous.role === 'model'))
      return say(
        'Please ensure that function call turn comes immediately after a user turn or after a function response turn.',
      )
    if (called === 0 && responses > 0)
      return say('Please ensure that function response turn comes immediately after a function call turn.')
    return called === responses
      ? undefined
      : say(
          'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
        )
  })
}

// --- thought signatures

/** A batch carries its signature on its first call; the sentinel that clients send for another model's calls passes too. */
function signature(contents: readonly Content[], { parts }: Content, n: number, model: string): Words | undefined {
  const signatures = parts.flatMap(({ thoughtSignature: text }) => (typeof text === 'string' ? [text] : []))
  if (signatures.some((text) => checkSignature(text, '') === 'corrupted')) return say('Thought signature is not valid')
  const call = parts.find((part) => isObject(part.functionCall))
  const unsigned = call !== undefined && call.thoughtSignature === undefined
  if (!unsigned || !/gemini-[3-9]/.test(model) || n < lastUserText(contents)) return undefined
  return say(
    `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${(call.functionCall as Json).name}\` , position ${n + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`,
  )
}

/** Signatures are demanded in the current turn only: after the user's last text. */
function lastUserText(contents: readonly Content[]): number {
  return contents.findLastIndex(
    ({ role, parts }) => role === 'user' && parts.some((part) => typeof part.text === 'string'),
  )
}
