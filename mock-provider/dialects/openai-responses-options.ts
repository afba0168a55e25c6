import { firstOf, isObject, type Json, listOf } from '../json.ts'
import {
  badTypes,
  type FieldType,
  functionName,
  functionSchema,
  longList,
  missing,
  reasons,
  smallNumber,
  stranger,
  unknownParameter,
  unknownValue,
  unsupported,
  wrongType,
} from './openai-fields.ts'
import { say, type Words } from './words.ts'

/** The options whose types are known, in the order in which the API looks at them. */
const types: readonly (readonly [string, FieldType])[] = [
  ['previous_response_id', 'a string'],
  ['prompt', 'an object'],
  ['metadata', 'a metadata object'],
  ['text', 'an object'],
  ['temperature', 'a decimal'],
  ['top_p', 'a decimal'],
  ['parallel_tool_calls', 'a boolean'],
  ['stream', 'a boolean'],
  ['stream_options', 'an object'],
  ['background', 'a boolean'],
  ['max_output_tokens', 'an integer'],
  ['max_tool_calls', 'an integer'],
  ['reasoning', 'an object'],
  ['user', 'a string'],
  ['safety_identifier', 'a string'],
  ['prompt_cache_key', 'a string'],
  ['instructions', 'a string'],
  ['store', 'a boolean'],
]
const known = new Set([
  ...types.map(([key]) => key),
  ...[
    'model',
    'input',
    'tools',
    'tool_choice',
    'conversation',
    'include',
    'truncation',
    'service_tier',
    'top_logprobs',
  ],
  ...['prompt_cache_retention', 'prompt_cache_options', 'context_management', 'moderation', 'presence_penalty'],
  ...['frequency_penalty', 'client_metadata'],
])
/** Where the fields of Chat Completions are now. */
const moved: Readonly<Record<string, string>> = {
  messages: 'input',
  max_tokens: 'max_output_tokens',
  max_completion_tokens: 'max_output_tokens',
  response_format: 'text.format',
  reasoning_effort: 'reasoning.effort',
}

/** The first field that the API does not have, or has no more. */
export function strangeField(body: Json): Words | undefined {
  const old = Object.keys(moved).find((key) => body[key] !== undefined)
  if (old !== undefined)
    return say(
      'moved-field',
      `Unsupported parameter: '${old}'. In the Responses API, this parameter has moved to '${moved[old]}'. Try again with the new parameter. See the API documentation for more information: https://platform.openai.com/docs/api-reference/responses/create.`,
      { param: null, code: 'unsupported_parameter' },
    )
  return undefined
}

/** The first field that nobody has heard of. */
export function unknownField(body: Json): Words | undefined {
  const key = stranger(body, known)
  return key === undefined ? undefined : unknownParameter(key)
}

/** What is wrong with the tools and the options, if anything. */
export function judgeOptions(body: Json): Words | undefined {
  return (
    judgeTools('tools', body.tools) ??
    badTypes(body, types) ??
    smallNumber('max_output_tokens', body.max_output_tokens, 16) ??
    toolChoice(body)
  )
}

/** What the model does not take. */
export function modelOptions({ model, temperature, top_p: topP, reasoning }: Json): Words | undefined {
  if (!reasons(model, isObject(reasoning) ? reasoning.effort : undefined)) return undefined
  const set = { temperature, top_p: topP }
  const refused = Object.entries(set).find(([, value]) => typeof value === 'number' && value !== 1)
  return refused && unsupported(refused[0], null)
}

function judgeTools(path: string, tools: unknown): Words | undefined {
  if (tools === undefined || tools === null) return undefined
  if (!Array.isArray(tools)) return wrongType(path, 'an array of tools', tools)
  return longList(path, tools) ?? firstOf(tools, (tool, n) => toolField(tool, `${path}[${n}]`))
}

function toolField(tool: unknown, path: string): Words | undefined {
  if (!isObject(tool)) return wrongType(path, 'an object', tool)
  const { type, name, parameters, tools } = tool
  if (type === undefined) return missing(`${path}.type`)
  if (type === 'namespace') return functionName(`${path}.name`, name) ?? judgeTools(`${path}.tools`, tools)
  if (type !== 'function') return undefined
  return functionName(`${path}.name`, name) ?? functionSchema(`${path}.parameters`, name, parameters)
}

function toolChoice(body: Json): Words | undefined {
  const { tool_choice: choice } = body
  const tools = listOf(body, 'tools').filter(isObject)
  if (choice === undefined || choice === null) return undefined
  if (typeof choice === 'string') return modeOf(choice, tools.length)
  if (!isObject(choice)) return wrongType('tool_choice', "one of an object or 'none', 'auto', or 'required'", choice)
  const { type, name } = choice
  if (type === 'allowed_tools') return undefined
  if (type === 'function' && name === undefined) return missing('tool_choice.name')
  const offered = tools.some(
    (tool) => tool.type === 'namespace' || (name === undefined ? tool.type === type : tool.name === name),
  )
  return offered
    ? undefined
    : say('choice-of-no-tool', `Tool choice '${name ?? type}' not found in 'tools' parameter.`, {
        param: 'tool_choice',
      })
}

function modeOf(choice: string, tools: number): Words | undefined {
  if (!['none', 'auto', 'required'].includes(choice))
    return unknownValue('tool_choice', choice, "'none', 'auto', and 'required'")
  return choice === 'required' && tools === 0
    ? say('choice-of-no-tool', "Tool choice 'required' must be specified with 'tools' parameter.", {
        param: 'tool_choice',
      })
    : undefined
}
