import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { HarnessError, messageOf } from '../errors.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import type { Verdict } from '../oracles/judgement.ts'
import { includes, parseRange } from './versions.ts'

/** What a list holds for each finding. */
export const expectationSchema = z.strictObject({
  /** the scenario's name, see `ScenarioResult` */
  scenario: z.string(),
  claim: z.string(),
  /** the range of versions that it is known on, see `parseRange` */
  versions: z.string().refine(isRange, 'is no range of versions'),
  /** the API that it was seen through; left out for the gateway's first */
  api: z.string().optional(),
  /** why it is not seen each time; left out for what is */
  sometimes: z.string().min(1).optional(),
  /** where it was told, as in `openclaw/openclaw#70555`; null when there is no report of it that we know */
  issue: z.string().nullable(),
  /** what is known about it, such as its line in the track record */
  note: z.string().optional(),
})

/** A finding that is known: on which versions, and with which issue. */
export type Expectation = z.infer<typeof expectationSchema>

/** What a run's findings are beside those that were expected of it. */
export type Comparison = {
  readonly known: readonly Expectation[]
  /** claims that failed and are not listed */
  readonly unlisted: readonly string[]
  /** what is listed and did not show, although the record tells */
  readonly gone: readonly Expectation[]
}

/** The file that lists the known findings of a kind of gateway: in its own folder, or in that of its driver, which has several. */
export function expectationsFile(gateway: string, shared?: string): string {
  const path = shared === undefined ? `${gateway}/expectations.json` : `${shared}/${gateway}-expectations.json`
  return fileURLToPath(new URL(`../gateways/${path}`, import.meta.url))
}

/**
 * Reads a file of expectations; nothing when it is not there.
 * @throws HarnessError BAD_EXPECTATIONS naming the file and the entry that is wrong
 */
export async function readExpectations(file: string): Promise<Expectation[] | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw bad(file, error.message)
  })
  if (text === undefined) return undefined
  const parsed = z.array(expectationSchema).safeParse(parseJson(file, text))
  if (!parsed.success) throw bad(file, z.prettifyError(parsed.error))
  return parsed.data
}

/** Writes a file of expectations, for review. */
export async function writeExpectations(file: string, expectations: readonly Expectation[]): Promise<void> {
  await writeFile(file, `${JSON.stringify(expectations, null, 2)}\n`)
}

/** What is listed for one version through one API; `api` is left out for the gateway's first. */
export function expectedOf(all: readonly Expectation[], version: string, api: string | undefined): Expectation[] {
  return all.filter((expectation) => expectation.api === api && includes(expectation.versions, version))
}

/** What of a judgement is known, new, and gone. What the record does not tell is none of them. */
export function compare(name: string, judged: RunJudgement, expected: readonly Expectation[]): Comparison {
  const listed = expected.filter(({ scenario }) => scenario === name)
  const isKnown = (claim: string) => listed.some((expectation) => expectation.claim === claim)
  const sights = new Map(sightsOf(judged).map(({ claim, seen }) => [claim, seen]))
  return {
    known: listed.filter(({ claim }) => sights.get(claim) === true),
    unlisted: [...sights].filter(([claim, seen]) => seen && !isKnown(claim)).map(([claim]) => claim),
    gone: listed.filter(({ claim, sometimes }) => sights.get(claim) === false && sometimes === undefined),
  }
}

/** Whether each claim was seen to fail or seen to hold; a claim that the record does not tell about is left out. */
export function sightsOf({ claims, missed }: RunJudgement): { claim: string; seen: boolean }[] {
  return claims.flatMap<{ claim: string; seen: boolean }>(({ claim, verdict }) => {
    if (verdict === 'fail') return [{ claim, seen: true }]
    return verdict === 'pass' && missed.length === 0 ? [{ claim, seen: false }] : []
  })
}

/** A verdict in the light of what was expected: `fail` when there is news, `pass` when all findings are known. */
export function newsOf(verdict: Verdict, expected: Comparison | undefined): Verdict {
  if (expected === undefined) return verdict
  if (expected.unlisted.length + expected.gone.length > 0) return 'fail'
  return verdict === 'fail' ? 'pass' : verdict
}

/** Entries that say neither where the finding was told nor what is known about it. */
export function unexplained(expectations: readonly Expectation[]): Expectation[] {
  return expectations.filter(({ issue, note }) => issue === null && (note ?? '') === '')
}

function isRange(text: string): boolean {
  try {
    return parseRange(text).length > 0
  } catch {
    return false
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw bad(file, messageOf(error))
  }
}

function bad(file: string, why: string): HarnessError {
  return new HarnessError('BAD_EXPECTATIONS', `${file} is no list of expectations: ${why}`)
}
