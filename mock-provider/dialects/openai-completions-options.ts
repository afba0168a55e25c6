import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { field } from '../wire.ts'
import { badFunction } from './openai-completions-messages.ts'
import {
  badTypes,
  type FieldType,
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
  ['parallel_tool_calls', 'a boolean'],
  ['max_completion_tokens', 'an integer'],
  ['n', 'an integer'],
  ['seed', 'an integer'],
  ['stream', 'a boolean'],
  ['store', 'a boolean'],
  ['stream_options', 'an object'],
  ['metadata', 'a metadata object'],
  ['user', 'a string'],
  ['response_format', 'an object'],
  ['temperature', 'a decimal'],
  ['top_p', 'a decimal'],
  ['frequency_penalty', 'a decimal'],
  ['presence_penalty', 'a decimal'],
]
const known = new Set([
  ...types.map(([key]) => key),
  ...['model', 'messages', 'tools', 'tool_choice', 'functions', 'function_call', 'max_tokens', 'stop', 'logit_bias'],
  ...['logprobs', 'top_logprobs', 'prediction', 'reasoning_effort', 'verbosity', 'service_tier', 'audio', 'modalities'],
  ...['web_search_options', 'moderation', 'prompt_cache_key', 'prompt_cache_retention', 'prompt_cache_options'],
  'safety_identifier',
])

/** The first field that the API does not have. */
export function unknownField(body: Json): Words | undefined {
  const key = stranger(body, known)
  return key === undefined ? undefined : unknownParameter(key)
}

/** What is wrong with the tools and the options, and what the model does not take, if anything. */
export function judgeOptions(body: Json): Words | undefined {
  return (
    judgeTools(body) ??
    badTypes(body, types) ??
    smallNumber('max_completion_tokens', body.max_completion_tokens, 1) ??
    smallNumber('n', body.n, 1) ??
    toolChoice(body) ??
    modelOptions(body) ??
    together(body)
  )
}

function judgeTools({ tools }: Json): Words | undefined {
  if (tools === undefined || tools === null) return undefined
  if (!Array.isArray(tools)) return wrongType('tools', 'an array of objects', tools)
  return longList('tools', tools) ?? firstOf(tools, toolField)
}

function toolField(tool: unknown, n: number): Words | undefined {
  const path = `tools[${n}]`
  if (!isObject(tool)) return wrongType(path, 'an object', tool)
  if (tool.type === undefined) return missing(`${path}.type`)
  if (tool.type !== 'function') return undefined
  const at = `${path}.function`
  const { function: offered } = tool
  return (
    badFunction(offered, at) ?? functionSchema(`${at}.parameters`, field(offered, 'name'), field(offered, 'parameters'))
  )
}

function toolChoice(body: Json): Words | undefined {
  const { tool_choice: choice } = body
  const tools = listOf(body, 'tools')
  if (choice === undefined || choice === null) return undefined
  if (typeof choice === 'string' && !['none', 'auto', 'required'].includes(choice))
    return unknownValue('tool_choice', choice, "'none', 'auto', and 'required'")
  if (typeof choice !== 'string' && !isObject(choice))
    return wrongType('tool_choice', "one of one of 'none', 'auto', or 'required' or object", choice)
  if (tools.length === 0) return onlyWithTools('tool_choice')
  if (!isObject(choice) || choice.type === 'allowed_tools' || choice.type === 'custom') return undefined
  if (choice.function === undefined) return missing('tool_choice.function')
  const name = field(choice.function, 'name')
  if (name === undefined) return missing('tool_choice.function.name')
  return tools.some((tool) => field(field(tool, 'function'), 'name') === name)
    ? undefined
    : say(
        'choice-of-no-tool',
        `Invalid value for 'function_call': no function named '${name}' was specified in the 'functions' parameter.`,
        { param: 'function_call' },
      )
}

function onlyWithTools(name: string): Words {
  return say('only-with-tools', `Invalid value for '${name}': '${name}' is only allowed when 'tools' are specified.`, {
    param: name,
  })
}

function modelOptions(body: Json): Words | undefined {
  const { model, max_tokens: maxTokens, temperature, reasoning_effort: effort } = body
  if (maxTokens !== undefined && maxTokens !== null && /^(o\d|gpt-5)/.test(String(model)))
    return unsupported('max_tokens', 'unsupported_parameter', " Use 'max_completion_tokens' instead.")
  if (!reasons(model, effort)) return undefined
  if (typeof temperature === 'number' && temperature !== 1)
    return say(
      'model-value',
      `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the default (1) value is supported.`,
      { param: 'temperature', code: 'unsupported_value' },
    )
  const refused = ['stop', 'logit_bias', 'frequency_penalty', 'presence_penalty', 'logprobs'].find((key) => body[key])
  return refused === undefined ? undefined : unsupported(refused, 'unsupported_parameter')
}

/** What goes only together with something else. */
function together(body: Json): Words | undefined {
  const { stream, stream_options: options, tools, parallel_tool_calls: parallel, response_format: format } = body
  if (isObject(options) && stream !== true)
    return say('only-with-stream', "The 'stream_options' parameter is only allowed when 'stream' is enabled.", {
      param: 'stream_options',
    })
  if (typeof parallel === 'boolean' && tools === undefined) return onlyWithTools('parallel_tool_calls')
  return isObject(format) && format.type === 'json_object' && !/json/i.test(JSON.stringify(body.messages))
    ? say(
        'json-without-word',
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
        { param: 'messages' },
      )
    : undefined
}
