import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ScriptedCall } from '../../mock-provider/script.ts'
import { type Provider, startProvider } from '../../mock-provider/server.ts'
import { vendorOf } from '../../mock-provider/vendors.ts'
import { openContainers } from '../containers/machine.ts'
import type { Driver, Gateway, Installed, Route, VendorRoute } from '../driver.ts'
import { HarnessError, messageOf } from '../errors.ts'
import { RunRecord } from '../facts/run-record.ts'
import { compiledFolder } from '../gateways/cache.ts'
import { openComputer } from '../gateways/open-computer.ts'
import type { Machine } from '../machine.ts'
import { Network } from '../network/network.ts'
import { judgeRun, type RunJudgement } from '../oracles/judge.ts'
import { programPath } from '../package.ts'
import type { Entry, EntryBody } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import type { Redactor } from '../record/redactor.ts'
import { reproText } from '../scenario/repro.ts'
import type { Scenario } from '../scenario/schema.ts'
import { positionOf, scriptOf } from '../scenario/script.ts'
import { kindOf } from '../steps/index.ts'
import type { Stage } from '../steps/step.ts'
import { startLedger } from '../tools/ledger.ts'
import { keepEvidence } from './keep-evidence.ts'
import { settle } from './settle.ts'
import { openWorkplace } from './workplace.ts'

/** One run: which scenario, on which gateway, and where its folder goes. */
export type RunOptions = {
  readonly scenario: Scenario
  readonly driver: Driver
  readonly installed: Installed
  readonly api: string
  readonly route: Route
  readonly seed: number
  /** the run's record and evidence end up in a folder in here */
  readonly runs: string
  /** told of each step as it lands */
  readonly progress?: (line: string) => void
  /** the gateway's port, when it must be this one */
  readonly port?: number | undefined
  /** the image of the containers that gateways run in; they are processes of this machine when it is left out */
  readonly image?: string | undefined
}

/** What a run leaves: its folder, its judgement, and a repro when it has findings. */
export type RunResult = RunJudgement & {
  readonly folder: string
  readonly ms: number
  /** the file of its findings that others can run */
  readonly repro: string | undefined
}

const gate = programPath('../tools/gate.ts', import.meta.url)
const mcpServer = programPath('../tools/mcp-server.ts', import.meta.url)

/**
 * Runs a scenario against a real gateway: stage, steps, settle, snapshot, judge, clean up. A gateway that misbehaves is
 * entries in the record; what is thrown is ours, and leaves nothing behind either.
 */
export async function runScenario(options: RunOptions): Promise<RunResult> {
  const began = performance.now()
  await using workplace = await openWorkplace(options.image !== undefined)
  const kept = join(workplace.folder, 'kept')
  await mkdir(kept)
  const record = new RunRecord(join(kept, 'record.jsonl'), () => performance.now(), options.driver.limits)
  const folder = join(options.runs, `${slug(record.redactor.text(options.scenario.title))}-${workplace.run}`)
  try {
    await perform(options, { ...workplace, kept }, record)
  } catch (error) {
    throw record.redactor.error(error)
  } finally {
    await writeFile(join(kept, 'gateway.log'), logOf(record))
    await keepEvidence(kept, folder, record.redactor)
  }
  const judged = judgeRun(record.entries)
  const repro = await writeRepro(options, judged, folder, record.redactor)
  return { ...judged, folder, repro, ms: Math.round(performance.now() - began) }
}

async function writeRepro(
  options: RunOptions,
  judged: RunJudgement,
  folder: string,
  redactor: Redactor,
): Promise<string | undefined> {
  const { scenario, installed, api, route, seed } = options
  const gateway = `${installed.name}@${installed.version}`
  const text = reproText({ scenario, gateway, api, ...(route === 'vendor' ? { route } : {}), seed }, judged)
  if (text === undefined) return undefined
  const file = join(folder, 'repro.json')
  await writeFile(file, redactor.text(text))
  return file
}

async function perform(
  options: RunOptions,
  { folder, run, kept }: { folder: string; run: string; kept: string },
  record: RunRecord,
): Promise<void> {
  const { scenario, driver, installed, api, seed } = options
  const note = record.append.bind(record)
  const { name, version } = installed
  note({
    kind: 'run-started',
    run,
    scenario,
    gateway: { name, version },
    api,
    seed,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  })
  await using machine = await openMachine(options, { folder, run }, note)
  await using ledger = await startLedger(note, (server) => machine.listen(server))
  const node = machine.node(process.execPath)
  const caller = driver.toolCaller([node, gate, String(ledger.port)])
  await using network = new Network(note)
  await using provider = await startProvider({
    script: scriptOf(scenario.steps),
    caller,
    seed,
    note,
    host: machine.provider,
  })
  await using gateway = await driver.open(installed, {
    folder,
    run,
    environment: { GATECRASH_RUN: run, ...ledger.environment },
    kept,
    api,
    providerUrl: provider.baseUrl(api),
    vendor: vendorRoute(options, provider),
    port: options.port,
    settings: scenario.gateway ?? {},
    sessions: sessionsOf(scenario),
    pages: scenario.clients,
    offersAll: calls(scenario, ({ mcp, native }) => mcp === true || native !== undefined),
    mcpServer: calls(scenario, ({ mcp }) => mcp === true) ? [node, mcpServer, String(ledger.port)] : undefined,
    machine,
    route: async (client, port) => network.route(client, await machine.reach(port)),
    note,
    hide: record.redactor.hide.bind(record.redactor),
  })
  options.progress?.('starting the gateway')
  await gateway.start()
  options.progress?.(`${name}@${version} is ready`)
  if (scenario.steps.some((step) => step.do === 'oauth.answers')) provider.tokens.hold()
  const { container } = machine
  await playSteps(options, { record, provider, ledger, gateway, network, container, seed, position: undefined })
  provider.releaseAll()
  await provider.accept()
  network.heal()
  if (isCutOff(record.entries)) gateway.failNetwork(null)
  await container?.heal()
  gateway.surroundings?.set({ writes: 'fine' })
  gateway.surroundings?.releaseStore()
  if (isFrozen(record.entries)) gateway.signal('SIGCONT')
  await settle({ gateway, ledger, record, sessions: sessionsOf(scenario) })
  await gateway.photograph?.('end')
  await snapshot(gateway, record, folder)
  note({ kind: 'run-ended' })
}

/** Where the gateway is to run. */
async function openMachine(
  { image, installed, scenario, port, progress }: RunOptions,
  place: { folder: string; run: string },
  note: (body: EntryBody) => void,
): Promise<Machine> {
  if (image === undefined) return openComputer({ ...place, installed, port, note, tell: (line) => progress?.(line) })
  const compiled = compiledFolder('gateways')
  return openContainers({ ...place, image, compiled, installed, settings: scenario.gateway ?? {}, note })
}

/** An OAuth sign-in works with the vendors' own hosts only. */
function vendorRoute({ scenario, api, route }: RunOptions, provider: Provider): VendorRoute | undefined {
  const signIn = scenario.gateway?.signIn
  if (signIn === undefined)
    return (scenario.gateway?.route ?? route) === 'vendor' ? { provider: provider.url, signIn } : undefined
  const vendor = vendorOf(api)
  return {
    provider: provider.url,
    signIn: { vendor, ...provider.tokens.signIn(vendor), expired: signIn === 'expired-oauth' },
  }
}

async function playSteps({ scenario: { steps }, progress }: RunOptions, stage: Stage): Promise<void> {
  let broken = ''
  for (const [index, step] of steps.entries()) {
    const kind = kindOf(step)
    const { record } = stage
    const told = { step: index, does: kind.does(step), fault: kind.isFault(step) }
    if (broken !== '') {
      record.append({ kind: 'step-missed', ...told, why: `not tried, because step ${broken} did not land` })
      continue
    }
    record.append({ kind: 'step-started', step: index, does: told.does })
    const from = record.now()
    try {
      await kind.perform(step, { ...stage, position: positionOf(steps, index) })
      record.append({ kind: 'step-landed', ...told, ms: record.now() - from })
      if (told.fault) await stage.gateway.photograph?.(`step-${index + 1}`)
      progress?.(told.does)
    } catch (error) {
      if (!isMiss(error)) throw error
      broken = `${index + 1} (${told.does})`
      record.append({ kind: 'step-missed', ...told, why: messageOf(error) })
      progress?.(`did not land: ${told.does}`)
    }
  }
}

/** What the gateway did not do in time, or did not survive, is a step that did not land; anything else is our own failure. */
function isMiss(error: unknown): boolean {
  return error instanceof HarnessError && (error.code === 'LIMIT_REACHED' || error.code === 'GATEWAY_NOT_READY')
}

function calls({ steps }: Scenario, isSuch: (call: ScriptedCall) => boolean): boolean {
  return steps.some((step) => step.do === 'model.calls' && step.calls.some(isSuch))
}

/** Whether the schedule has left the gateway's own connections failing. */
function isCutOff(entries: readonly Entry[]): boolean {
  return (entriesOf(entries, 'gateway-network').at(-1)?.failing ?? null) !== null
}

/** Whether the schedule has left the gateway's process stopped. */
function isFrozen(entries: readonly Entry[]): boolean {
  const since = entries.findLastIndex(({ kind }) => kind === 'gateway-started')
  const signals = entriesOf(entries.slice(since), 'gateway-signalled').map(({ signal }) => signal)
  return signals.lastIndexOf('SIGSTOP') > signals.lastIndexOf('SIGCONT')
}

function sessionsOf({ steps }: Scenario): string[] {
  return [...new Set(steps.flatMap((step) => (step.do === 'user.says' ? [step.session] : [])))]
}

async function snapshot(gateway: Gateway, record: RunRecord, folder: string): Promise<void> {
  await noteUnreadable(record, async () => {
    record.append({ kind: 'store-checked', problems: await gateway.checkStore() })
  })
  await noteUnreadable(record, async () => {
    for (const transcript of await gateway.transcripts()) record.append({ kind: 'transcript-stored', ...transcript })
  })
  const blocked = await readFile(join(folder, 'blocked.jsonl'), 'utf8').catch(() => '')
  for (const line of new Set(blocked.split('\n').filter(Boolean)))
    record.append({ kind: 'network-blocked', ...JSON.parse(line) })
}

/** A store that cannot be read is an entry, too. */
async function noteUnreadable(record: RunRecord, read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    record.append({ kind: 'store-unreadable', why: error.message })
  }
}

/** What the gateway printed, as one file; not every version keeps a log where it is told to. */
function logOf({ entries }: RunRecord): string {
  return entriesOf(entries, 'gateway-logged')
    .map(({ line }) => `${line}\n`)
    .join('')
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
}
