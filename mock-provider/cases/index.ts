import { anthropicMessages } from './anthropic-messages.ts'
import type { Catalogue } from './case.ts'
import { googleGenerativeAi } from './google-generative-ai.ts'
import { openaiCompletions } from './openai-completions.ts'
import { openaiResponses } from './openai-responses.ts'

/** What is known of every API. */
export const catalogues: readonly Catalogue[] = [
  anthropicMessages,
  openaiCompletions,
  openaiResponses,
  googleGenerativeAi,
]
