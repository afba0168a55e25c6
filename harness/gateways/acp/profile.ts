import type { Liberty, Phrase, Profile } from '../../record/profile.ts'

/** What one agent does and says besides what all do. */
type Own = {
  readonly liberties: readonly Liberty[]
  readonly invented: readonly string[]
  readonly phrases: readonly Phrase[]
}

/** What the protocol brings with it: a client is told a turn's texts as one, and a result by its words. */
const common: readonly Liberty[] = [
  {
    name: 'joins-replies',
    source: 'agent_message_chunk has no end of its own: a turn ends with the answer to session/prompt',
  },
  { name: 'wraps-results', source: 'the result of an MCP tool is put into words of the agent' },
]

/** What the agents that we know do, one or several of them: an unknown one may do it, too. */
const seen: readonly Liberty[] = [
  { name: 'rewrites-ids', source: 'Gemini CLI, Qwen Code' },
  { name: 'decorates-messages', source: 'Copilot CLI, Qwen Code' },
  { name: 'adds-texts', source: 'Claude Code, codex, Gemini CLI' },
  ...['interrupt', 'abort', 'cancel', 'stopped'].map(
    (pattern): Liberty => ({ name: 'marks-interrupted', pattern, source: 'Claude Code, Gemini CLI' }),
  ),
  { name: 'drops-interrupted', source: 'Gemini CLI' },
  { name: 'drops-failed-messages', source: 'Gemini CLI' },
  { name: 'gives-up-answers', source: 'Copilot CLI, Qwen Code' },
  { name: 'folds-messages', source: 'Claude Code' },
  { name: 'unflagged-errors', source: 'codex' },
  { name: 'asks-aside', pattern: '^\\[SUGGESTION MODE: ', source: 'Claude Code, Qwen Code' },
  ...['error', 'retrying'].map(
    (pattern): Liberty => ({ name: 'shows-notices', pattern, source: 'Claude Code, Copilot CLI' }),
  ),
]

/** The profile of an agent that is driven through the protocol. */
export function profileWith({ liberties, invented, phrases }: Own): Profile {
  return { liberties: [...common, ...liberties], lexicon: { invented, phrases, turnedAway: [] } }
}

/** The profile of an agent of which nothing is known but that it speaks the protocol. */
export const anyAgent = profileWith({ liberties: seen, invented: [], phrases: [] })
