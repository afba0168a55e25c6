import { messageTree } from '../../store/message-tree.ts'
import { profileOf } from './lexicon.ts'

/** How pi stores sessions. */
export const piFormat = messageTree({
  agent: 'pi',
  apis: ['anthropic-messages', 'openai-completions', 'openai-responses', 'google-generative-ai'],
  fileName: /^[\dTZ:.-]+_([\w-]+)\.jsonl$/,
  madeUp: profileOf().lexicon.invented,
  mends: () => ({
    missing: true,
    orphaned: false,
    repeated: false,
    endedFirst: true,
    source: 'transform-messages of @mariozechner/pi-ai, read; 1.6.0, run',
  }),
})
