import type { Dialect } from '../dialect.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { googleGenerativeAi } from './google-generative-ai.ts'
import { openaiCompletions } from './openai-completions.ts'
import { openaiResponses } from './openai-responses.ts'

/** Every API the provider speaks. */
export const dialects: readonly Dialect[] = [anthropicMessages, openaiCompletions, openaiResponses, googleGenerativeAi]

/** The dialect of an API. @throws Error when the provider does not speak it */
export function dialectNamed(api: string): Dialect {
  const dialect = dialects.find((known) => known.api === api)
  if (dialect === undefined)
    throw new Error(`the provider does not speak "${api}"; it speaks ${dialects.map((known) => known.api).join(', ')}`)
  return dialect
}
