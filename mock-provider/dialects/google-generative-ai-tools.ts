import { firstOf, isObject, type Json } from '../json.ts'
import { fieldOf, manyOf } from './google-generative-ai-proto.ts'
import { say, type Words } from './words.ts'

const namePattern = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/

/** What is wrong with the functions that are offered, and with how the model is to use them and to think, if anything. */
export function judgeTools(body: Json, model: string): Words | undefined {
  const declared = manyOf(body, 'tools').flatMap((tool, n) =>
    manyOf(tool, 'functionDeclarations').map((declaration, m) => ({
      declaration,
      path: `GenerateContentRequest.tools[${n}].function_declarations[${m}]`,
    })),
  )
  return (
    firstOf(declared, ({ declaration, path }) => declarationField(declaration, path)) ??
    repeated(declared.map(({ declaration }) => fieldOf(declaration, 'name'))) ??
    callingConfig(body, declared.length) ??
    thinkingConfig(body, model)
  )
}

function declarationField(declaration: unknown, path: string): Words | undefined {
  const name = fieldOf(declaration, 'name')
  if (typeof name === 'string' && !namePattern.test(name))
    return say(
      'function-name',
      `* ${path}.name: [FIELD_INVALID] Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 64.\n`,
    )
  return schemaField(fieldOf(declaration, 'parameters'), `${path}.parameters`)
}

function schemaField(schema: unknown, path: string): Words | undefined {
  if (!isObject(schema)) return undefined
  const { type, items, properties, enum: values } = schema
  const kind = String(type).toUpperCase()
  if (kind === 'ARRAY' && items === undefined) return say('array-items', `* ${path}.items: missing field.\n`)
  if (values !== undefined && kind !== 'STRING' && type !== undefined)
    return say('enum-of-texts', `* ${path}.enum: only allowed for STRING type\n`)
  return (
    schemaField(items, `${path}.items`) ??
    firstOf(Object.entries(isObject(properties) ? properties : {}), ([name, property]) =>
      schemaField(property, `${path}.properties[${name}]`),
    )
  )
}

function repeated(names: readonly unknown[]): Words | undefined {
  const again = names.find((name, n) => names.indexOf(name) < n)
  return again === undefined ? undefined : say('function-repeated', `Duplicate function declaration found: ${again}`)
}

function callingConfig(body: Json, declared: number): Words | undefined {
  const config = fieldOf(fieldOf(body, 'toolConfig'), 'functionCallingConfig')
  return isObject(config) && declared === 0
    ? say('choice-without-functions', 'Function calling config is set without function_declarations.')
    : undefined
}

/** The thinking budgets a model takes, beside 0 for none and -1 for as it likes. */
const budgets = [
  { of: /gemini-2\.5-pro/, min: 128, max: 32_768 },
  { of: /gemini-2\.5-flash-lite/, min: 512, max: 24_576 },
  { of: /gemini-2\.5-flash/, min: 0, max: 24_576 },
]

function thinkingConfig(body: Json, model: string): Words | undefined {
  const config = fieldOf(fieldOf(body, 'generationConfig'), 'thinkingConfig')
  const budget = fieldOf(config, 'thinkingBudget')
  const level = fieldOf(config, 'thinkingLevel')
  if (budget !== undefined && level !== undefined)
    return say('budget-and-level', 'You can only set only one of thinking budget and thinking level.')
  if (level !== undefined && /gemini-(1|2)/.test(model))
    return say('thinking-level', 'Thinking level is not supported for this model.')
  if (typeof budget !== 'number') return undefined
  if (budget === 0 && /gemini-(2\.5|3[.\d]*)-pro/.test(model))
    return say('thinking-always', 'Budget 0 is invalid. This model only works in thinking mode.')
  const range = budget > 0 ? budgets.find(({ of }) => of.test(model)) : undefined
  return range !== undefined && (budget < range.min || budget > range.max)
    ? say(
        'thinking-budget',
        `The thinking budget ${budget} is invalid. Please choose a value between ${range.min} and ${range.max}.`,
      )
    : undefined
}
