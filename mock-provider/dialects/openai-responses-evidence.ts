import { type Evidence, measured, verbatim } from './evidence.ts'
import { openaiEvidence } from './openai-evidence.ts'

const probe = 'recorded probe'

/** What is known of each rule of the Responses API, and of the endpoint of a ChatGPT plan. */
export const responsesEvidence = {
  ...openaiEvidence,
  'moved-field': measured(probe, '2026-08-30'),
  'nothing-asked': measured(probe, '2026-08-30'),
  'response-not-found': measured(probe, '2026-08-30'),
  'conversation-not-found': measured(probe, '2026-08-30'),
  'choice-of-no-tool': verbatim('public reports', '2026-08-03'),
  'id-pattern': verbatim('langchain-ai/langchainjs#11044'),
  'id-prefix': verbatim('nodetool-ai/nodetool#4252'),
  'id-repeated': verbatim('vercel/ai#13307'),
  encrypted: verbatim('openai/codex#8145, Wei-Shaw/sub2api#2863, #3038', '2026-06-04'),
  'without-reasoning': verbatim('continuedev/continue#11994'),
  'not-persisted': verbatim('router-for-me/CLIProxyAPI#2381, can1357/oh-my-pi#41'),
  'reasoning-alone': verbatim('continuedev/continue#8933'),
  'call-without-output': verbatim('openai/codex#93, Soju06/codex-lb#1168', '2026-07-10'),
  'output-without-call': verbatim('microsoft/vscode#320060, cline/cline#9288', '2026-04-10'),
  'codex-instructions': verbatim('public reports', '2026'),
  'codex-store': verbatim('openai/codex#26173, tinyhumansai/openhuman#3201', '2026-06-03'),
  'codex-stream': verbatim('leookun/cursor-byok#14', '2026-04-27'),
  'codex-field': verbatim('askalf/dario#1142', '2026'),
  'codex-input': verbatim('public reports', '2026'),
  'codex-system': verbatim('public reports', '2026-08-18'),
} satisfies Evidence
