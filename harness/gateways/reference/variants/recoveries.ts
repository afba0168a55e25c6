import { randomUUID } from 'node:crypto'
import type { Change, LawfulVariant } from '../change.ts'

/** Other ways to tell what a restart has interrupted: in words that may lawfully differ each time. */
export const recoveries = {
  'names-each-recovery': {
    does: 'tells after a restart under which new id an interrupted command is filed',
    liberties: [],
    scenario: 'process/recovered-twice',
    plant: addsWhy(() => `filed as ${randomUUID()}`),
  },
  'dates-each-recovery': {
    does: 'tells after a restart when it has found a command interrupted, as machines write a time',
    liberties: [],
    scenario: 'process/recovered-twice',
    plant: addsWhy(() => `found at ${new Date().toISOString()}`),
  },
  'tells-the-time-of-a-recovery': {
    does: 'tells after a restart for how long the computer had been up',
    liberties: [{ name: 'tells-the-time', pattern: 'up for \\d+ ms' }],
    scenario: 'process/recovered-twice',
    plant: addsWhy(() => `the computer had been up for ${process.hrtime.bigint() / 1_000_000n} ms`),
  },
} satisfies Record<string, LawfulVariant>

/** Has the results of interrupted calls say something more. */
function addsWhy(more: () => string): Change['plant'] {
  return (parts, acted) => {
    parts.Session = class extends parts.Session {
      protected override closeCalls(run: string, why: string) {
        const isHealing = this.current === undefined && this.history.openCalls(run).length > 0
        if (isHealing) acted()
        super.closeCalls(run, isHealing ? `${why}; ${more()}` : why)
      }
    }
  }
}
