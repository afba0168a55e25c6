import type { Json } from '../json.ts'
import { say, type Words } from './words.ts'

/** A field that is not there. */
export function missing(path: string): Words {
  return say('missing-field', `${path}: Field required`)
}

/** A value that should be an object. */
export function noDictionary(path: string): Words {
  return say('wrong-type', `${path}: Input should be a valid dictionary`)
}

/** Words about a part of something, with the way to it in front: it is spelled out only when something is wrong there. */
export function under(prefix: string, key: string | number, words: Words | undefined): Words | undefined {
  return words && { ...words, message: `${prefix}${key}${words.message}` }
}

/** What is wrong with a field that must be a text, if anything. */
export function textField(value: Json, key: string): Words | undefined {
  if (value[key] === undefined) return missing(`.${key}`)
  return typeof value[key] === 'string' ? undefined : say('wrong-type', `.${key}: Input should be a valid string`)
}

/** What is wrong with the `type` that tells of which kind an object is, if anything. */
export function tag({ type }: Json, known: readonly string[]): Words | undefined {
  if (type === undefined) return say('missing-field', ": Unable to extract tag using discriminator 'type'")
  if (known.includes(String(type))) return undefined
  const tags = known.map((one) => `'${one}'`).join(', ')
  return say('unknown-tag', `: Input tag '${type}' found using 'type' does not match any of the expected tags: ${tags}`)
}
