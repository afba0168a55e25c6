import { messageTree } from '../../store/message-tree.ts'

/** How pi stores sessions. */
export const piFormat = messageTree({
  agent: 'pi',
  apis: ['anthropic-messages', 'openai-completions', 'openai-responses', 'google-generative-ai'],
  fileName: /^[\dTZ:.-]+_([\w-]+)\.jsonl$/,
  madeUp: ['No result provided'],
  mends: () => ({
    missing: true,
    orphaned: false,
    repeated: false,
    endedFirst: true,
    source: '@mariozechner/pi-ai of OpenClaw 2026.1.29 (transform-messages), read; pi 1.6.0, run',
  }),
})
