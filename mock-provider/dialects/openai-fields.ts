import { typeName } from '../json.ts'
import { say, type Words } from './words.ts'

/** A field that is not there, in the words of both of OpenAI's APIs. */
export function missing(path: string): Words {
  return say(`Missing required parameter: '${path}'.`, { param: path, code: 'missing_required_parameter' })
}

/** A list that is empty and must not be. */
export function emptyArray(path: string): Words {
  return say(
    `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
    { param: path, code: 'empty_array' },
  )
}

/** A value of another type than the one that is `wanted`, such as `an object`. */
export function wrongType(path: string, wanted: string, got: unknown): Words {
  const name = typeName(got)
  const article = name === 'null' ? '' : /^[aeiou]/.test(name) ? 'an ' : 'a '
  return say(`Invalid type for '${path}': expected ${wanted}, but got ${article}${name} instead.`, {
    param: path,
    code: 'invalid_type',
  })
}

/** A text that is none of those that are known. */
export function unknownValue(path: string, got: unknown, known: string): Words {
  return say(`Invalid value: '${got}'. Supported values are: ${known}.`, { param: path, code: 'invalid_value' })
}

/** What is wrong with the length of an id or a name, if anything. */
export function longText(path: string, text: string, maxLength: number): Words | undefined {
  if (text.length <= maxLength) return undefined
  return say(
    `Invalid '${path}': string too long. Expected a string with maximum length ${maxLength}, but got a string with length ${text.length} instead.`,
    { param: path, code: 'string_above_max_length' },
  )
}

/** What is wrong with the name of a function, apart from its length, if anything. */
export function functionName(path: string, name: unknown): Words | undefined {
  if (name === undefined) return missing(path)
  if (name === '')
    return say(
      `Invalid '${path}': empty string. Expected a string with minimum length 1, but got an empty string instead.`,
      { param: path, code: 'empty_string' },
    )
  return /^[a-zA-Z0-9_-]+$/.test(String(name))
    ? undefined
    : say(
        `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
        { param: path, code: 'invalid_value' },
      )
}
