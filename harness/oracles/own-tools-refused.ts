import type { Facts } from '../facts/facts.ts'
import type { Entry } from '../record/entry.ts'
import { resultsOf, short } from '../transcript/blocks.ts'
import { madeCalls } from './calls.ts'
import { mainRequests } from './facts.ts'
import type { Finding } from './judgement.ts'

/** The words with which OpenClaw turns a client away (openclaw/openclaw#61455). */
const turnedAway = /pairing required|gateway closed \(1008\)|missing scope|device identity required/i

/** Tools of the gateway's own that it has turned away when they called back into it; each call once. */
export function ownToolsRefused(facts: Facts): Finding[] {
  const ran = new Set(facts.of('tool-started').map(({ tool }) => tool))
  return madeCalls(facts).flatMap(({ id, tool, n }) => {
    if (ran.has(tool)) return []
    for (const asked of mainRequests(facts)) {
      const refusal = resultsOf(asked.turns, id).find(({ text }) => turnedAway.test(text))
      if (refusal !== undefined)
        return [
          {
            says: `the gateway has turned away its own tool ${tool}, which called back into it`,
            entries: [n, asked.n],
            excerpt: [`request ${asked.request}, the result of call ${id}: "${short(refusal.text)}"`],
          },
        ]
    }
    return []
  })
}
