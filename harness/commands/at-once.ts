import { availableParallelism } from 'node:os'

/** OpenClaw 2026.9.6 takes 0.9 GB in a batch of three tools, and a browser with its page half as much; bytes. */
const perRun = 1.5e9

/**
 * How many runs the machine bears at once: one for each core, as long as memory lasts. Two OpenClaws on two cores play a suite in three
 * quarters of the time that one takes; more of them begin to miss each other's limits.
 */
export function runsAtOnce(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(process.availableMemory() / perRun)))
}
