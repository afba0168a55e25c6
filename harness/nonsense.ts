/**
 * What no client should send: text that is no message of the protocol, a request that there is not, a message that lacks what each
 * must have or names a session as no session is named, or anything on a connection that nobody was let in by, or an empty
 * token.
 */
export const nonsense = [
  'no-json',
  'no-object',
  'unknown-request',
  'no-session',
  'path-for-session',
  'path-in-session',
  'blank-text',
  'no-key',
  'not-let-in',
  'empty-token',
] as const

/** One of them. */
export type Nonsense = (typeof nonsense)[number]
