import { z } from 'zod'
import type { EntryKind } from '../entry.ts'
import { count, maybe, type Schemas } from './fields.ts'

type Kinds = Extract<EntryKind, `client-${string}` | `line-${string}` | `page-${string}`>

const client = z.string()
const byClient = { client: maybe(client) }

/** What people send and see, over which connections, and on which pages. */
export const clientSchemas: Schemas<Kinds> = {
  'client-connected': z.object({
    kind: z.literal('client-connected'),
    client,
    device: count,
    ok: z.boolean(),
    detail: z.string(),
    shows: maybe(z.string()),
    deviceOf: maybe(z.string()),
  }),
  'client-sent': z.object({
    kind: z.literal('client-sent'),
    message: z.string(),
    session: z.string(),
    what: z.enum(['message', 'stop', 'abort', 'reset', 'compact']),
    text: z.string(),
    run: maybe(z.string()),
    aftermath: maybe(z.literal(true)),
    ...byClient,
  }),
  'client-acknowledged': z.object({
    kind: z.literal('client-acknowledged'),
    message: z.string(),
    ok: z.boolean(),
    detail: z.string(),
    run: maybe(z.string()),
    stopped: maybe(z.enum(['at once', 'nothing', 'later'])),
    stoppedRuns: maybe(z.array(z.string())),
  }),
  'client-repeated': z.object({
    kind: z.literal('client-repeated'),
    client,
    message: z.string(),
    ok: z.boolean(),
    detail: z.string(),
    run: maybe(z.string()),
  }),
  'client-misspoke': z.object({
    kind: z.literal('client-misspoke'),
    client,
    what: z.string(),
    answered: z.enum(['accepted', 'refused', 'closed', 'not at all']),
    detail: z.string(),
  }),
  'client-saw': z.object({
    kind: z.literal('client-saw'),
    session: z.string(),
    what: z.enum(['reply', 'error', 'aborted']),
    text: z.string(),
    run: z.string(),
    ...byClient,
  }),
  'client-disconnected': z.object({ kind: z.literal('client-disconnected'), detail: z.string(), ...byClient }),
  'line-answered': z.object({ kind: z.literal('line-answered'), client }),
  'line-cut': z.object({ kind: z.literal('line-cut'), client }),
  'line-stalled': z.object({ kind: z.literal('line-stalled'), client, direction: z.string() }),
  'line-held': z.object({ kind: z.literal('line-held'), client, direction: z.enum(['to-client', 'to-gateway']) }),
  'page-saw': z.object({
    kind: z.literal('page-saw'),
    client,
    session: z.string(),
    messages: z.array(z.object({ from: z.enum(['user', 'assistant']), text: z.string() })),
    busy: z.boolean(),
    stop: z.boolean(),
    queued: z.array(z.string()),
    ready: z.boolean(),
    problems: z.array(z.string()),
  }),
  'page-part-missed': z.object({ kind: z.literal('page-part-missed'), client, path: z.string(), why: z.string() }),
  'page-online': z.object({ kind: z.literal('page-online'), client, online: z.boolean() }),
  'page-token': z.object({ kind: z.literal('page-token'), client, shows: z.enum(['right', 'wrong', 'none']) }),
  'page-clock': z.object({ kind: z.literal('page-clock'), client, aheadMs: z.number() }),
  'page-pictured': z.object({ kind: z.literal('page-pictured'), client, file: z.string() }),
}
