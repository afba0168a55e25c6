import { firstOf, isObject, type Json, typeName } from '../json.ts'
import { say, type Words } from './words.ts'

/** A field that is not there, in the words of both of OpenAI's APIs. */
export function missing(path: string): Words {
  return say('missing-field', `Missing required parameter: '${path}'.`, {
    param: path,
    code: 'missing_required_parameter',
  })
}

/** A list that is empty and must not be. */
export function emptyArray(path: string): Words {
  return say(
    'empty-list',
    `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
    { param: path, code: 'empty_array' },
  )
}

/** A value of another type than the one that is `wanted`, such as `an object`. */
export function wrongType(path: string, wanted: string, got: unknown): Words {
  const name = typeName(got)
  const article = name === 'null' ? '' : /^[aeiou]/.test(name) ? 'an ' : 'a '
  return say('wrong-type', `Invalid type for '${path}': expected ${wanted}, but got ${article}${name} instead.`, {
    param: path,
    code: 'invalid_type',
  })
}

/** A text that is none of those that are known. */
export function unknownValue(path: string, got: unknown, known: string): Words {
  return say('unknown-value', `Invalid value: '${got}'. Supported values are: ${known}.`, {
    param: path,
    code: 'invalid_value',
  })
}

/** A field that the API does not have. */
export function unknownParameter(path: string): Words {
  return say('unknown-field', `Unknown parameter: '${path}'.`, { param: path, code: 'unknown_parameter' })
}

/** A field that the model does not have. */
export function unsupported(name: string, code: string | null, hint = ''): Words {
  return say('model-option', `Unsupported parameter: '${name}' is not supported with this model.${hint}`, {
    param: name,
    code,
  })
}

/** What is wrong with the length of an id or a name, if anything. */
export function longText(path: string, text: string, maxLength: number): Words | undefined {
  if (text.length <= maxLength) return undefined
  return say(
    'long-text',
    `Invalid '${path}': string too long. Expected a string with maximum length ${maxLength}, but got a string with length ${text.length} instead.`,
    { param: path, code: 'string_above_max_length' },
  )
}

const maxItems = 128

/** What is wrong with the number of tools or calls, if anything. */
export function longList(path: string, list: readonly unknown[]): Words | undefined {
  if (list.length <= maxItems) return undefined
  return say(
    'long-list',
    `Invalid '${path}': array too long. Expected an array with maximum length ${maxItems}, but got an array with length ${list.length} instead.`,
    { param: path, code: 'array_above_max_length' },
  )
}

/** What is wrong with a number that is at least `min`, if anything. */
export function smallNumber(path: string, value: unknown, min: number): Words | undefined {
  if (typeof value !== 'number' || value >= min) return undefined
  return say(
    'small-number',
    `Invalid '${path}': integer below minimum value. Expected a value >= ${min}, but got ${value} instead.`,
    { param: path, code: 'integer_below_min_value' },
  )
}

/** What is wrong with a text that must not be empty, if anything. */
export function emptyText(path: string, text: unknown): Words | undefined {
  if (text !== '') return undefined
  return say(
    'empty-text',
    `Invalid '${path}': empty string. Expected a string with minimum length 1, but got an empty string instead.`,
    { param: path, code: 'empty_string' },
  )
}

/** What is wrong with the name of a function, apart from its length, if anything. */
export function functionName(path: string, name: unknown): Words | undefined {
  if (name === undefined) return missing(path)
  return emptyText(path, name) ?? mismatch(path, name, /^[a-zA-Z0-9_-]+$/)
}

/** What is wrong with a text that must match a pattern, if anything. */
export function mismatch(path: string, text: unknown, pattern: RegExp): Words | undefined {
  if (pattern.test(String(text))) return undefined
  return say(
    'pattern',
    `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '${pattern.source}'.`,
    { param: path, code: 'invalid_value' },
  )
}

/** How a field's type is called in errors, and which values are of it. */
export type FieldType = 'a boolean' | 'an integer' | 'a decimal' | 'a string' | 'an object' | 'a metadata object'

const isOfType: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  'a boolean': (value) => typeof value === 'boolean',
  'an integer': Number.isInteger,
  'a decimal': (value) => typeof value === 'number',
  'a string': (value) => typeof value === 'string',
  'an object': isObject,
  'a metadata object': isObject,
}

/** What is wrong with the types of a request's options, if anything; null is as good as nothing. */
export function badTypes(body: Json, types: readonly (readonly [string, FieldType])[]): Words | undefined {
  return firstOf(types, ([key, type]) => {
    const value = body[key]
    return value === undefined || value === null || isOfType[type](value) ? undefined : wrongType(key, type, value)
  })
}

/** The first field of a body that its API does not have. */
export function stranger(body: Json, known: ReadonlySet<string>): string | undefined {
  for (const key in body) if (!known.has(key)) return key
  return undefined
}

const unions = ['oneOf', 'anyOf', 'allOf', 'enum', 'not']

/** What is wrong with the schema of a function's arguments, if anything; an empty one is as good as none. */
export function functionSchema(path: string, name: unknown, schema: unknown): Words | undefined {
  if (!isObject(schema) || Object.keys(schema).length === 0) return undefined
  const invalid = (what: string) =>
    say('function-schema', `Invalid schema for function '${name}': ${what}.`, {
      param: path,
      code: 'invalid_function_parameters',
    })
  if (unions.some((union) => schema[union] !== undefined))
    return invalid("schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level")
  if (schema.type !== 'object')
    return invalid(`schema must be a JSON Schema of 'type: "object"', got 'type: "${schema.type ?? 'None'}"'`)
  const context = arrayWithoutItems(schema, [])
  return context && invalid(`In context=(${context.map((key) => `'${key}'`).join(', ')}), array schema missing items`)
}

/** The way to a list whose items are not described. */
function arrayWithoutItems(schema: unknown, path: readonly string[]): readonly string[] | undefined {
  if (!isObject(schema)) return undefined
  if (schema.type === 'array') {
    if (schema.items === undefined) return path
    return arrayWithoutItems(schema.items, [...path, 'items'])
  }
  const { properties } = schema
  return firstOf(Object.entries(isObject(properties) ? properties : {}), ([key, property]) =>
    arrayWithoutItems(property, [...path, 'properties', key]),
  )
}

/** Models that reason before they answer, and take no sampling then: those that were seen to refuse it. */
export function reasons(model: unknown, effort: unknown): boolean {
  return effort !== 'none' && /^(o\d|gpt-5(-(mini|nano|pro|codex|\d{4})|$)|gpt-5\.[5-9])/.test(String(model))
}
