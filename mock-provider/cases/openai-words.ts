import type { Rejection } from '../../harness/record/entry.ts'

/** What both of OpenAI's APIs answer to a request that they reject. */
export function refused(message: string, param: string | null, code: string | null = null): Rejection {
  return { status: 400, type: 'invalid_request_error', message, param, code }
}

/** What they say about the field that is named. */
export type Words = (where: string) => readonly [message: string, code: string | null]

/** It is not there. */
export const missing: Words = (where) => [`Missing required parameter: '${where}'.`, 'missing_required_parameter']

/** It is not known. */
export const unknown: Words = (where) => [`Unknown parameter: '${where}'.`, 'unknown_parameter']

/** It is an empty list. */
export const emptyArray: Words = (where) => [
  `Invalid '${where}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
  'empty_array',
]

/** It is an empty text. */
export const emptyText: Words = (where) => [
  `Invalid '${where}': empty string. Expected a string with minimum length 1, but got an empty string instead.`,
  'empty_string',
]

/** It is a name with other characters. */
export const noMatch: Words = (where) => [
  `Invalid '${where}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
  'invalid_value',
]

/** It is of another type. */
export function wrongType(wanted: string, got: string): Words {
  return (where) => [`Invalid type for '${where}': expected ${wanted}, but got ${got} instead.`, 'invalid_type']
}

/** It is one character longer than it may be. */
export function tooLong(max: number): Words {
  return (where) => [
    `Invalid '${where}': string too long. Expected a string with maximum length ${max}, but got a string with length ${max + 1} instead.`,
    'string_above_max_length',
  ]
}

/** It has a value that is none of those that are known. */
export function unknownValue(got: string, known: string): Words {
  return () => [`Invalid value: '${got}'. Supported values are: ${known}.`, 'invalid_value']
}

/** It is a list with more than 128 entries. */
export function longList(length: number): Words {
  return (where) => [
    `Invalid '${where}': array too long. Expected an array with maximum length 128, but got an array with length ${length} instead.`,
    'array_above_max_length',
  ]
}

/** It is a number that is too small. */
export function moreThan(min: number, got: number): Words {
  return (where) => [
    `Invalid '${where}': integer below minimum value. Expected a value >= ${min}, but got ${got} instead.`,
    'integer_below_min_value',
  ]
}

/** The model does not take it. */
export const notWith: Words = (where) => [
  `Unsupported parameter: '${where}' is not supported with this model.`,
  'unsupported_parameter',
]
