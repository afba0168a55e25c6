import { z } from 'zod'
import { damages } from '../damage.ts'
import { HarnessError } from '../errors.ts'
import { sameCall } from '../transcript/blocks.ts'
import { findBreaks } from '../transcript/pairing.ts'
import { always } from './enabled.ts'
import { exited } from './gateway-gone.ts'
import { defineStep, type Stage } from './step.ts'
import { around } from './surroundings.ts'
import { aside, sessionSchema } from './words.ts'

/**
 * The stored history of a session is damaged while the gateway is down, as an older version or a crash may have left it; it lands
 * when the store, read back, shows the damage.
 */
export const storeHolds = defineStep({
  schema: z.strictObject({ do: z.literal('store.holds'), damage: z.enum(damages), session: sessionSchema }),
  isFault: () => true,
  summary: ({ damage, session }) => `the store is made to hold ${words[damage]}${aside({ session })}`,
  needs: ({ damage }) => (damage === 'cut-line' ? ['transcript-lines'] : ['damage']),
  enabled: always,
  async perform({ damage, session }, stage) {
    await exited(stage)
    const calls = await around(stage, 'damage')(session, damage)
    if (damage !== 'cut-line') await seen(session, calls, stage)
    stage.record.append({ kind: 'store-damaged', session, damage, calls })
  },
})

const words: Readonly<Record<(typeof damages)[number], string>> = {
  'orphaned-call': 'a call without its result',
  'orphaned-result': 'a result without its call',
  'repeated-result': 'a result twice',
  'swapped-ids': 'two results with each other’s ids',
  'cut-line': 'a last line that breaks off',
}

async function seen(session: string, calls: readonly string[], { gateway }: Stage): Promise<void> {
  const stored = (await gateway.store?.transcripts())?.find((transcript) => transcript.session === session)
  const broken = findBreaks(stored?.turns ?? []).flatMap(({ ids }) => ids)
  if (broken.some((id) => calls.some((call) => sameCall(call, id)))) return
  throw new HarnessError('LIMIT_REACHED', `the store of session ${session} was damaged, and reads as if it were whole`)
}
