import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { kindOf, type Step } from '../steps/index.ts'
import { reproSchema } from './repro.ts'
import { scenarioSchema } from './schema.ts'
import { stepExamples } from './step-examples.ts'

/** What of a JSON Schema is read here. */
type JsonSchema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  default?: unknown
  description?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  oneOf?: JsonSchema[]
}

/** The JSON Schemas that editors use, by their files in docs/, with what each step does. */
export function publishedSchemas(): Record<string, JsonSchema> {
  const of = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema
  const scenario = of(scenarioSchema)
  const repro = of(reproSchema)
  for (const { properties } of [scenario, repro.properties?.scenario ?? {}])
    for (const step of stepsIn(properties)) step.description = stepDocs()[kindIn(step)] ?? ''
  return { 'scenario.schema.json': scenario, 'repro.schema.json': repro }
}

/** What each kind of step does and when it has landed: the comment on it in its source. */
export function stepDocs(): Record<string, string> {
  const folder = new URL('../steps/', import.meta.url)
  const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
  const kinds =
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const \w+ = defineStep\(\{(?:(?!\n\}\))[\s\S])*?do: z\.literal\('([\w.]+)'\)/g
  const found = sources.flatMap((source) => [...source.matchAll(kinds)])
  return Object.fromEntries(
    found.map(([, comment = '', kind = '']) => [kind, comment.replace(/\s*\n \* ?|\s+/g, ' ').trim()]),
  )
}

/** docs/steps.md: every step, with its call, its JSON, what it does, and its fields. */
export function stepsPage(): string {
  const docs = stepDocs()
  const { properties } = publishedSchemas()['scenario.schema.json'] ?? {}
  const schemas = stepsIn(properties)
  const settings = fieldsOf(properties?.gateway ?? {}).map((line) => `- ${line}\n`)
  const parts = schemas.map((schema) => {
    const kind = kindIn(schema)
    const fields = fieldsOf(schema).map((line) => `- ${line}\n`)
    return `## ${kind}

${docs[kind]}

\`\`\`ts
${callOf(kind)}
\`\`\`

\`\`\`json
${JSON.stringify(shortest(stepExamples[kind]()), null, 1).replace(/\n */g, ' ')}
\`\`\`
${fields.length === 0 ? '' : `\n${fields.join('')}`}`
  })
  return `# Every step

Written by \`npm run steps\` from the schema and the steps themselves; what is left out has its default. \`npm run chaos -- new <name>\` writes
a scenario to start from, \`npm run chaos -- explain <file>\` says what one does. A \`.json\` scenario that begins with
\`"$schema": "docs/scenario.schema.json"\` (its path from the file) is completed by editors.

Beside its steps a scenario has a \`title\`, an \`issue\` where it is known, and what it wants of its \`gateway\`:

${settings.join('')}
Its \`clients\` says which clients are pages of the gateway in a browser, \`{ main: 'control-ui', tab: { tabOf: 'main' } }\`: one with a
profile of its own, or another tab of such a one. The others, \`main\` too where it is not named, are chat clients. The \`page.*\` steps need one.
What a user says begins with neither \`/\` nor \`!\`, and is no part of what else is said, so that each request can be told from the others.

A reply of the model can be changed further: \`model.calls('a').breaks({ kind: 'late', ms: 2_000 })\` is any fault on the wire,
\`.in('b')\` answers another session, \`.answering('compare')\` an earlier message, \`.withIdsOf('c')\` gives its calls the ids of earlier ones,
\`.saying('I shall look')\` says something before them.

${parts.join('\n')}`
}

/** The call of an example as it stands in the source. */
export function callOf(kind: Step['do']): string {
  return String(stepExamples[kind]).replace(/^\(\) =>\s*/, '')
}

/** A step without what it is by default. */
export function shortest(step: Step): object {
  const same = JSON.stringify(sorted(step))
  return Object.keys(step).reduce((kept: Record<string, unknown>, key) => {
    const { [key]: _, ...rest } = kept
    const parsed = kindOf(step).schema.safeParse(rest)
    return parsed.success && JSON.stringify(sorted(parsed.data)) === same ? rest : kept
  }, structuredClone(step))
}

function sorted(step: object): [string, unknown][] {
  return Object.entries(step).toSorted(([a], [b]) => a.localeCompare(b))
}

function stepsIn(properties: JsonSchema['properties']): JsonSchema[] {
  return properties?.steps?.items?.oneOf ?? []
}

function kindIn({ properties }: JsonSchema): Step['do'] {
  return properties?.do?.const as Step['do']
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, inside = ''): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (name === 'do') return []
    const needed = required.includes(name) ? '' : whenLeftOut(schema)
    const words = [schema.description, valuesOf(schema)].filter(Boolean).join('; ')
    return [`\`${inside}${name}\`${needed}: ${words}`, ...fieldsOf(schema.items ?? {}, `${inside}${name}[].`)]
  })
}

function whenLeftOut({ default: value }: JsonSchema): string {
  return value === undefined || value === '' ? ' (may be left out)' : ` (\`${value}\` when left out)`
}

function valuesOf({ type, const: value, enum: values, items, minimum, maximum, maxLength }: JsonSchema): string {
  if (value !== undefined) return `\`${value}\``
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ')
  if (items !== undefined) return 'a list'
  if (type === 'integer') return `a whole number from ${minimum} to ${maximum}`
  if (type === 'number') return `a number between ${minimum} and ${maximum}`
  if (type === 'boolean') return '`true` or `false`'
  return type === 'string' && maxLength === undefined ? 'a name' : type === 'string' ? 'a text' : ''
}
