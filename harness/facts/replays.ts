import { bare } from '../transcript/blocks.ts'
import type { Block } from '../transcript/transcript.ts'
import type { Facts } from './facts.ts'
import type { Request } from './requests.ts'

/** In which request a call or its result was sent last, if in any. */
export type Replays = {
  readonly ofCall: (id: string) => Request | undefined
  readonly ofResult: (id: string) => Request | undefined
}

/** Looks through all main requests once. */
export function replaysOf(facts: Facts): Replays {
  const last: Record<'call' | 'result', Map<string, Request>> = { call: new Map(), result: new Map() }
  const note = (request: Request, block: Block) => {
    if (block.type === 'call' || block.type === 'result') last[block.type].set(bare(block.id), request)
  }
  for (const request of facts.requests.main)
    for (const { blocks } of request.asked.turns) for (const block of blocks) note(request, block)
  return { ofCall: (id) => last.call.get(bare(id)), ofResult: (id) => last.result.get(bare(id)) }
}
