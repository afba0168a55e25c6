import { z } from 'zod'
import type { EntryKind } from '../entry.ts'
import { count, maybe, type Schemas, turns } from './fields.ts'

const step = { step: count, does: z.string() }
const conversation = z.object({ session: z.string(), turns })

type Kinds = Extract<
  EntryKind,
  | 'run-started'
  | `step-${string}`
  | `aftermath-${string}`
  | 'undo-missed'
  | 'state-copied'
  | 'recovered'
  | 'run-ended'
  | 'settled'
>

/** The run, its steps, its aftermath and its end. */
export const runSchemas: Schemas<Kinds> = {
  'run-started': z.object({
    kind: z.literal('run-started'),
    format: maybe(count),
    bootMs: maybe(z.number()),
    run: z.string(),
    name: maybe(z.string()),
    scenario: maybe(z.unknown()),
    gateway: z.object({ name: z.string(), version: z.string() }),
    api: z.string(),
    seed: z.number(),
    node: z.string(),
    platform: z.string(),
    unseen: maybe(z.object({ store: maybe(z.string()), history: maybe(z.string()) })),
  }),
  'step-started': z.object({ kind: z.literal('step-started'), ...step }),
  'step-landed': z.object({ kind: z.literal('step-landed'), ...step, fault: z.boolean(), ms: z.number() }),
  'step-missed': z.object({ kind: z.literal('step-missed'), ...step, fault: z.boolean(), why: z.string() }),
  'undo-missed': z.object({ kind: z.literal('undo-missed'), ...step, why: z.string() }),
  'aftermath-began': z.object({
    kind: z.literal('aftermath-began'),
    phase: z.enum(['mending', 'turns', 'restart']),
    why: z.string(),
  }),
  'aftermath-missed': z.object({ kind: z.literal('aftermath-missed'), what: z.string(), why: z.string() }),
  'state-copied': z.object({ kind: z.literal('state-copied') }),
  recovered: z.object({
    kind: z.literal('recovered'),
    nth: z.union([z.literal(1), z.literal(2)]),
    missed: z.string(),
    stored: z.array(conversation),
    asked: z.array(conversation),
  }),
  'run-ended': z.object({ kind: z.literal('run-ended') }),
  settled: z.object({ kind: z.literal('settled'), ms: z.number(), waitingFor: z.string() }),
}
