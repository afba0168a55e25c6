import type { z } from 'zod'
import type { Position } from '../../mock-provider/script.ts'
import type { Provider } from '../../mock-provider/server.ts'
import type { Gateway, Installed } from '../driver.ts'
import type { RunRecord } from '../facts/run-record.ts'
import type { Container } from '../machine.ts'
import type { Need } from '../need.ts'
import type { Network } from '../network/network.ts'
import type { Ledger } from '../tools/ledger.ts'
import type { Enabled, Look } from './enabled.ts'

/** What a step acts on. */
export type Stage = {
  readonly record: RunRecord
  readonly provider: Provider
  readonly ledger: Ledger
  readonly gateway: Gateway
  /** between the clients and the gateway */
  readonly network: Network
  /** an older version of the gateway, where a step wants one */
  readonly older?: Installed | undefined
  /** what the gateway runs in, when it runs in a container */
  readonly container?: Container | undefined
  /** Copies all that the gateway has stored, which is down. */
  readonly copyState: () => Promise<void>
  /** makes what tools return unlike anything else in the run */
  readonly seed: number
  /** lets a step of the model's find the reply it stands for */
  readonly position: Position | undefined
}

/**
 * A kind of step. Once it is `enabled`, `perform` does one thing and resolves when that was seen to have happened; it throws LIMIT_REACHED
 * when it was not.
 */
export type StepKind<Data extends { do: string }> = {
  readonly schema: z.ZodType<Data>
  /** whether the step breaks something, so that a verdict without it is worth nothing */
  readonly isFault: (step: Data) => boolean
  /** the step as a line of plain English */
  readonly summary: (step: Data) => string
  /** what the gateway must have for it; a scenario that needs more than a version has is skipped */
  readonly needs?: (step: Data) => readonly Need[]
  /** whether it can happen now, or what it waits for, or why it never will: a pure look at what was seen */
  readonly enabled: (step: Data, look: Look) => Enabled
  /** what a schedule with such a step changes before its first step */
  readonly prepare?: (stage: Stage) => void
  readonly perform: (step: Data, stage: Stage) => Promise<void>
  /**
   * Mends what the step broke or held back. It looks first whether that is still so, since the schedule may have mended it, or never
   * reached the step. @throws HarnessError LIMIT_REACHED
   */
  readonly undo?: (step: Data, stage: Stage) => Promise<void> | void
}

/**
 * A method that a driver may leave out when it says that its gateway lacks it, as whoever has it calls it.
 * @throws Error when it left it out and did not say so: the driver contradicts itself
 */
export function able<T extends object, K extends keyof T>(owner: T, method: K): NonNullable<T[K]> {
  const found = owner[method]
  if (typeof found !== 'function') throw new Error(`the driver has no "${String(method)}", and does not say so`)
  return found.bind(owner)
}

/** Ties a kind's functions to the type of its schema. */
export function defineStep<Data extends { do: string }>(kind: StepKind<Data>): StepKind<Data> {
  return kind
}
