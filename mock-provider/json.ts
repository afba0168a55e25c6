/** A JSON object. */
export type Json = Record<string, unknown>

/** Whether a value is a JSON object and not an array. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const none: readonly unknown[] = []

/** The list under a key of what may be an object; empty when there is none. */
export function listOf(value: unknown, key: string): readonly unknown[] {
  const list = isObject(value) ? value[key] : undefined
  return Array.isArray(list) ? list : none
}

/** The first result that a rule gives for an item, in order; `undefined` when every item keeps it. */
export function firstOf<T, R>(items: readonly T[], rule: (item: T, index: number) => R | undefined): R | undefined {
  for (let index = 0; index < items.length; index++) {
    const broken = rule(items[index] as T, index)
    if (broken !== undefined) return broken
  }
  return undefined
}

/** A value's type in the words OpenAI uses in its errors. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal number'
  return typeof value
}

/** The value of a JSON text; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
