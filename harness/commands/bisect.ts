import { join } from 'node:path'
import type { Driver } from '../driver.ts'
import { endCommand, markCommand } from '../engine/command.ts'
import { type RunResult, run } from '../engine/run.ts'
import { whatLacks } from '../engine/what-lacks.ts'
import { HarnessError, isUsageError } from '../errors.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { defaultGateway } from '../gateways/index.ts'
import { numberOf, parseOptions } from '../options.ts'
import { oracles } from '../oracles/index.ts'
import { ownCommand, scenarioName } from '../package.ts'
import { quote } from '../quote.ts'
import { dim } from '../report/text.ts'
import { loadScenarios } from '../scenario/load.ts'
import type { Scenario } from '../scenario/schema.ts'
import { say } from '../terminal.ts'
import { apiOf } from './arguments.ts'
import { checkEnvironment } from './check-environment.ts'
import type { Command } from './command.ts'
import { type Change, findChange, type Probe, type Tally } from './first-change.ts'
import { driverOf, install } from './install.ts'
import { scenarioFiles } from './scenario-files.ts'
import { tellOfNoBox } from './tell-of-no-box.ts'

const options = {
  good: { type: 'string' },
  bad: { type: 'string' },
  claim: { type: 'string' },
  versions: { type: 'string' },
  api: { type: 'string' },
  title: { type: 'string', short: 't' },
  seed: { type: 'string', default: '1' },
  repeat: { type: 'string', default: '2' },
} as const

/** Finds the first version on which a scenario's verdict changed. */
export const bisect: Command = {
  usage: ['bisect <scenario>', 'the first version that changed: --good <v> --bad <v>'],
  async run(words) {
    const asked = await readAsked(words)
    const versions = await versionsBetween(asked)
    say(`${versions.length} versions from ${versions[0]} to ${versions.at(-1)}, ${asked.repeat} runs each`)
    await checkEnvironment()
    tellOfNoBox()
    markCommand()
    const found = await findChange({
      versions,
      repeat: asked.repeat,
      repeatUnsteady: 5,
      probe: (version) => probe(asked, version),
      tell: (tally) => say(describeTally(tally)),
    })
    await endCommand()
    say('', ...('first' in found ? describeChange(asked, found) : describeNone(found)))
    return 'first' in found ? 0 : 2
  },
}

type Asked = {
  readonly file: string
  readonly title: string | undefined
  readonly scenario: Scenario
  readonly driver: Driver
  readonly api: string
  readonly good: string
  readonly bad: string
  readonly claim: string | undefined
  readonly versions: readonly string[] | undefined
  readonly seed: number
  readonly repeat: number
}

async function readAsked(words: readonly string[]): Promise<Asked> {
  const { values, positionals } = parseOptions({ args: [...words], options, allowPositionals: true })
  const { good, bad, claim, versions } = values
  const [file, ...others] = positionals.length === 1 ? await scenarioFiles(positionals) : []
  if (file === undefined || others.length > 0 || good === undefined || bad === undefined)
    throw new HarnessError(
      'USAGE',
      `bisect needs one scenario, --good and --bad, as in: bisect stop-one-running --good 2026.4.14 --bad 2026.9.6${others.length > 0 ? `; "${positionals[0]}" is several: ${[file, ...others].join(', ')}` : ''}`,
    )
  if (claim !== undefined && !oracles.some((oracle) => oracle.claim === claim))
    throw new HarnessError(
      'USAGE',
      `there is no claim "${claim}"; there are: ${oracles.map((one) => one.claim).join(', ')}`,
    )
  const named = (text: string) => (text.includes('@') ? text : `${defaultGateway.name}@${text}`)
  const driver = driverOf(named(good))
  const version = (text: string) => gatewayNameOf(named(text)).version
  return {
    ...{
      file,
      title: values.title,
      scenario: await scenarioOf(file, values.title),
      driver,
      api: apiOf(driver, values.api),
      claim,
    },
    ...{ good: version(good), bad: version(bad), versions: versions?.split(',') },
    ...{ seed: numberOf('--seed', values.seed), repeat: numberOf('--repeat', values.repeat, { min: 1, max: 100 }) },
  }
}

/** The one scenario of a file whose title contains some text. */
async function scenarioOf(file: string, title = ''): Promise<Scenario> {
  const all = await loadScenarios(file)
  const [scenario, ...others] = all.filter((one) => one.title.includes(title))
  if (scenario !== undefined && others.length === 0) return scenario
  const titles = all.map((one) => `\n  ${one.title}`).join('')
  const found = scenario === undefined ? 'no scenario' : 'several scenarios'
  throw new HarnessError(
    'USAGE',
    `${file} has ${found} with "${title}" in the title; say which with -t, by a part of it:${titles}`,
  )
}

/** The versions from the one end to the other, in order: of all releases, or of the list that was given. */
async function versionsBetween({ driver, good, bad, versions }: Asked): Promise<string[]> {
  const all = versions ?? (await driver.releases?.())
  if (all === undefined)
    throw new HarnessError('USAGE', `${driver.name} has no list of releases; give one, in order: --versions a,b,c`)
  const ends = [good, bad].map((end) => all.indexOf(end))
  const missing = [good, bad].filter((_, index) => ends[index] === -1)
  if (missing.length > 0)
    throw new HarnessError('USAGE', `${missing.join(' and ')} is none of the ${all.length} versions of ${driver.name}`)
  if (good === bad) throw new HarnessError('USAGE', `--good and --bad are both ${good}`)
  return all.slice(Math.min(...ends), Math.max(...ends) + 1)
}

async function probe({ scenario, file, driver, api, seed, claim }: Asked, version: string): Promise<Probe> {
  try {
    const installed = await install(driver, `${driver.name}@${version}`)
    const why = whatLacks(scenario, file, driver, { installed, api, container: undefined })
    if (why !== '') return { verdict: 'unknown', why }
    const runs = join('reports', 'runs')
    const came = await run({ scenario, driver, installed, api, seed, runs })
    return probeOf(came, claim)
  } catch (error) {
    // a version that does not come up tells nothing, and the others may
    const isDown = error instanceof HarnessError && error.code === 'GATEWAY_NOT_READY'
    if (!isDown && !isUsageError(error)) throw error
    return { verdict: 'unknown', why: firstLine(error.message) }
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1).join()
}

/** What a run says of one claim, or of all. */
function probeOf({ verdict, claims, missed, folder }: RunResult, claim: string | undefined): Probe {
  const meant = claims.filter((one) => claim === undefined || one.claim === claim)
  const findings = meant.flatMap((one) => one.findings.map(({ says }) => `${one.claim}: ${says}`))
  if (findings.length > 0) return { verdict: 'bad', why: `${findings.join('; ')} (${folder})` }
  const unsure = [
    ...missed,
    ...meant.flatMap((one) => (one.verdict === 'inconclusive' ? [`${one.claim}: ${one.why}`] : [])),
  ]
  const isSure = claim === undefined ? verdict === 'pass' : unsure.length === 0
  return isSure ? { verdict: 'good', why: '' } : { verdict: 'unknown', why: `${unsure.join('; ')} (${folder})` }
}

function describeTally({ version, verdict, good, bad, runs, why }: Tally): string {
  const counted = verdict === 'unknown' ? '' : `  ${verdict === 'bad' ? bad : good} of ${runs}`
  return `${version.padEnd(14)} ${verdict.padEnd(7)}${counted}${why === '' ? '' : `  ${dim(why)}`}`
}

function describeChange(asked: Asked, { before, first, unknown }: Change): string[] {
  const repeat = ({ version }: Tally) =>
    `${ownCommand} ${quote(scenarioName(asked.file))}${asked.title === undefined ? '' : ` -t ${quote(asked.title)}`} --gateway ${quote(`${asked.driver.name}@${version}`)} --api ${asked.api} --seed ${asked.seed}`
  const between = unknown.map(({ version }) => version).join(', ')
  return [
    `first changed in ${asked.driver.name}@${first.version}: ${first.verdict}, after ${before.version}: ${before.verdict}`,
    ...(between === '' ? [] : [`nothing is known of ${between} between them: it may have been there`]),
    dim(`  ${before.verdict.padEnd(5)} ${repeat(before)}`),
    dim(`  ${first.verdict.padEnd(5)} ${repeat(first)}`),
  ]
}

function describeNone([one, other]: readonly [Tally, Tally]): string[] {
  return [`no change to look for: ${one.version} is ${one.verdict}, and ${other.version} is ${other.verdict}`]
}
