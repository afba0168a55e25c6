import type { Rejection } from '../harness/record/entry.ts'

/** A way in which a provider fails a request that has nothing wrong with it, by a name that all APIs share. */
export type FailureName =
  | 'invalid-request'
  /** a call and its result do not pair up, whatever the request holds: what a gateway sees whose history is broken */
  | 'unpaired'
  | 'billing'
  | 'bad-key'
  | 'token-expired'
  | 'forbidden'
  | 'unknown-model'
  | 'too-large'
  | 'rate-limit'
  | 'spend-cap'
  | 'server-error'
  | 'unavailable'
  | 'overloaded'

/** What an API says when it fails: its status, error and headers of its own (without `retry-after`, which a fault may add). */
export type Failure = Rejection & { readonly headers?: Readonly<Record<string, string>> }

/** The failures of one API. */
export type Failures = Readonly<Record<FailureName, Failure>>
