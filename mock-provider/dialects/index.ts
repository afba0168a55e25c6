import type { Dialect } from '../dialect.ts'
import { anthropicMessages } from './anthropic-messages.ts'

/** Every API the provider speaks, by the name OpenClaw uses. */
export const dialects: readonly Dialect[] = [anthropicMessages]
