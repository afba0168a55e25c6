import { findingOf } from './deviation-words.ts'
import { fromFindings, type Oracle } from './judgement.ts'

/**
 * Every request, every history that a client is served and the store carry the conversation: what people said, what the model answered and
 * called, with its arguments and in order. What tools returned is judged by `results-kept`.
 */
export const conversationKept: Oracle = {
  claim: 'conversation-kept',
  tier: 1,
  fails: 'something that was said or called was lost, doubled, altered or invented',
  sentence:
    'requests, histories and the store carry what was said and called: nothing lost, doubled, altered or invented',
  judge({ deviations }) {
    const own = deviations.filter(({ deviation }) => deviation.kind === 'stranger' || deviation.item.type !== 'result')
    return fromFindings(own.map(findingOf))
  },
}
