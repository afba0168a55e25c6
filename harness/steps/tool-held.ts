import { hasEnded } from '../facts/tools.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Stage } from './step.ts'

/** Waits until a tool has started and holds. */
export function started(tool: string, { record }: Stage): Promise<EntryOf<'tool-started'>> {
  return record.waitFor(`tool ${tool} to start`, 'step', (_, facts) =>
    facts.of('tool-started').find((entry) => entry.tool === tool && !hasEnded(facts, entry.call, tool)),
  )
}

/** What a tool returns: unlike anything else in the run, and the same for the same seed. */
export function resultOf(tool: string, call: string, { seed }: Stage): string {
  return `${tool} returned ${seed.toString(36)}${call.slice(-6)}`
}
