import { z } from 'zod'
import type { EntryKind } from '../entry.ts'
import { count, maybe, type Schemas, turns } from './fields.ts'

type Kinds = Extract<
  EntryKind,
  | `store-${string}`
  | 'sessions-seen'
  | 'transcript-stored'
  | 'history-seen'
  | 'config-changed'
  | 'conditions-set'
  | 'write-refused'
  | 'write-held'
>

/** What is stored and served, what the gateway says of its sessions, and what became of its disk and its configuration. */
export const storeSchemas: Schemas<Kinds> = {
  'sessions-seen': z.object({
    kind: z.literal('sessions-seen'),
    sessions: z.array(
      z.object({
        session: z.string(),
        running: z.boolean(),
        idle: maybe(z.literal(true)),
        status: z.string(),
      }),
    ),
    since: maybe(count),
  }),
  'transcript-stored': z.object({
    kind: z.literal('transcript-stored'),
    session: z.string(),
    source: z.string(),
    turns,
  }),
  'history-seen': z.object({ kind: z.literal('history-seen'), session: z.string(), turns, since: maybe(count) }),
  'config-changed': z.object({
    kind: z.literal('config-changed'),
    change: z.enum(['hot', 'restart', 'invalid', 'plugin', 'cooldowns']),
  }),
  'conditions-set': z.object({
    kind: z.literal('conditions-set'),
    writes: z.string(),
    clockMs: z.number(),
    aheadMs: z.number(),
    holdAt: maybe(count),
    torn: maybe(z.boolean()),
  }),
  'write-held': z.object({ kind: z.literal('write-held'), write: count, path: z.string() }),
  'write-refused': z.object({
    kind: z.literal('write-refused'),
    how: z.enum(['full', 'read-only', 'locked']),
    path: z.string(),
  }),
  'store-held': z.object({ kind: z.literal('store-held'), by: z.enum(['writer', 'dead', 'live']) }),
  'store-released': z.object({ kind: z.literal('store-released') }),
  'store-damaged': z.object({
    kind: z.literal('store-damaged'),
    session: z.string(),
    damage: z.string(),
    calls: z.array(z.string()),
  }),
  'store-unreadable': z.object({ kind: z.literal('store-unreadable'), why: z.string() }),
  'store-checked': z.object({
    kind: z.literal('store-checked'),
    problems: z.array(z.object({ source: z.string(), problem: z.string(), onlyAtRest: maybe(z.literal(true)) })),
  }),
}
