import { z } from 'zod'
import type { EntryKind } from '../entry.ts'
import { count, maybe, rejection, type Schemas, turns } from './fields.ts'

type Kinds = Extract<EntryKind, `provider-${string}` | `oauth-${string}` | 'auth-changed'>

const text = z.string()

/** What the model was asked and answered, and what became of keys and tokens. */
export const providerSchemas: Schemas<Kinds> = {
  'provider-asked': z.object({
    kind: z.literal('provider-asked'),
    request: count,
    turn: count.nullable(),
    reply: count,
    says: maybe(text),
    message: maybe(text),
    session: maybe(text),
    run: maybe(text),
    conversation: maybe(text),
    turns,
    rejection: rejection.nullable(),
    settings: maybe(z.object({ model: text, tools: z.array(text), system: count })),
    body: z.unknown(),
  }),
  'provider-replying': z.object({
    kind: z.literal('provider-replying'),
    request: count,
    status: z.int(),
    text,
    calls: z.array(
      z.object({
        id: text,
        tool: text,
        name: maybe(text),
        input: maybe(z.unknown()),
        cut: maybe(z.literal(true)),
        garbled: maybe(z.literal(true)),
        yields: maybe(z.literal(true)),
      }),
    ),
    failure: maybe(z.object({ message: text, retryAfter: maybe(z.number()) })),
    withheld: maybe(z.literal('thinking')),
    refuses: maybe(z.literal(true)),
  }),
  'provider-closed': z.object({ kind: z.literal('provider-closed'), port: maybe(count) }),
  'provider-opened': z.object({ kind: z.literal('provider-opened') }),
  'provider-wrote': z.object({ kind: z.literal('provider-wrote'), request: count, mark: text }),
  'provider-broke': z.object({ kind: z.literal('provider-broke'), request: count }),
  'provider-replied': z.object({
    kind: z.literal('provider-replied'),
    request: count,
    end: z.enum(['complete', 'broken', 'client-gone']),
  }),
  'oauth-asked': z.object({ kind: z.literal('oauth-asked'), ask: count, vendor: text, refresh: text }),
  'oauth-answered': z.object({
    kind: z.literal('oauth-answered'),
    ask: count,
    refresh: text,
    outcome: z.enum(['granted', 'reused', 'expired', 'unavailable', 'client-gone']),
  }),
  'oauth-expired': z.object({ kind: z.literal('oauth-expired') }),
  'oauth-recovered': z.object({ kind: z.literal('oauth-recovered') }),
  'auth-changed': z.object({
    kind: z.literal('auth-changed'),
    credential: z.enum(['gateway-token', 'device-token', 'provider-key']),
    how: z.enum(['rotated', 'revoked']),
    client: maybe(text),
  }),
}
