/**
 * Every wait has a limit with a name. Milliseconds.
 * They bound what we wait for, not what a gateway may take: each is several times the slowest value seen
 * (OpenClaw on two busy cores: 26 s for a first boot, 45 s from a message to the first request of a process's life), so that reaching
 * one is news.
 */
export const limits = {
  /** from spawning the gateway to its protocol's own readiness */
  boot: 180_000,
  /** from sending a message to the gateway's acknowledgement */
  accept: 60_000,
  /** from here to the first request of a gateway's process to its model, and to the written reply */
  ask: 180_000,
  /** from here to the next thing a scheduled step waits for otherwise, such as a tool start */
  step: 60_000,
  /** from the end of all that could bring about what a step waits for, as the end of its run, to giving it up */
  doubt: 5_000,
  /** from a signal or an order to its visible effect */
  effect: 30_000,
  /** from a change that asks for a restart to the restart: OpenClaw waits 300 s for a run, and drains it for up to 300 s more */
  restart: 720_000,
  /** how long a supervisor waits for a gateway to exit before it sends SIGKILL, as `docker stop` does */
  stop: 10_000,
  /** from the beginning of a run to its last step: what is left of its steps then is not tried */
  run: 1_800_000,
  /** from the first scenario of a file to its last, each time it is run: what is left of them then is not run */
  file: 10_800_000,
  /** from the last step to a gateway at rest: no request under way, no running session, every message answered */
  settle: 45_000,
  /** nothing may happen for this long before the gateway counts as at rest */
  quiet: 1_500,
  /** from the end of a run to every process of ours being gone */
  cleanUp: 20_000,
} as const

/** The name of a limit. */
export type LimitName = keyof typeof limits

/** A limit for each wait. */
export type Limits = Readonly<Record<LimitName, number>>
