import type { Manners } from '../expected/manners.ts'
import type { Call } from '../facts/calls.ts'
import type { Facts } from '../facts/facts.ts'
import { type Request, requestName } from '../facts/requests.ts'
import { short } from '../transcript/blocks.ts'
import type { Finding } from './judgement.ts'

/** Tools of the gateway's own that it turned away when they called back into it; each call once. */
export function ownToolsRefused(facts: Facts, manners: Manners): Finding[] {
  if (manners.lexicon.turnedAway.length === 0) return []
  const ran = new Set(facts.of('tool-started').map(({ tool }) => tool))
  const told = new Set<Call>()
  return facts.requests.main.flatMap((request) =>
    refusalsIn(request, manners).flatMap(({ id, text }) =>
      facts.calls.withId(id).flatMap((call) => {
        if (ran.has(call.tool) || told.has(call)) return []
        told.add(call)
        return [refused(call, request, text)]
      }),
    ),
  )
}

function refusalsIn({ asked }: Request, manners: Manners) {
  const blocks = asked.turns.flatMap((turn) => turn.blocks)
  return blocks.flatMap((block) => (block.type === 'result' && manners.turnsAway(block.text) ? [block] : []))
}

function refused({ id, tool, n }: Call, request: Request, text: string): Finding {
  return {
    says: `the gateway turned away its own tool ${tool}, which called back into it`,
    expected: `${tool} returns what it is for`,
    actual: `"${short(text)}"`,
    entries: [n, request.n],
    excerpt: [`${requestName(request.number)}, the result of call ${id}: "${short(text)}"`],
  }
}
