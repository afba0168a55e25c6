import { z } from 'zod'
import type { EntryKind } from '../entry.ts'
import { count, maybe, type Schemas } from './fields.ts'

type Kinds = Extract<EntryKind, `tool-${string}` | 'tools-alive' | `permission-${string}`>

const ofTool = { call: z.string(), tool: z.string() }
const ofCall = { session: maybe(z.string()), request: maybe(count) }
const ofPermission = { client: z.string(), session: z.string(), permission: z.string(), call: z.string() }

/** What the ledger of gated tools saw, and what the gateway reported of calls, or asked for. */
export const toolSchemas: Schemas<Kinds> = {
  'permission-asked': z.object({ kind: z.literal('permission-asked'), ...ofPermission }),
  'permission-answered': z.object({
    kind: z.literal('permission-answered'),
    ...ofPermission,
    answer: z.enum(['allowed', 'declined', 'withdrawn']),
  }),
  'tool-reported': z.object({
    kind: z.literal('tool-reported'),
    session: z.string(),
    call: z.string(),
    phase: z.enum(['started', 'ended']),
    client: maybe(z.string()),
  }),
  'tool-started': z.object({
    kind: z.literal('tool-started'),
    ...ofTool,
    pid: count,
    args: z.array(z.string()),
    server: maybe(z.literal(true)),
    ...ofCall,
  }),
  'tool-ordered': z.object({
    kind: z.literal('tool-ordered'),
    ...ofTool,
    order: z.string(),
    text: z.string(),
    ...ofCall,
  }),
  'tool-resists': z.object({ kind: z.literal('tool-resists'), ...ofTool, child: maybe(count) }),
  'tool-resisted': z.object({ kind: z.literal('tool-resisted'), ...ofTool }),
  'tool-ended': z.object({
    kind: z.literal('tool-ended'),
    ...ofTool,
    end: z.enum(['finished', 'failed', 'died', 'gone']),
    text: z.string(),
    ...ofCall,
  }),
  'tools-alive': z.object({
    kind: z.literal('tools-alive'),
    calls: z.array(z.string()),
    children: maybe(z.array(z.object({ ...ofTool, pid: count }))),
  }),
}
