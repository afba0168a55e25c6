import { z } from 'zod'
import { HarnessError } from '../errors.ts'
import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { always } from './enabled.ts'
import { exited, gone } from './gateway-gone.ts'
import { defineStep } from './step.ts'

/**
 * The gateway is started again on the same state, as a supervisor does it: one that still runs is given 10 s to exit and then
 * gets SIGKILL, as with `docker stop`. It lands when the gateway is ready. The next start is one of the version under test again.
 */
export const gatewayStarts = defineStep({
  schema: z.strictObject({
    do: z.literal('gateway.starts'),
    version: z.literal('older').optional().describe('as the older release that its driver names'),
  }),
  isFault: ({ version }) => version !== undefined,
  summary: ({ version }) => `gateway is started again on the same state${version ? ', in an older version' : ''}`,
  needs: ({ version }) => (version === undefined ? [] : ['older-version']),
  enabled: always,
  async perform({ version }, stage) {
    await exited(stage)
    await stage.gateway.start(version && stage.older)
  },
})

/**
 * The gateway, which is down, is started again on its state, of which a copy is made before. When the run is over, it is started on that
 * copy as well: a second recovery, which must come to the same. The last step of a schedule: what else is done would be done to one only.
 */
export const gatewayRecoversTwice = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.recoversTwice') }),
  isFault: () => false,
  summary: () => 'gateway is started again, and at the end once more on a copy of the same state',
  needs: () => ['state-copy'],
  enabled: always,
  async perform(_, stage) {
    await exited(stage)
    await stage.copyState()
    stage.record.append({ kind: 'state-copied' })
    await stage.gateway.start()
  },
})

/** An instant of a start: the first line of its log, the first connection that it takes, its readiness, its first request for a model. */
const instantSchema = z.enum(['line', 'port', 'ready', 'request'])

/**
 * The gateway is started again, and gets SIGKILL at an instant of its start; it lands when it has died of it, and not later than
 * it was told to. At `request` it dies in the middle of what it resumes.
 */
export const gatewayDiesStarting = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.diesStarting'), at: instantSchema }),
  isFault: () => true,
  summary: ({ at }) => `gateway is started again and gets SIGKILL at its ${words[at]}`,
  needs: ({ at }) => (at === 'port' ? ['early-port'] : []),
  enabled: always,
  async perform({ at }, stage) {
    await exited(stage)
    const { gateway, record } = stage
    const from = record.entries.length
    const started = gateway.start().catch(ifItExited)
    await record.waitFor(`the gateway's ${words[at]}`, 'boot', (entries) => entries.slice(from).find(isAt[at]))
    gateway.signal('SIGKILL')
    await Promise.all([gone('effect', stage), started])
    if (at !== 'line' && at !== 'port') return
    if (entriesOf(record.entries.slice(from), 'gateway-ready').length > 0)
      throw new HarnessError('LIMIT_REACHED', 'the gateway was ready before SIGKILL reached it')
  },
})

const words: Readonly<Record<z.infer<typeof instantSchema>, string>> = {
  line: 'first line',
  port: 'first connection',
  ready: 'readiness',
  request: 'first request to the provider',
}

const isAt: Readonly<Record<z.infer<typeof instantSchema>, (entry: Entry) => boolean>> = {
  line: ({ kind }) => kind === 'gateway-logged',
  port: ({ kind }) => kind === 'line-answered',
  ready: ({ kind }) => kind === 'gateway-ready',
  request: (entry) => entry.kind === 'provider-asked' && entry.turn !== null,
}

/** It was killed before it was ready, which is what was wanted. */
function ifItExited(error: unknown): void {
  if (!(error instanceof HarnessError && error.code === 'GATEWAY_NOT_READY')) throw error
}
