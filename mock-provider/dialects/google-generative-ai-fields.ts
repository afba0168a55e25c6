import { firstOf, isObject, type Json } from '../json.ts'
import { fieldOf, fields, manyOf, strangers } from './google-generative-ai-proto.ts'
import { strangeInTools } from './google-generative-ai-schema.ts'
import { say, type Words } from './words.ts'

/** The fields of each message (docs: the SDK's own types). */
const bodyFields = fields(
  ...['contents', 'tools', 'toolConfig', 'safetySettings', 'systemInstruction', 'generationConfig', 'cachedContent'],
  ...['model', 'labels', 'serviceTier', 'store', 'continuationToken', 'modelArmorConfig'],
)
const contentFields = fields('role', 'parts')
const partFields = fields(
  ...['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse', 'executableCode', 'codeExecutionResult'],
  ...['thought', 'thoughtSignature', 'videoMetadata', 'mediaResolution', 'partMetadata', 'toolCall', 'toolResponse'],
  ...['audioTranscription', 'mediaProcessing', 'speechMetadata'],
)
const callFields = fields('id', 'name', 'args', 'partialArgs', 'willContinue')
const responseFields = fields('id', 'name', 'response', 'parts', 'scheduling', 'willContinue')
/** What a part says; a part has one of them. */
const data = [
  ...['text', 'functionCall', 'functionResponse', 'inlineData', 'fileData', 'executableCode', 'codeExecutionResult'],
  ...['toolCall', 'toolResponse', 'audioTranscription', 'mediaProcessing', 'speechMetadata'],
]
const namespace = 'type.googleapis.com/google.ai.generativelanguage.v1beta'

/** What the API cannot read, all of it at once and a line each. */
export function unreadable(body: Json): Words | undefined {
  const lines = [
    ...unknown(body, bodyFields, ''),
    ...manyOf(body, 'contents').flatMap((content, n) => inContent(content, `contents[${n}]`)),
    ...strangeInTools(body),
  ]
  return lines.length === 0 ? undefined : say('unreadable', lines.join('\n'))
}

/** A field that a message does not have, in the API's words. */
function unknown(value: Json, known: ReadonlySet<string>, path: string): string[] {
  const at = path === '' ? '' : ` at '${path}'`
  return strangers(value, known).map(
    (key) => `Invalid JSON payload received. Unknown name "${key}"${at}: Cannot find field.`,
  )
}

/** A value of another type, in the API's words. */
function invalid(path: string, type: string, value: unknown): string {
  return `Invalid value at '${path}' (${type}), ${JSON.stringify(value) ?? 'null'}`
}

function inContent(content: unknown, path: string): string[] {
  if (!isObject(content)) return [invalid(path, `${namespace}.Content`, content)]
  return [
    ...unknown(content, contentFields, path),
    ...manyOf(content, 'parts').flatMap((part, m) => inPart(part, `${path}.parts[${m}]`)),
  ]
}

function inPart(part: unknown, path: string): string[] {
  if (!isObject(part)) return [invalid(path, `${namespace}.Part`, part)]
  const call = fieldOf(part, 'functionCall')
  const response = fieldOf(part, 'functionResponse')
  const signature = fieldOf(part, 'thoughtSignature')
  return [
    ...unknown(part, partFields, path),
    ...(isObject(call) ? inStruct(call, callFields, `${path}.function_call`, 'args') : []),
    ...(isObject(response) ? inStruct(response, responseFields, `${path}.function_response`, 'response') : []),
    ...(signature === undefined || isBase64(signature)
      ? []
      : [
          `Invalid value at '${path}.thought_signature' (TYPE_BYTES), Base64 decoding failed for ${JSON.stringify(signature)}`,
        ]),
  ]
}

function inStruct(value: Json, known: ReadonlySet<string>, path: string, struct: string): string[] {
  const inside = value[struct]
  return [
    ...unknown(value, known, path),
    ...(inside === undefined || inside === null || isObject(inside)
      ? []
      : [invalid(`${path}.${struct}`, 'type.googleapis.com/google.protobuf.Struct', inside)]),
  ]
}

/** Either alphabet, with or without its padding, but never a length that no bytes have. */
function isBase64(text: unknown): boolean {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) return false
  return text.replace(/=+$/, '').length % 4 !== 1
}

/** What is wrong with what the contents say, each for itself. */
export function judgeContents(contents: readonly Json[], strict: boolean): Words | undefined {
  return firstOf(contents, (content, n) => contentField(content, `contents[${n}]`, strict))
}

function contentField(content: Json, path: string, strict: boolean): Words | undefined {
  const { role } = content
  if (role !== undefined && role !== 'user' && role !== 'model' && role !== 'function')
    return say('role', 'Please use a valid role: user, model.')
  const parts = manyOf(content, 'parts')
  if (parts.length === 0)
    return say('no-parts', `* GenerateContentRequest.${path}.parts: contents.parts must not be empty.\n`)
  return firstOf(parts, (part, m) => partField(part as Json, `${path}.parts[${m}]`, strict))
}

function partField(part: Json, path: string, strict: boolean): Words | undefined {
  const isSaid = data.some((name) => fieldOf(part, name) !== undefined)
  const isSigned = fieldOf(part, 'thoughtSignature') !== undefined
  const empty = () =>
    `* GenerateContentRequest.${path}.data: required oneof field 'data' must have one initialized field\n`
  if (!isSaid && !isSigned) return say('empty-part', empty())
  if (strict && part.text === '' && !isSigned) return say('empty-text', empty())
  return (
    unnamed(part, 'functionCall', `${path}.function_call`) ??
    unnamed(part, 'functionResponse', `${path}.function_response`)
  )
}

function unnamed(part: Json, key: string, path: string): Words | undefined {
  const value = fieldOf(part, key)
  if (!isObject(value) || (value.name !== undefined && value.name !== '')) return undefined
  return say('no-name', `* GenerateContentRequest.${path}.name: Name cannot be empty.\n`)
}
