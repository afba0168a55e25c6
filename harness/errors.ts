import { inspect } from 'node:util'

/** What went wrong on our side. A misbehaving gateway is never an exception: it is entries in the record. */
export type ErrorCode =
  | 'USAGE'
  | 'BAD_SCENARIO'
  | 'UNKNOWN_GATEWAY'
  | 'INSTALL_FAILED'
  | 'CACHE_UNWRITABLE'
  | 'UNWRITABLE'
  | 'PORT_TAKEN'
  | 'GATEWAY_NOT_READY'
  | 'NO_DOCKER'
  | 'NO_BOX'
  | 'LIMIT_REACHED'
  | 'BAD_RECORD'
  | 'BAD_EXPECTATIONS'
  | 'STORE_UNREADABLE'

/** Codes that mean the user asked for something that cannot be: exit 254 instead of 255. */
const usageCodes: ReadonlySet<ErrorCode> = new Set([
  'USAGE',
  'BAD_SCENARIO',
  'UNKNOWN_GATEWAY',
  'INSTALL_FAILED',
  'CACHE_UNWRITABLE',
  'UNWRITABLE',
  'PORT_TAKEN',
  'NO_DOCKER',
  'BAD_RECORD',
  'BAD_EXPECTATIONS',
])

/** The one exception of this project. `message` says what was wanted, what was got and what to do. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whether `error` is the user's to mend (exit 254) and not ours (exit 255). */
export function isUsageError(error: unknown): error is HarnessError {
  return error instanceof HarnessError && usageCodes.has(error.code)
}

/** The message of anything thrown, here or in a process that has told us of it as data. */
export function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined
  return typeof message === 'string' ? message : inspect(error)
}
