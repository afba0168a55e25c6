import { isObject, type Json } from '../json.ts'
import { fieldOf, manyOf } from './google-generative-ai-proto.ts'

/** Keywords of JSON Schema that were seen refused; the API's own schema has fewer (docs: ai.google.dev, "Schema"). */
const strangeKeywords = [
  ...['$schema', 'const', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'propertyNames', 'patternProperties'],
  ...['$ref', '$defs', 'definitions'],
]
/** Fields of a tool of another API; Google's own tools grow in number. */
const strangeTool = ['type', 'function', 'name', 'description', 'parameters', 'input_schema']

/** What the API cannot read among the tools, a line each. */
export function strangeInTools(body: Json): string[] {
  return manyOf(body, 'tools').flatMap((tool, n) => [
    ...(isObject(tool) ? Object.keys(tool).filter((key) => strangeTool.includes(key)) : []).map((key) =>
      cannotFind(key, `tools[${n}]`),
    ),
    ...manyOf(tool, 'functionDeclarations').flatMap((declaration, m) =>
      keywordsIn(fieldOf(declaration, 'parameters'), `tools[${n}].function_declarations[${m}].parameters`),
    ),
  ])
}

function cannotFind(key: string, path: string): string {
  return `Invalid JSON payload received. Unknown name "${key}" at '${path}': Cannot find field.`
}

function keywordsIn(schema: unknown, path: string): string[] {
  if (!isObject(schema)) return []
  const { properties, items, type } = schema
  const own = Object.keys(schema).filter((key) => strangeKeywords.includes(key))
  return [
    ...own.map((key) => cannotFind(key, path)),
    ...(Array.isArray(type)
      ? [
          `Invalid JSON payload received. Unknown name "type" at '${path}': Proto field is not repeating, cannot start list.`,
        ]
      : []),
    ...Object.values(isObject(properties) ? properties : {}).flatMap((property, n) =>
      keywordsIn(property, `${path}.properties[${n}].value`),
    ),
    ...keywordsIn(items, `${path}.items`),
    ...manyOf(schema, 'anyOf').flatMap((option, n) => keywordsIn(option, `${path}.any_of[${n}]`)),
  ]
}
