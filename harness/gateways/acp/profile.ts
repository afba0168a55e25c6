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

/** The profile of an agent that is driven through the protocol. */
export function profileWith({ liberties, invented, phrases }: Own): Profile {
  return { liberties: [...common, ...liberties], lexicon: { invented, phrases, turnedAway: [] } }
}
