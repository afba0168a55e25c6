import { type Evidence, inferred, measured, verbatim } from './evidence.ts'

const probe = 'recorded probe'

/** What is known of the rules that both of OpenAI's APIs have. */
export const openaiEvidence = {
  'content-type': verbatim('openai/openai-openapi#194, #502', '2025-11-11'),
  'no-json': inferred('general knowledge'),
  'missing-field': measured(probe, '2026-08-30'),
  'wrong-type': measured(probe, '2026-08-30'),
  'unknown-value': measured(probe, '2026-08-30'),
  'unknown-field': measured(probe, '2026-08-30'),
  'model-option': measured(probe, '2026-08-30'),
  'long-text': verbatim('orchidfiles/ungate#26'),
  'long-list': measured('128 tools and 129', '2026-09'),
  'small-number': measured(probe, '2026-08-30'),
  'empty-text': measured(probe, '2026-09-04'),
  pattern: verbatim('community.openai.com/t/1356753', '2026'),
  'function-schema': verbatim('vercel/ai#7924, makenotion/notion-mcp-server#102', '2026-04'),
} satisfies Evidence
