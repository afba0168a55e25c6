import { bare } from '../transcript/blocks.ts'
import type { Facts } from './facts.ts'
import type { Request } from './requests.ts'

type Sent = Readonly<Record<'call' | 'result', ReadonlyMap<string, Request>>>

/** In which request a call or its result was sent last, if in any. It looks through all main requests once, when it is first asked. */
export class Replays {
  readonly #facts: Facts
  #last: Sent | undefined

  constructor(facts: Facts) {
    this.#facts = facts
  }

  ofCall(id: string): Request | undefined {
    return this.#sent.call.get(bare(id))
  }

  ofResult(id: string): Request | undefined {
    return this.#sent.result.get(bare(id))
  }

  get #sent(): Sent {
    this.#last ??= lastSent(this.#facts)
    return this.#last
  }
}

function lastSent(facts: Facts): Sent {
  const last = { call: new Map<string, Request>(), result: new Map<string, Request>() }
  for (const request of facts.requests.main)
    for (const { blocks } of request.asked.turns)
      for (const block of blocks)
        if (block.type === 'call' || block.type === 'result') last[block.type].set(bare(block.id), request)
  return last
}
