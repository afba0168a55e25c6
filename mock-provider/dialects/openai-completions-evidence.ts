import { type Evidence, measured, verbatim } from './evidence.ts'
import { openaiEvidence } from './openai-evidence.ts'

const probe = 'recorded probe'

/** What is known of each rule of Chat Completions. */
export const completionsEvidence = {
  ...openaiEvidence,
  'empty-list': measured(probe, '2026-08-30'),
  'no-model': measured(probe, '2026-08-30'),
  'function-without-name': verbatim('langchain-ai/langchainjs#6570'),
  'images-of-user': verbatim('OpenHands/OpenHands#7700, openai/openai-node#1030', '2025-04-22'),
  'choice-of-no-tool': measured(probe, '2026-09-04'),
  'only-with-tools': verbatim('writer/writer-framework#1013, dapr/dapr-agents#248', '2025-11-02'),
  'model-value': measured(probe, '2026-08-30'),
  'only-with-stream': verbatim('public reports'),
  'json-without-word': verbatim('public reports', '2026'),
  'call-without-result': verbatim('sdcb/chats#132, BerriAI/litellm#10083'),
  'result-without-calls': verbatim('morphic#136, smarter#264, llama_index#10493'),
  'result-without-id': verbatim(probe),
  'result-without-call': verbatim(probe),
  'result-repeated': verbatim('agno#5116, opencode#1211'),
  'no-content': measured(probe, '2026-08-30'),
} satisfies Evidence
