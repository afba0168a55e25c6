import { gateway } from '../index.ts'
import type { Step } from '../steps/index.ts'
import type { Fault } from './fault.ts'
import { isReply } from './instants.ts'

const nothingWritten = 'nothing that is stored comes next there'

/**
 * SIGKILL right before each of the next writes into the state folder that follow what comes next, and in the middle of each; where there are
 * fewer writes, the map says so. Two recoveries from what is stored then must come to the same.
 */
export function faultsOfWrites(count: number): Fault[] {
  return Array.from({ length: count }, (_, n) => [atWrite(n + 1, false), atWrite(n + 1, true)]).flat()
}

function atWrite(write: number, torn: boolean): Fault {
  return {
    name: `SIGKILL ${torn ? 'in' : 'before'} write ${write}`,
    put({ before, inside, after }) {
      const next = after.find(({ do: kind }) => kind !== 'tool.holds')
      if (inside !== undefined || next === undefined || !leadsToWrites(next)) return { not: nothingWritten }
      const dies = [gateway.stopsAtWrite(write, { torn }), next, gateway.diesAtWrite(), gateway.recoversTwice()]
      return { steps: [...before, ...dies] }
    },
  }
}

/** Whether a gateway stores what comes of a step after the step has landed. */
function leadsToWrites(step: Step): boolean {
  return isReply(step) || step.do === 'tool.finishes'
}
