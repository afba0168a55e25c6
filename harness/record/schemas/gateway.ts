import { z } from 'zod'
import type { EntryKind } from '../entry.ts'
import { count, maybe, type Schemas } from './fields.ts'

type Kinds = Extract<EntryKind, `gateway-${string}` | 'network-blocked' | 'another-gateway' | 'container-changed'>

const failing = z.enum(['dns', 'tls'])

/** The gateway's process, what it logs, and its network. */
export const gatewaySchemas: Schemas<Kinds> = {
  'gateway-started': z.object({ kind: z.literal('gateway-started'), pid: count }),
  'gateway-ready': z.object({
    kind: z.literal('gateway-ready'),
    protocol: z.string(),
    ms: z.number(),
    version: maybe(z.string()),
  }),
  'gateway-signalled': z.object({ kind: z.literal('gateway-signalled'), signal: z.string() }),
  'gateway-exited': z.object({
    kind: z.literal('gateway-exited'),
    code: z.number().nullable(),
    signal: z.string().nullable(),
    asked: z.boolean(),
  }),
  'gateway-logged': z.object({
    kind: z.literal('gateway-logged'),
    line: z.string(),
    late: maybe(z.literal(true)),
  }),
  'gateway-blocked': z.object({ kind: z.literal('gateway-blocked') }),
  'gateway-unblocked': z.object({ kind: z.literal('gateway-unblocked') }),
  'gateway-refused': z.object({ kind: z.literal('gateway-refused'), port: count }),
  'gateway-network': z.object({ kind: z.literal('gateway-network'), failing: failing.nullable() }),
  'gateway-connection-failed': z.object({ kind: z.literal('gateway-connection-failed'), how: failing }),
  'network-blocked': z.object({ kind: z.literal('network-blocked'), host: z.string(), by: z.string() }),
  'another-gateway': z.object({
    kind: z.literal('another-gateway'),
    state: z.enum(['started', 'ready', 'exited']),
    detail: z.string(),
  }),
  'container-changed': z.object({ kind: z.literal('container-changed'), to: z.string() }),
}
