/** Loaded into a gateway's own process (`NODE_OPTIONS=--import`): its clock is ahead by `GATECRASH_AHEAD_MS` milliseconds. */
import { hookClock } from './hook-clock.ts'

const aheadMs = Number(process.env.GATECRASH_AHEAD_MS ?? 0)
hookClock(() => aheadMs)
