import { firstOf, isObject, type Json } from '../json.ts'
import { checkSignature } from '../signature.ts'
import {
  emptyText,
  functionName,
  longText,
  missing,
  unknownParameter,
  unknownValue,
  wrongType,
} from './openai-fields.ts'
import { say, type Words } from './words.ts'

const prefixes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    function_call: 'fc',
    custom_tool_call: 'ctc',
    message: 'msg',
    reasoning: 'rs',
  }),
)
const required: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    message: ['role', 'content'],
    function_call: ['call_id', 'name', 'arguments'],
    function_call_output: ['call_id', 'output'],
    custom_tool_call: ['call_id', 'name', 'input'],
    custom_tool_call_output: ['call_id', 'output'],
  }),
)
const keys: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    message: ['type', 'role', 'content', 'id', 'status', 'phase'],
    function_call: ['type', 'call_id', 'name', 'arguments', 'id', 'status', 'namespace', 'caller'],
    function_call_output: ['type', 'call_id', 'output', 'id', 'status', 'caller'],
    reasoning: ['type', 'id', 'summary', 'content', 'encrypted_content', 'status'],
  }),
)
/** The items of an input, as the API lists them. */
const itemTypes = [
  ...['additional_tools', 'agent_message', 'apply_patch_call', 'apply_patch_call_output', 'code_interpreter_call'],
  ...['compaction', 'compaction_trigger', 'computer_call', 'computer_call_output', 'custom_tool_call'],
  ...['custom_tool_call_output', 'file_search_call', 'function_call', 'function_call_output', 'image_generation_call'],
  ...['item_reference', 'local_shell_call', 'local_shell_call_output', 'mcp_approval_request'],
  ...['mcp_approval_response', 'mcp_call', 'mcp_list_tools', 'message', 'multi_agent_call', 'multi_agent_call_output'],
  ...['program', 'program_output', 'reasoning', 'shell_call', 'shell_call_output', 'tool_search_call'],
  ...['tool_search_output', 'web_search_call'],
]
const partTypes = [
  ...['input_text', 'input_image', 'input_audio', 'output_text', 'refusal', 'input_file', 'computer_screenshot'],
  ...['summary_text', 'encrypted_content'],
]
const usersParts = ['input_text', 'input_image', 'input_file', 'scoped_content', 'input_audio']
const roles = ['assistant', 'system', 'developer', 'user']
const maxIdLength = 64

/** The type of an item; a message needs none. */
export function typeOf({ type, role }: Json): string {
  return String(type ?? (role === undefined ? '' : 'message'))
}

/** Whether an id is one of an item of the type. */
export function hasPrefix(id: unknown, type: string): boolean {
  return String(id).startsWith(`${prefixes.get(type)}`)
}

/** What is wrong with an item of the input by itself, if anything. */
export function itemField(item: unknown, n: number): Words | undefined {
  const path = `input[${n}]`
  if (!isObject(item)) return wrongType(path, 'an input item', item)
  return (
    badType(item, path) ??
    badRole(item, path) ??
    missingKey(item, path) ??
    unknownKey(item, path) ??
    badId(item, path) ??
    badCall(item, path) ??
    badContent(item, path) ??
    badReasoning(item)
  )
}

function badType({ type }: Json, path: string): Words | undefined {
  return type === undefined || itemTypes.includes(String(type))
    ? undefined
    : unknownValue(path, type, listed(itemTypes))
}

/** Texts as the API lists them: in quotes, with an `and` before the last. */
function listed(texts: readonly string[]): string {
  const quoted = texts.map((text) => `'${text}'`)
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
}

function badRole({ role, type }: Json, path: string): Words | undefined {
  if (role === undefined) return type === undefined ? unknownValue(path, '', listed(roles)) : undefined
  return roles.includes(String(role)) ? undefined : unknownValue(path, role, listed(roles))
}

function missingKey(item: Json, path: string): Words | undefined {
  const absent = required.get(typeOf(item))?.find((key) => item[key] === undefined)
  return absent === undefined ? undefined : missing(`${path}.${absent}`)
}

function unknownKey(item: Json, path: string): Words | undefined {
  const known = keys.get(typeOf(item))
  if (known === undefined) return undefined
  const emptyStatus = item.type === 'reasoning' && item.status === null
  for (const key in item)
    if (!known.includes(key) || (key === 'status' && emptyStatus)) return unknownParameter(`${path}.${key}`)
  return undefined
}

function badId(item: Json, path: string): Words | undefined {
  if (item.id === undefined || item.id === null) return undefined
  const long = longText(`${path}.id`, String(item.id), maxIdLength)
  if (long !== undefined) return long
  const bad = { param: `${path}.id`, code: 'invalid_value' }
  if (!/^[a-zA-Z0-9_-]+$/.test(String(item.id)))
    return say(
      'id-pattern',
      `Invalid '${path}.id': '${item.id}'. Expected an ID that contains letters, numbers, underscores, or dashes, but this value contained additional characters.`,
      bad,
    )
  const type = typeOf(item)
  return prefixes.get(type) === undefined || hasPrefix(item.id, type)
    ? undefined
    : say(
        'id-prefix',
        `Invalid '${path}.id': '${item.id}'. Expected an ID that begins with '${prefixes.get(type)}'.`,
        bad,
      )
}

function badCall(item: Json, path: string): Words | undefined {
  const type = typeOf(item)
  if (!/^(function|custom_tool)_call(_output)?$/.test(type)) return undefined
  const id =
    longText(`${path}.call_id`, String(item.call_id), maxIdLength) ?? emptyText(`${path}.call_id`, item.call_id)
  if (id !== undefined) return id
  if (type.endsWith('_output'))
    return typeof item.output === 'string' || Array.isArray(item.output)
      ? undefined
      : wrongType(`${path}.output`, 'one of an array of objects or string', item.output)
  const given = type === 'function_call' ? 'arguments' : 'input'
  return (
    functionName(`${path}.name`, item.name) ??
    (typeof item[given] === 'string' ? undefined : wrongType(`${path}.${given}`, 'a string', item[given]))
  )
}

function badContent({ role, content }: Json, path: string): Words | undefined {
  if (role === undefined || !Array.isArray(content)) return undefined
  return firstOf(content, (part, n) => badPart(part, role === 'assistant', `${path}.content[${n}]`))
}

function badPart(part: unknown, isAssistants: boolean, path: string): Words | undefined {
  if (!isObject(part)) return wrongType(path, 'an object', part)
  const type = String(part.type)
  if (part.type === undefined) return missing(`${path}.type`)
  if (isAssistants)
    return type === 'output_text' || type === 'refusal'
      ? undefined
      : unknownValue(path, type, "'output_text' and 'refusal'")
  if (usersParts.includes(type))
    return type === 'input_text' && part.text === undefined ? missing(`${path}.text`) : undefined
  return partTypes.includes(type)
    ? unknownValue(path, type, listed(usersParts))
    : unknownValue(`${path}.type`, type, listed(partTypes))
}

/** What the API has encrypted comes back as it was, or the model cannot think on. */
function badReasoning({ type, encrypted_content: text }: Json): Words | undefined {
  if (type !== 'reasoning' || typeof text !== 'string' || checkSignature(text) !== 'corrupted') return undefined
  const shown = text.length > 11 ? `${text.slice(0, 4)}...${text.slice(-4)}` : text
  return say(
    'encrypted',
    `The encrypted content ${shown} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
    { param: null, code: 'invalid_encrypted_content' },
  )
}
