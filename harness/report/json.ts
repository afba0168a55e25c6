import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { fileBelow } from '../below.ts'
import { HarnessError, messageOf } from '../errors.ts'
import { expectationSchema } from '../expectations/expectations.ts'
import type { Verdict } from '../oracles/judgement.ts'
import type { ScenarioResult, SkippedScenario } from '../result.ts'
import { namesRun, placed, reportsFolderOf } from './placed.ts'

/** What scenarios came to on one gateway through one API, for machines; `report.json` holds one, or a list when several ran. */
export type Report = {
  readonly gateway: string
  readonly api: string
  readonly seed: number
  readonly verdict: Verdict | 'crash'
  readonly crashes: readonly string[]
  readonly scenarios: readonly ScenarioResult[]
  readonly skipped: readonly SkippedScenario[]
  /** when it was written first, as an ISO date */
  readonly written?: string | undefined
  /** its runs were judged again from their records, beside no list of what is known */
  readonly rejudged?: boolean | undefined
}

const verdicts = ['pass', 'fail', 'inconclusive'] as const

// loose: what a newer version adds is kept
const findingSchema = z.looseObject({
  says: z.string().describe('what is wrong, in one sentence'),
  expected: z.string().default('').describe('what should have been seen; empty in old reports'),
  actual: z.string().default('').describe('what was seen; empty in old reports'),
  entries: z.array(z.int()).describe('the entries of record.jsonl that show it, by their numbers'),
  excerpt: z.array(z.string()).describe('the words of the gateway and the provider'),
})

const claimSchema = z.looseObject({
  claim: z.string().describe('the name of what must hold'),
  verdict: z.enum(verdicts),
  findings: z.array(findingSchema),
  why: z.string().describe('why the record is not enough, when it is inconclusive'),
})

const expectedSchema = z.looseObject({
  known: z.array(expectationSchema).describe('findings that are listed'),
  unlisted: z.array(z.string()).describe('claims that failed and are not listed'),
  gone: z.array(expectationSchema).describe('what is listed and did not show'),
})

const scenarioSchema = z.looseObject({
  name: z.string().describe('the file, and " > " and the title when the file has several scenarios'),
  title: z.string(),
  file: z.string().describe('the scenario, from the root of the repository'),
  gateway: z.string(),
  verdict: z.enum(verdicts),
  claims: z.array(claimSchema),
  missed: z.array(z.string()).describe('steps that did not land'),
  folder: z
    .string()
    .refine(namesRun, 'names no folder of a run')
    .describe('the folder of the run, with record.jsonl; a reader looks for its last part in runs/'),
  ms: z.number().describe('milliseconds'),
  repeat: z.string().describe('the command that runs it again'),
  repro: z.string().describe('the file of a finding that others can run').optional(),
  warm: z.literal(true).describe('it was played beside others on one gateway').optional(),
  expected: expectedSchema.describe('what of it was known; left out when nothing is listed for the gateway').optional(),
})

const reportSchema: z.ZodType<Report> = z.looseObject({
  gateway: z.string().describe('name@version'),
  api: z.string().describe('the API of its model'),
  seed: z.int(),
  verdict: z.enum([...verdicts, 'crash']).describe('pass when all findings are known'),
  crashes: z.array(z.string()).describe('errors of the harness itself'),
  scenarios: z.array(scenarioSchema),
  skipped: z.array(
    z.looseObject({
      name: z.string(),
      title: z.string(),
      file: z.string(),
      why: z.string(),
      unfinished: z.literal(true).describe('there was no time left to run it').optional(),
    }),
  ),
  written: z.string().describe('when it was written first, as an ISO date').optional(),
  rejudged: z
    .boolean()
    .describe('its runs were judged again from their records, beside no list of what is known')
    .optional(),
})

const fileSchema = z.union([reportSchema, z.array(reportSchema).min(1)]).meta({
  title: 'Gatecrash report.json',
  description: 'One report, or a list with one for each gateway version and API',
})

/** The JSON Schema of `report.json`, as it is published in docs/report.schema.json. */
export function publishedSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(fileSchema, { reused: 'ref' }), null, 2)}\n`
}

/** `report.json` of one report, or of a list when there are several. */
export function renderJson(reports: readonly Report[]): string {
  return `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`
}

/**
 * Reads a `report.json`, which may be anybody's: its runs are looked for in the folder of reports that it is part of, and nowhere else.
 * @throws HarnessError BAD_RECORD naming the file and the field that is wrong
 */
export async function readReports(file: string): Promise<Report[]> {
  const found = fileBelow(dirname(file), basename(file))
  const reports = reportsFolderOf(dirname(file))
  if (found === undefined) throw new HarnessError('BAD_RECORD', `cannot read ${file}: there is no such file`)
  const text = await readFile(found, 'utf8').catch((error) => {
    throw new HarnessError('BAD_RECORD', `cannot read ${file}: ${messageOf(error)}`)
  })
  const told = [checked(fileSchema, parseJson(text, file), `${file} is not a report.json`)].flat()
  return told.map((report) => placedIn(report, reports))
}

/**
 * A report that was told from elsewhere than a `report.json`, read in the same way; `reports` is the folder of reports with its runs.
 * @throws HarnessError BAD_RECORD naming the field that is wrong
 */
export function readReport(value: unknown, source: string, reports: string): Report {
  return placedIn(checked(reportSchema, value, `${source} holds what is no report`), reports)
}

function placedIn(report: Report, reports: string): Report {
  return { ...report, scenarios: report.scenarios.map((result) => placed(result, reports)) }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new HarnessError('BAD_RECORD', `${what}:\n${z.prettifyError(parsed.error)}`)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new HarnessError('BAD_RECORD', `${file} is not JSON: ${messageOf(error)}`)
  }
}
