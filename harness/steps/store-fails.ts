import { z } from 'zod'
import type { Condition } from '../driver.ts'
import type { EntryKind, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { always, once } from './enabled.ts'
import { exited } from './gateway-gone.ts'
import { defineStep, type Stage } from './step.ts'
import { around } from './surroundings.ts'
import { aside, sessionSchema } from './words.ts'

/**
 * What the gateway writes into its state folder fails from now on; it lands when its process has it so. A gateway that is down finds
 * it so when it starts.
 */
export const storeFails = defineStep({
  schema: z.strictObject({ do: z.literal('store.fails'), as: z.enum(['full', 'read-only']) }),
  isFault: () => true,
  summary: ({ as }) => (as === 'full' ? 'the disk is full' : 'the state folder is read-only'),
  needs: () => ['conditions'],
  enabled: always,
  perform: ({ as }, stage) => setCondition({ writes: as }, stage),
  async undo(_, stage) {
    const life = stage.record.entries.slice(
      stage.record.entries.findLastIndex(({ kind }) => kind === 'gateway-started'),
    )
    const last = entriesOf(life, 'conditions-set').at(-1)
    if (last !== undefined && last.writes !== 'fine') await setCondition({ writes: 'fine' }, stage)
    // a process that was told at its start says nothing
    else around(stage, 'set')({ writes: 'fine' })
  },
})

/** Writes go through again; it lands when one had failed before, so that a fault that nobody has met is seen. */
export const storeRecovers = defineStep({
  schema: z.strictObject({ do: z.literal('store.recovers') }),
  isFault: () => false,
  summary: () => 'the gateway can write again',
  needs: () => ['conditions'],
  enabled(_, { facts }) {
    const fine = facts.of('conditions-set').findLast(({ writes }) => writes === 'fine')?.n ?? -1
    const refused = facts.of('write-refused').findLast(({ how }) => how !== 'locked')?.n ?? -1
    return once(refused > fine, 'a write of the gateway to fail')
  },
  perform: (_, stage) => setCondition({ writes: 'fine' }, stage),
})

/** Another process holds the gateway's databases as a writer; it lands when it does. */
export const storeIsHeld = defineStep({
  schema: z.strictObject({ do: z.literal('store.isHeld') }),
  isFault: () => true,
  summary: () => 'another process holds the database',
  needs: () => ['database'],
  enabled: always,
  async perform(_, stage) {
    await around(stage, 'holdStore')()
    stage.record.append({ kind: 'store-held', by: 'writer' })
  },
  undo: (_, stage) => release(stage),
})

/** The file that locks a session's transcript is left behind by a process that is gone, or by one that lives and knows nothing of it. */
export const storeIsLocked = defineStep({
  schema: z.strictObject({ do: z.literal('store.isLocked'), by: z.enum(['dead', 'live']), session: sessionSchema }),
  isFault: () => true,
  summary: ({ by, session }) => `a lock file of a ${by} process lies in the store${aside({ session })}`,
  needs: () => ['transcript-files'],
  enabled: always,
  async perform({ by, session }, stage) {
    await exited(stage)
    await around(stage, 'leaveLock')(session, by)
    stage.record.append({ kind: 'store-held', by })
  },
  undo: (_, stage) => release(stage),
})

/** What holds the store is gone; it lands when the gateway has met it before, in SQLite's answers or in the words of its log. */
export const storeIsReleased = defineStep({
  schema: z.strictObject({ do: z.literal('store.isReleased') }),
  isFault: () => false,
  summary: () => 'nobody holds the store any more',
  enabled(_, { facts }) {
    const held = facts.last('store-held')?.n ?? -1
    const refused = facts.of('write-refused').findLast(({ how }) => how === 'locked')?.n ?? -1
    const logged = facts.of('gateway-logged').findLast(({ line }) => /\block(ed|timeout)?\b/i.test(line))?.n ?? -1
    return once(Math.max(refused, logged) > held, 'the gateway to find its store locked')
  },
  perform: async (_, stage) => release(stage),
})

function release(stage: Stage): void {
  around(stage, 'releaseStore')()
  const last = stage.record.entries.findLast(({ kind }) => kind === 'store-held' || kind === 'store-released')
  if (last?.kind === 'store-held') stage.record.append({ kind: 'store-released' })
}

/** The clock of the gateway's process jumps; it lands when the process reads the new time. */
export const clockJumps = defineStep({
  schema: z.strictObject({ do: z.literal('clock.jumps'), hours: z.number().min(-48).max(48) }),
  isFault: () => true,
  summary: ({ hours }) => `the clock jumps ${Math.abs(hours)} h ${hours < 0 ? 'back' : 'forward'}`,
  needs: () => ['conditions'],
  enabled: always,
  perform: ({ hours }, stage) => setCondition({ clockMs: hours * 3_600_000 }, stage),
})

/** Changes conditions; resolves when the gateway's process has it so, or at once where there is none. @throws HarnessError LIMIT_REACHED */
export async function setCondition(wanted: Partial<Condition>, stage: Stage): Promise<void> {
  const { record, gateway } = stage
  const from = record.entries.length
  around(stage, 'set')(wanted)
  if (!gateway.running) return
  await record.waitFor('the gateway’s process to have it so', 'effect', (entries) =>
    entriesOf(entries.slice(from), 'conditions-set' satisfies EntryKind).find((entry) => isSo(entry, wanted)),
  )
}

/** A minute is more than the answer takes, and less than any jump. */
const toleranceMs = 60_000

function isSo({ writes, clockMs, aheadMs, holdAt }: EntryOf<'conditions-set'>, wanted: Partial<Condition>): boolean {
  if (wanted.holdAt !== undefined) return holdAt === wanted.holdAt
  if (wanted.writes !== undefined) return writes === wanted.writes
  return clockMs === wanted.clockMs && Math.abs(aheadMs - clockMs) < toleranceMs
}
