import type { Rejection } from '../harness/record/entry.ts'

/** A way in which a provider fails a request that has nothing wrong with it, by a name that all APIs share. */
export type FailureName =
  | 'invalid-request'
  /** a call and its result do not pair up, whatever the request holds: what a gateway sees whose history is broken */
  | 'unpaired'
  | 'billing'
  | 'bad-key'
  /** the request shows no key at all */
  | 'no-key'
  | 'token-expired'
  | 'forbidden'
  | 'unknown-model'
  | 'too-large'
  | 'rate-limit'
  | 'spend-cap'
  | 'server-error'
  | 'unavailable'
  | 'overloaded'

/**
 * What an API says when it fails: its status, error and headers of its own (without `retry-after`, which a fault may add), and how long
 * the client is to wait, in seconds, where it is told so.
 */
export type Failure = Rejection & {
  readonly headers?: Readonly<Record<string, string>>
  readonly retryAfter?: number
}

/** Which half of a pair is missing: the call of a result, or the result of a call. */
export type Missing = 'call' | 'result'

/** Where the other half is: its id, the message and the block, each counted from 0, and how many calls and results the two turns have. */
export type Half = { readonly id: string; readonly message: number; readonly block: number }

/** What an API says about a broken pair. */
export type Unpaired = Readonly<Record<Missing, (half: Half) => Pick<Rejection, 'message' | 'param'>>>

/** The failures of one API. */
export type Failures = Readonly<Record<FailureName, Failure>>
