import { setTimeout as pause } from 'node:timers/promises'

const minuteMs = 60_000

/** Resolves in another minute of the clock than a time (milliseconds since 1970) lies in, which is now or within a minute. */
export async function nextMinute(time: number): Promise<void> {
  const next = (Math.floor(time / minuteMs) + 1) * minuteMs
  while (Date.now() < next) await pause(next - Date.now())
}
