import type { Driver } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import {
  compare,
  type Expectation,
  expectationsFile,
  expectedOf,
  readExpectations,
  sightsOf,
  unexplained,
  writeExpectations,
} from '../expectations/expectations.ts'
import { type Sight, updateExpectations } from '../expectations/update.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { drivers, gatewayNamed } from '../gateways/index.ts'
import type { Report } from '../report/json.ts'
import type { Arguments } from './arguments.ts'
import { verdictOf } from './verdict-of.ts'

type Asked = Pick<Arguments, 'expectations' | 'expectationsFile'>

/** What is listed for what ran; nothing when verdicts are to be raw, or when the gateway has no list. */
export async function listedFor(
  { gateway, api }: Pick<Report, 'gateway' | 'api'>,
  { expectations, expectationsFile: given }: Asked,
): Promise<Expectation[] | undefined> {
  if (expectations === 'ignore') return undefined
  const { name, version } = gatewayNameOf(gateway)
  // the name of a list is part of its path, and a report may say any
  const driver = drivers.find((known) => known.name === name)
  if (driver === undefined) return undefined
  const all = await readExpectations(given ?? expectationsFile(name, driver.listedIn))
  if (all === undefined && given !== undefined)
    throw new HarnessError('USAGE', `there is no ${given}; add --update-expectations to begin such a list`)
  return all && expectedOf(all, version, apiBeside(driver, api))
}

/** A report beside what is listed now, whatever it says of that itself. */
export async function compareAgain(report: Report, asked: Asked): Promise<Report> {
  const listed = await listedFor(report, asked)
  const scenarios = report.scenarios.map((result) => ({
    ...result,
    expected: listed && compare(result.name, result, listed),
  }))
  const verdict = verdictOf({ results: scenarios, crashes: report.crashes, skipped: report.skipped })
  return { ...report, scenarios, verdict }
}

/** Rewrites the lists of the gateways that ran, for review; returns what is to be told of each. */
export async function updateLists(reports: readonly Report[], { expectationsFile: given }: Asked): Promise<string[]> {
  const lines: string[] = []
  for (const [name, own] of Map.groupBy(reports, ({ gateway }) => gatewayNameOf(gateway).name)) {
    const driver = gatewayNamed(name)
    const file = given ?? expectationsFile(name, driver.listedIn)
    const sights = own.flatMap((report) => sightsIn(report, apiBeside(driver, report.api)))
    const list = updateExpectations((await readExpectations(file)) ?? [], sights, driver.matrix)
    await writeExpectations(file, list)
    lines.push(`${list.length} known findings listed in ${file}`, ...unexplained(list).map(describeUnexplained))
  }
  return lines
}

function sightsIn({ gateway, scenarios }: Report, api: string | undefined): Sight[] {
  const { version } = gatewayNameOf(gateway)
  return scenarios.flatMap((result) =>
    sightsOf(result).map((sight) => ({
      ...sight,
      ...{ scenario: result.name, version },
      ...(api === undefined ? {} : { api }),
    })),
  )
}

function describeUnexplained({ scenario, claim, versions }: Expectation): string {
  return `  without an issue or a note: ${claim} in ${scenario} on ${versions}`
}

/** An API is named in a list when it is not the gateway's first. */
function apiBeside({ apis }: Driver, api: string): string | undefined {
  return api === apis[0] ? undefined : api
}
