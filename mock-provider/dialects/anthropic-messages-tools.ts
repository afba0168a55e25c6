import { isObject, type Json, listOf } from '../json.ts'
import { missing, noDictionary, tag, textField, under } from './anthropic-messages-wording.ts'
import { say, type Words } from './words.ts'

/** Tools that run on the API's own side have a `type` with a date, and fields of their own. */
const ownTool = /_\d{8}$|^tool_search_tool_|_toolset$/
const customTypes = ['custom']
const jsonTypes = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

/** What is wrong with a tool that is offered, if anything. */
export function toolField(tool: unknown): Words | undefined {
  if (!isObject(tool)) return noDictionary('')
  const { type } = tool
  if (type !== undefined && type !== null && type !== 'custom')
    return ownTool.test(String(type)) ? undefined : tag(tool, customTypes)
  return under('.custom', '', textField(tool, 'name') ?? toolName(String(tool.name)) ?? schemaField(tool.input_schema))
}

/** A long name gets words of its own since 2026. */
function toolName(name: string): Words | undefined {
  if (name.length > 128) return say('tool-name', '.name: String should have at most 128 characters')
  return /^[a-zA-Z0-9_-]+$/.test(name)
    ? undefined
    : say('tool-name', ".name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'")
}

function schemaField(schema: unknown): Words | undefined {
  if (schema === undefined) return missing('.input_schema')
  if (!isObject(schema)) return noDictionary('.input_schema')
  if (schema.oneOf !== undefined || schema.allOf !== undefined || schema.anyOf !== undefined)
    return say('schema-union', '.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level')
  if (schema.type === undefined) return missing('.input_schema.type')
  if (schema.type !== 'object') return say('schema-type', ".input_schema.type: Input should be 'object'")
  const keys = Object.keys(isObject(schema.properties) ? schema.properties : {})
  if (Object.values(Object(schema.properties)).some(isOfNoType))
    return say(
      'schema-invalid',
      '.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview.',
    )
  return keys.every((key) => /^[a-zA-Z0-9_.-]{1,64}$/.test(key))
    ? undefined
    : say('schema-keys', ".input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'")
}

/** Whether a property has a type that JSON Schema does not know. */
function isOfNoType(property: unknown): boolean {
  const types = isObject(property) && property.type !== undefined ? [property.type].flat() : []
  return types.some((type) => !jsonTypes.includes(String(type)))
}

/** What is wrong with the tools as a whole and with the choice among them, if anything. */
export function judgeTools(body: Json): Words | undefined {
  const { tool_choice: choice, mcp_servers: servers } = body
  // a toolset has no name
  const names = listOf(body, 'tools').flatMap((tool) => (isObject(tool) && tool.name ? [tool.name] : []))
  if (new Set(names).size < names.length) return say('tool-names-unique', 'tools: Tool names must be unique.')
  if (!isObject(choice)) return undefined
  const isForced = choice.type === 'any' || choice.type === 'tool'
  if (isForced && isObject(body.thinking) && body.thinking.type === 'enabled')
    return say('forced-tool-with-thinking', 'Thinking may not be enabled when tool_choice forces tool use.')
  if (servers !== undefined) return undefined
  if (listOf(body, 'tools').length === 0)
    return say('choice-without-tools', 'tool_choice may only be specified while providing tools.')
  return choice.type === 'tool' && !names.some((name) => name === choice.name)
    ? say('choice-of-no-tool', `Tool '${choice.name}' not found in provided tools`)
    : undefined
}
