import { entriesOf } from '../record/record.ts'
import type { Stage } from './step.ts'

/** Waits until the gateway is down; one that still runs has 10 s to exit and then gets SIGKILL, as with `docker stop`. */
export async function exited(stage: Stage): Promise<void> {
  await gone('stop', stage).catch(() => {
    stage.gateway.signal('SIGKILL')
    return gone('effect', stage)
  })
}

/** Waits until the gateway is down. */
export async function gone(limit: 'stop' | 'effect', { record }: Stage): Promise<void> {
  await record.waitFor('the gateway to exit', limit, (entries) => {
    const count = (kind: 'gateway-exited' | 'gateway-started') => entriesOf(entries, kind).length
    return count('gateway-exited') === count('gateway-started') ? true : undefined
  })
}
