import { type Evidence, unsettled, verbatim } from './evidence.ts'

/** What is known of each rule of generateContent. */
export const googleEvidence = {
  unreadable: verbatim('gera2ld/ai.nvim#13, zed-industries/zed#53919, openclaw/openclaw#22704', '2026-02-21'),
  'no-contents': verbatim('googleapis/js-genai#912'),
  role: verbatim('recorded probe'),
  'no-parts': verbatim('chatwise-releases#250'),
  'empty-part': verbatim('public reports', '2026'),
  'no-name': verbatim('smallmain/vscode-unify-chat-provider#49'),
  'function-name': verbatim('public reports', '2026-09-05'),
  'function-repeated': verbatim('public reports', '2026-09-05'),
  'array-items': verbatim('public reports'),
  'enum-of-texts': verbatim('anomalyco/opencode#28397', '2026-05-20'),
  'choice-without-functions': verbatim('public reports', '2026'),
  'budget-and-level': verbatim('public reports', '2026-07-27'),
  'thinking-level': verbatim('public reports', '2026-09-13'),
  'thinking-always': verbatim('public reports', '2026'),
  'thinking-budget': verbatim('public reports', '2026'),
  'call-turn': verbatim('google-gemini/gemini-cli#11814, continuedev/continue#11164'),
  'response-turn': verbatim('langchain-ai/langchain#27799'),
  'response-count': verbatim('google-gemini/gemini-cli#16415, vertesia/llumiverse#620'),
  signature: verbatim('google-gemini/gemini-cli#13467, charmbracelet/crush#1698'),
  'no-signature': verbatim('paws#103'),
  'empty-text': unsettled('reports of Gemini 3 against recorded streams that end in an empty text', '2026'),
  'model-in-a-row': unsettled(
    'google/adk-python#1581, lobehub#10049 against google-gemini/gemini-cli#685, googleapis/go-genai#692, js-genai',
  ),
} satisfies Evidence
