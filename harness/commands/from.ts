import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileBelow } from '../below.ts'
import { endCommand, markCommand } from '../engine/command.ts'
import { HarnessError } from '../errors.ts'
import { scenarioSource } from '../explore/scenario-source.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { compiledFolder } from '../gateways/cache.ts'
import { drivers } from '../gateways/index.ts'
import { isFolder } from '../make-folder.ts'
import { numberOf, parseOptions } from '../options.ts'
import type { Failure } from '../reconstruct/failure.ts'
import { failureInRecord } from '../reconstruct/from-record.ts'
import { failureInSession } from '../reconstruct/from-session.ts'
import { type Reproduced, reproduce, type Tried } from '../reconstruct/reproduce.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { findSessions } from '../rescue/find-sessions.ts'
import { clearOver, say, warnOver } from '../terminal.ts'
import { short } from '../transcript/blocks.ts'
import { apiOf } from './arguments.ts'
import { checkEnvironment } from './check-environment.ts'
import { type Command, exitCodes } from './command.ts'
import { buildersFrom, timeOf } from './explore.ts'
import { driverOf, install } from './install.ts'
import { tellOfNoBox } from './tell-of-no-box.ts'

const options = {
  gateway: { type: 'string' },
  session: { type: 'string' },
  api: { type: 'string' },
  budget: { type: 'string', default: '10m' },
  seed: { type: 'string', default: '1' },
  lanes: { type: 'string', default: '2' },
  width: { type: 'string', default: '8' },
  out: { type: 'string' },
  'keep-best': { type: 'boolean', default: false },
} as const

const help = `Usage: from <record folder | run folder | session file> [options]

Turns a failure that was seen live into a scenario. The conversation is rebuilt
with texts that say nothing and gated tools. Then faults are tried on the agent
itself: first where it most likely broke, then at every instant of the turn that
broke. What shows the failure again is made as small as it gets.

  --gateway <which>  the agent to try it on: a name and a version (default: the
                     one that the record or the session names)
  --session <name>   which session, where a file has several
  --api <name>       its model's API
  --budget <time>    how long to look: 90s, 10m (the default), 1h
  --lanes, --width   how many agents at once, how many schedules on one
  --seed <number>    as for scenarios
  --out <folder>     where the scenario goes (default: reports/from/<name>)
  --keep-best        writes the likeliest scenario even if none shows the failure

Exit: 0 reproduced · 2 not reproduced · 254 usage
`

/** Turns a live failure into a scenario that shows it again. */
export const from: Command = {
  usage: ['from <record|session>', 'turns a live failure into a scenario'],
  help,
  async run(words) {
    const { values, positionals } = parseOptions({ args: [...words], options, allowPositionals: true })
    const [path] = positionals
    if (path === undefined || positionals.length > 1)
      throw new HarnessError('USAGE', 'from needs one record folder, run folder or session file')
    const failure = await readFailure(path, values.session, values.gateway)
    say(`${path}: this has failed`, ...failure.says.map((line) => `  ${short(line)}`))
    const gateway = values.gateway ?? failure.agent
    if (gateway === undefined)
      throw new HarnessError('USAGE', `${path} does not say which agent it is of; add --gateway <name>@<version>`)
    const driver = driverOf(gateway)
    const isSpoken = failure.api !== undefined && driver.apis.includes(failure.api)
    const api = apiOf(driver, values.api ?? (isSpoken ? failure.api : undefined))
    await checkEnvironment()
    tellOfNoBox()
    process.env.NODE_COMPILE_CACHE ??= compiledFolder('ours')
    markCommand()
    const installed = await install(driver, gateway)
    const out = values.out ?? join('reports', 'from', basename(resolve(path)))
    const came = await reproduce({
      ...{ failure, driver, installed, api, out, budgetMs: timeOf(values.budget), batch: 24 },
      seed: numberOf('--seed', values.seed, { min: 1 }),
      lanes: numberOf('--lanes', values.lanes, { min: 1, max: 16 }),
      width: numberOf('--width', values.width, { min: 1, max: 32 }),
      builders: buildersFrom(join(out, 'findings')),
      told: warnOver,
    })
    clearOver()
    await endCommand()
    return tell(came, failure, {
      gateway: `${installed.name}@${installed.version}`,
      out,
      keepsBest: values['keep-best'],
    })
  },
}

async function readFailure(path: string, session: string | undefined, gateway = ''): Promise<Failure> {
  const record = (await isFolder(path)) ? fileBelow(path, 'record.jsonl') : undefined
  if (record !== undefined) {
    const entries = readRecord(record)
    const [started] = entriesOf(entries, 'run-started')
    if (started === undefined)
      throw new HarnessError('BAD_RECORD', `${record} is no record: it does not say of what it is`)
    const driver = drivers.find(({ name }) => name === started.gateway.name)
    return failureInRecord(entries, driver?.profile(started.gateway.version), path)
  }
  const found = await Array.fromAsync(findSessions({ paths: [path] }))
  const sessions = found.flatMap((one) => ('session' in one ? [one.session] : []))
  const wanted = sessions.filter(({ name }) => session === undefined || name === session)
  const [first, ...others] = wanted
  const { name, version } = gatewayNameOf(gateway)
  if (first !== undefined && others.length === 0)
    return failureInSession(first, name === first.format.agent && version !== '' ? version : undefined)
  if (sessions.length === 0)
    throw new HarnessError('USAGE', `${path} has no record (record.jsonl) and no session in it`)
  const names = sessions.map(({ name }) => name).join(', ')
  throw new HarnessError('USAGE', `${path} has ${wanted.length} such sessions; say which with --session: ${names}`)
}

type Told = { readonly gateway: string; readonly out: string; readonly keepsBest: boolean }

async function tell({ finding, best, tried }: Reproduced, { claims }: Failure, told: Told): Promise<number> {
  const { gateway, out, keepsBest } = told
  if (finding?.scenario !== undefined) {
    say(`reproduced on ${gateway}: ${finding.claim}: ${short(finding.says)}`, `  found by: ${finding.seen}`)
    say(...finding.steps.map((step, index) => `  ${index + 1}. ${step}`))
    say(`  scenario ${join(out, finding.scenario)} (${finding.failed} of ${finding.runs} runs alone show it)`)
    return exitCodes.pass
  }
  say(`not reproduced on ${gateway}: ${whyNot(tried, claims[0])}`)
  if (!keepsBest || best === undefined) return exitCodes.inconclusive
  const folder = join(out, 'findings')
  const file = join(folder, 'not-reproduced.ts')
  await mkdir(folder, { recursive: true })
  const why = `A failure that was seen live, as it may have come about: ${best.seen}. It did not come again on ${gateway}.`
  await writeFile(file, scenarioSource(best.scenario, why, buildersFrom(folder)))
  say(`  the likeliest scenario: ${file}`)
  return exitCodes.inconclusive
}

/** What was tried, so that a person can tell how much "not reproduced" means. */
function whyNot(tried: readonly Tried[], claim: string | undefined): string {
  const some = tried.filter((one) => one.tried > 0)
  if (some.length === 0) return 'no schedule was tried: the time was over before; give more of it with --budget'
  const words = some.map((one) => {
    const missed = one.missed === 0 ? '' : ` (${one.missed} did not come about)`
    return `${one.tried} of ${one.of} ${one.what}${missed}`
  })
  return `none of these breaks ${claim}: ${words.join(', ')}`
}
