import { isObject, type Json } from '../json.ts'

const snake = new Map<string, string>()

/** A field's name as the API's messages have it. */
export function snakeCase(name: string): string {
  const known = snake.get(name)
  if (known !== undefined) return known
  const made = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  snake.set(name, made)
  return made
}

/** A field by its name in camel case; the API takes it in snake case as well. */
export function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? (value[name] ?? value[snakeCase(name)]) : undefined
}

/** A repeated field: the API takes a single value for a list of one. */
export function manyOf(value: unknown, name: string): unknown[] {
  const field = fieldOf(value, name)
  if (field === undefined || field === null) return []
  return Array.isArray(field) ? field : [field]
}

/** The fields of an object that its message does not have. */
export function strangers(value: Json, known: ReadonlySet<string>): string[] {
  const found: string[] = []
  for (const key in value) if (!known.has(key)) found.push(key)
  return found
}

/** The names of a message's fields, in both spellings. */
export function fields(...names: string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [name, snakeCase(name)]))
}
