import { firstOf, isObject, type Json } from '../json.ts'
import {
  emptyArray,
  functionName,
  longList,
  longText,
  mismatch,
  missing,
  unknownValue,
  wrongType,
} from './openai-fields.ts'
import { say, type Words } from './words.ts'

const roles = ['system', 'assistant', 'user', 'function', 'tool', 'developer']
const partTypes = ['text', 'image_url', 'input_audio', 'refusal', 'audio', 'file']
const maxIdLength = 40
const maxNameLength = 64

/** What is wrong with the fields of the messages, each for itself, if anything. */
export function judgeMessages(body: Json, messages: readonly unknown[]): Words | undefined {
  return (
    firstOf(messages, (message, n) => messageField(message, `messages[${n}]`)) ??
    firstOf(messages as readonly Json[], (message, n) => misplaced(message, n, String(body.model)))
  )
}

function messageField(message: unknown, path: string): Words | undefined {
  if (!isObject(message)) return wrongType(path, 'an object', message)
  return (
    badRole(message, path) ??
    badContent(message, path) ??
    badName(message, path) ??
    badCalls(message, path) ??
    badToolId(message, path)
  )
}

function badRole({ role }: Json, path: string): Words | undefined {
  if (role === undefined) return missing(`${path}.role`)
  if (roles.includes(String(role))) return undefined
  return unknownValue(`${path}.role`, role, "'system', 'assistant', 'user', 'function', 'tool', and 'developer'")
}

function badContent({ role, content }: Json, path: string): Words | undefined {
  if (content === undefined && role === 'developer') return missing(`${path}.content`)
  if (content === undefined || content === null || typeof content === 'string') return undefined
  if (!Array.isArray(content)) return wrongType(`${path}.content`, 'one of a string or array of objects', content)
  return firstOf(content, (part, n) => {
    const at = `${path}.content[${n}]`
    if (!isObject(part)) return wrongType(at, 'an object', part)
    if (part.type === undefined) return missing(`${at}.type`)
    return partTypes.includes(String(part.type))
      ? undefined
      : unknownValue(`${at}.type`, part.type, "'text', 'image_url', 'input_audio', 'refusal', 'audio', and 'file'")
  })
}

function badName({ name }: Json, path: string): Words | undefined {
  return typeof name === 'string' ? mismatch(`${path}.name`, name, /^[^\s<|\\/>]+$/) : undefined
}

function badCalls({ role, tool_calls: calls }: Json, path: string): Words | undefined {
  if (role !== 'assistant' || calls === undefined || calls === null) return undefined
  if (!Array.isArray(calls)) return wrongType(`${path}.tool_calls`, 'an array of objects', calls)
  if (calls.length === 0) return emptyArray(`${path}.tool_calls`)
  return longList(`${path}.tool_calls`, calls) ?? firstOf(calls, (call, n) => badCall(call, `${path}.tool_calls[${n}]`))
}

function badCall(call: unknown, path: string): Words | undefined {
  if (!isObject(call)) return wrongType(path, 'an object', call)
  const { id, type } = call
  if (id === undefined) return missing(`${path}.id`)
  if (type === undefined) return missing(`${path}.type`)
  const long = longText(`${path}.id`, String(id), maxIdLength)
  return long ?? (type === 'function' ? calledFunction(call.function, `${path}.function`) : undefined)
}

function calledFunction(called: unknown, path: string): Words | undefined {
  const wrong = badFunction(called, path)
  if (wrong !== undefined || !isObject(called)) return wrong
  const { arguments: given } = called
  if (given === undefined) return missing(`${path}.arguments`)
  return typeof given === 'string' ? undefined : wrongType(`${path}.arguments`, 'a string', given)
}

/** What is wrong with a function that is called or offered, apart from its arguments, if anything. */
export function badFunction(called: unknown, path: string): Words | undefined {
  if (called === undefined) return missing(path)
  if (!isObject(called)) return wrongType(path, 'an object', called)
  const { name } = called
  return functionName(`${path}.name`, name) ?? longText(`${path}.name`, String(name), maxNameLength)
}

function badToolId({ role, tool_call_id: id }: Json, path: string): Words | undefined {
  return role === 'tool' ? longText(`${path}.tool_call_id`, String(id), maxIdLength) : undefined
}

/** What a message of its role may not have, or has to have. */
function misplaced({ role, name, content }: Json, n: number, model: string): Words | undefined {
  if (role === 'function' && name === undefined)
    return say('function-without-name', "Missing parameter 'name': messages with role 'function' must have a 'name'.", {
      param: `messages.[${n}].name`,
    })
  const hasImage = Array.isArray(content) && content.some(({ type }) => type === 'image_url')
  if (!hasImage || role === 'user' || !/^(gpt-[34]|o\d|chatgpt)/.test(model)) return undefined
  return say(
    'images-of-user',
    `Invalid 'messages[${n}]'. Image URLs are only allowed for messages with role 'user', but this message with role '${role}' contains an image URL.`,
    { param: `messages[${n}]`, code: 'invalid_value' },
  )
}
