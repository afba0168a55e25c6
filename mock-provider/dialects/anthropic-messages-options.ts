import { firstOf, isObject, type Json } from '../json.ts'
import { say, type Words } from './words.ts'

/** What a model's name tells of it: its family, and its version as a number, such as 4.5. */
type Generation = { readonly family: string; readonly version: number }

/** The request's options as far as they are held to the model's generation and to one another. */
type Options = Json & { readonly of: Generation | undefined; readonly thinks: unknown }

const mayOnly = 'when thinking is enabled or in adaptive mode. Please consult our documentation at'
const considerations =
  'https://docs.claude.com/en/docs/build-with-claude/extended-thinking#important-considerations-when-using-extended-thinking'
const useAdaptive = 'Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'

/**
 * What the API says about thinking, sampling and effort: which model knows what, and what excludes what.
 * @param betas the `anthropic-beta` header: with interleaved thinking a budget may be larger than `max_tokens`
 */
export function judgeOptions(body: Json, betas: string): Words | undefined {
  const thinks = isObject(body.thinking) ? body.thinking.type : undefined
  const options = { ...body, of: generationOf(String(body.model)), thinks }
  return (
    firstOf([thinkingMode, sampling, sampledThinking, effort, limits], (rule) => rule(options)) ?? budget(body, betas)
  )
}

/** Of a name such as `claude-opus-4-8` or `claude-3-5-haiku-latest`; of other vendors' models nothing is known. */
function generationOf(model: string): Generation | undefined {
  const [, family = '', major = '', minor = '0'] = /^claude-([a-z]+)-(\d)(?:-(\d)(?=-|$))?(?=-|$)/.exec(model) ?? []
  if (family !== '') return { family, version: Number(`${major}.${minor}`) }
  const [, old = '', oldMinor = '0', name = ''] = /^claude-(\d)(?:-(\d))?-([a-z]+)/.exec(model) ?? []
  return name === '' ? undefined : { family: name, version: Number(`${old}.${oldMinor}`) }
}

/** Models that decide by themselves how much they think; they take no budget, and no sampling either. */
function isAdaptiveOnly({ family, version }: Generation): boolean {
  return version >= 5 || (family === 'opus' && version >= 4.7)
}

function thinkingMode({ of, thinks }: Options): Words | undefined {
  if (of === undefined) return undefined
  if (thinks === 'enabled' && isAdaptiveOnly(of))
    return say('thinking-mode', `"thinking.type.enabled" is not supported for this model. ${useAdaptive}`)
  if (thinks === 'disabled' && (of.family === 'fable' || of.family === 'mythos'))
    return say('thinking-always', `"thinking.type.disabled" is not supported for this model. ${useAdaptive}`)
  return thinks === 'adaptive' && of.version < 4.6
    ? say('adaptive-unknown', 'adaptive thinking is not supported on this model')
    : undefined
}

function sampling({ of, temperature, top_p: topP, top_k: topK }: Options): Words | undefined {
  if (typeof temperature === 'number' && temperature > 1) return say('temperature-range', 'temperature: range: 0..1')
  if (of === undefined) return undefined
  if (isAdaptiveOnly(of)) {
    const set = { temperature: isOther(temperature), top_p: isOther(topP), top_k: topK !== undefined && topK !== null }
    const first = Object.entries(set).find(([, isSet]) => isSet)
    return first && say('sampling-gone', `\`${first[0]}\` is deprecated for this model.`)
  }
  const both = temperature !== undefined && topP !== undefined && of.version >= 4.1
  return both
    ? say('one-sampling', '`temperature` and `top_p` cannot both be specified for this model. Please use only one.')
    : undefined
}

/** Whether something is set, and not to the 1 that is usual anyway. */
function isOther(value: unknown): boolean {
  return value !== undefined && value !== null && value !== 1
}

function sampledThinking({ thinks, temperature, top_p: topP, top_k: topK }: Options): Words | undefined {
  if (thinks !== 'enabled' && thinks !== 'adaptive') return undefined
  if (isOther(temperature))
    return say('sampled-thinking', `\`temperature\` may only be set to 1 ${mayOnly} ${considerations}`)
  if (typeof topP === 'number' && topP < 0.95)
    return say(
      'sampled-thinking',
      `\`top_p\` must be greater than or equal to 0.95 or unset ${mayOnly} ${considerations}`,
    )
  return topK === undefined || topK === null
    ? undefined
    : say('sampled-thinking', `\`top_k\` must be unset ${mayOnly} ${considerations}`)
}

function effort({ of, output_config: config }: Options): Words | undefined {
  const knows = of === undefined || of.version >= 4.6 || (of.family === 'opus' && of.version >= 4.5)
  return !knows && isObject(config) && config.effort !== undefined
    ? say('effort-unknown', 'This model does not support the effort parameter.')
    : undefined
}

/** The most tokens that a model writes, where nothing can extend them. */
const maxOutput: Readonly<Record<string, number>> = {
  'haiku 4.5': 64_000,
  'opus 4': 32_000,
  'opus 4.1': 32_000,
  'opus 4.5': 64_000,
  'opus 4.6': 128_000,
}

function limits({ of, model, max_tokens: maxTokens }: Options): Words | undefined {
  const max = of && maxOutput[`${of.family} ${of.version}`]
  return max !== undefined && Number(maxTokens) > max
    ? say(
        'max-tokens',
        `max_tokens: ${maxTokens} > ${max}, which is the maximum allowed number of output tokens for ${model}`,
      )
    : undefined
}

function budget({ thinking, max_tokens: maxTokens }: Json, betas: string): Words | undefined {
  if (!isObject(thinking) || thinking.type !== 'enabled' || betas.includes('interleaved-thinking')) return undefined
  return Number(thinking.budget_tokens) < Number(maxTokens)
    ? undefined
    : say(
        'large-budget',
        '`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size',
      )
}
