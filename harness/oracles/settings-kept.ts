import type { Facts } from '../facts/facts.ts'
import { anyBetween, firstAfter, lastBefore } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import type { Asking } from '../record/entry.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

/** A conversation is asked with the same model, tools and system prompt after a restart as before it, unless the configuration was changed. */
export const settingsKept: Oracle = {
  claim: 'settings-kept',
  tier: 1,
  fails: 'model, tools or system prompt changed over a restart',
  sentence: 'model, tools and system prompt are the same after a restart as before',
  judge({ facts }) {
    return fromFindings(facts.lives.exits.flatMap(({ n }) => changedAt(facts, n)))
  },
}

function changedAt(facts: Facts, exit: number): Finding[] {
  const next = facts.lives.exits.find(({ n }) => n > exit)?.n ?? Number.POSITIVE_INFINITY
  return facts.requests.conversations.flatMap((conversation) => {
    const requests = facts.requests.of(conversation)
    // what a gateway takes up again by itself it may ask with fewer tools
    const own = requests.filter(
      ({ n, message }) => message === undefined || !anyBetween(facts.lives.exits, message.n, n),
    )
    const [before, after] = [lastBefore(own, exit), firstAfter(own, exit)]
    if (before === undefined || after === undefined || after.n > next) return []
    if (anyBetween(facts.of('config-changed'), before.n, after.n)) return []
    // another version has tools and words of its own
    if (versionAt(facts, before) !== versionAt(facts, after)) return []
    return differences(conversation, before, after)
  })
}

function versionAt(facts: Facts, { n }: Request): string | undefined {
  return lastBefore(facts.of('gateway-ready'), n)?.version
}

function differences(conversation: string, before: Request, after: Request): Finding[] {
  const [was, is] = [before.asked.settings, after.asked.settings]
  if (was === undefined || is === undefined) return []
  const changed = (['model', 'tools', 'system'] as const).filter((key) => wordsOf(was, key) !== wordsOf(is, key))
  return changed.map((key) => ({
    says: `after the restart the model is asked with another ${names[key]} in ${conversation}`,
    expected: wordsOf(was, key),
    actual: wordsOf(is, key),
    entries: [before.n, after.n],
    excerpt: [],
  }))
}

const names = { model: 'model', tools: 'set of tools', system: 'system prompt' } as const

/** The order of tools says nothing; system prompts hold times and paths that change, so only whether there is one counts. */
function wordsOf({ model, tools, system }: Asking, key: keyof typeof names): string {
  if (key === 'model') return model
  return key === 'tools'
    ? tools.toSorted().join(', ') || 'no tools'
    : system > 0
      ? 'a system prompt'
      : 'no system prompt'
}
