import { z } from 'zod'
import type { Route } from '../driver.ts'
import { oracles } from '../oracles/index.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import { wordsSchema } from '../steps/words.ts'
import { checked, type Scenario, scenarioSchema, schemaField } from './schema.ts'

/** A finding as somebody else can run it: the scenario, what it ran on, and which claims failed. */
export type Repro = {
  /** an exact version, as in `openclaw@2026.4.14` */
  gateway: string
  api: string
  route?: Route | undefined
  seed: number
  /** the gateway was restarted after the schedule in any case */
  aftermath?: 'restart' | undefined
  verdict: 'fail'
  findings: { claim: string; says: string }[]
  scenario: Scenario
}

/** Where the schema lies for an editor that has the file in the repository's root, where it is run. */
const $schema = 'docs/repro.schema.json'

/** A gateway that a stranger names: it has a name and a version and is never a path, which would run whatever lies there. */
export const gatewaySchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}@[0-9A-Za-z][0-9A-Za-z.+-]{0,60}$/,
    'a gateway is a name and a version, as in name@1.2.3',
  )

/** A repro as a file has it. */
export const reproSchema = z.strictObject({
  $schema: schemaField,
  gateway: gatewaySchema,
  api: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/, 'an API is a name, as in anthropic-messages'),
  route: z.enum(['configured', 'vendor']).optional(),
  seed: z
    .int()
    .min(1)
    .max(2 ** 31),
  aftermath: z.literal('restart').optional().describe('the gateway is restarted after the schedule in any case'),
  verdict: z.literal('fail'),
  findings: z
    .array(z.strictObject({ claim: z.enum(oracles.map(({ claim }) => claim)), says: wordsSchema }))
    .min(1)
    .max(1_000),
  scenario: scenarioSchema,
})

/** Whether what a file holds is meant to be a repro, and not a scenario alone. */
export function isMeantAsRepro(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'scenario')
}

/**
 * Checks a repro that came from anywhere.
 * @param source the file it came from, named in errors
 * @throws HarnessError BAD_SCENARIO naming the file and the field
 */
export function parseRepro(value: unknown, source: string): Repro {
  const { $schema: _, scenario, ...rest } = checked(reproSchema, value, `${source} is not a repro`)
  const { $schema: __, ...bare } = scenario
  return { scenario: bare, ...rest }
}

/** The file of a run's findings, as text; nothing when it has none. */
export function reproText(
  run: Omit<Repro, 'verdict' | 'findings'>,
  { verdict, claims }: RunJudgement,
): string | undefined {
  if (verdict !== 'fail') return undefined
  const findings = claims.flatMap(({ claim, findings: found }) =>
    found.map(({ says }) => ({ claim, says: shown(says) })),
  )
  const { scenario, ...on } = run
  const repro: Repro & { $schema: string } = { $schema, ...on, verdict, findings: findings.slice(0, 1_000), scenario }
  return `${JSON.stringify(repro, null, 2)}\n`
}

/** A finding's sentence quotes the gateway, which may say anything. */
function shown(says: string): string {
  return says.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').slice(0, 2_000)
}
