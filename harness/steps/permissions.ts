import { z } from 'zod'
import type { Facts } from '../facts/facts.ts'
import { openPermissions, type Permission } from '../facts/permissions.ts'
import type { Enabled, Look } from './enabled.ts'
import { able, defineStep, type Stage } from './step.ts'
import { doubtAbout } from './tool-held.ts'
import { gatewayGone, inStep } from './why-not.ts'
import { aside, clientSchema, nameSchema, needsOf } from './words.ts'

/** A person is asked whether a tool may run, and has not answered yet; nothing is done. */
export const permissionIsAsked = defineStep({
  schema: z.strictObject({ do: z.literal('permission.isAsked'), tool: nameSchema }),
  isFault: () => false,
  summary: ({ tool }) => `the person is asked whether tool ${tool} may run`,
  needs: () => ['permissions'],
  enabled: whileOpen,
  perform: async () => {},
})

/** A person who is asked whether a tool may run allows it, this once; it lands when the answer is given. */
export const userAllows = defineStep({
  schema: z.strictObject({ do: z.literal('user.allows'), tool: nameSchema, client: clientSchema }),
  isFault: () => false,
  summary: (step) => `user allows tool ${step.tool}${aside(step)}`,
  needs: (step) => [...needsOf(step), 'permissions'],
  enabled: whileOpen,
  perform: (step, stage) => answer(step, 'allow', stage),
})

/** A person who is asked whether a tool may run declines it; it lands when the answer is given. */
export const userDeclines = defineStep({
  schema: z.strictObject({ do: z.literal('user.declines'), tool: nameSchema, client: clientSchema }),
  isFault: () => true,
  summary: (step) => `user declines tool ${step.tool}${aside(step)}`,
  needs: (step) => [...needsOf(step), 'permissions'],
  enabled: whileOpen,
  perform: (step, stage) => answer(step, 'decline', stage),
})

function openFor(tool: string, facts: Facts): Permission | undefined {
  return openPermissions(facts).find(({ asked }) => facts.calls.toolOf(asked.call) === tool)
}

function whileOpen({ tool }: { tool: string }, { facts }: Look): Enabled {
  if (openFor(tool, facts) !== undefined) return 'now'
  const [start] = facts.calls.startsOf(tool).slice(-1)
  const doubt =
    start === undefined
      ? doubtAbout(tool, facts)
      : `tool ${tool} was started ${inStep(facts, start.n)}, so nobody is asked`
  return gatewayGone(facts) ?? { waitsFor: `the person to be asked whether tool ${tool} may run`, doubt }
}

async function answer(
  { tool, client }: { tool: string; client: string },
  how: 'allow' | 'decline',
  { gateway, record }: Stage,
): Promise<void> {
  const open = openFor(tool, record.facts)
  if (open === undefined) throw new Error(`nobody is asked about tool ${tool}, and its step was enabled`)
  await able(gateway.client(client), 'answer')(open.asked.session, open.asked.permission, how)
}
