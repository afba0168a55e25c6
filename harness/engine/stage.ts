import { type Provider, startProvider } from '../../mock-provider/server.ts'
import { vendorOf } from '../../mock-provider/vendors.ts'
import { openContainers } from '../containers/machine.ts'
import type { Driver, Installed, Route, VendorRoute } from '../driver.ts'
import { Manners } from '../expected/manners.ts'
import type { RunRecord } from '../facts/run-record.ts'
import { compiledFolder } from '../gateways/cache.ts'
import { openComputer } from '../gateways/open-computer.ts'
import type { Machine } from '../machine.ts'
import { Network } from '../network/network.ts'
import { programPath } from '../package.ts'
import type { EntryBody } from '../record/entry.ts'
import { needsOf, type Scenario } from '../scenario/schema.ts'
import { scriptOf } from '../scenario/script.ts'
import { callsSome, sessionsOf } from '../scenario/wants.ts'
import type { Stage } from '../steps/step.ts'
import { gateCommand } from '../tools/gate-command.ts'
import { HttpGateServer } from '../tools/http-gate.ts'
import { startLedger } from '../tools/ledger.ts'
import type { Turn } from '../transcript/transcript.ts'
import { type CleanTurn, cleanTurns, markTurns } from './clean-turns.ts'
import { StateCopy } from './state-copy.ts'

/** What is set up for a run: which gateway, for which scenario. */
export type Setup = {
  readonly scenario: Scenario
  /** how lists of known findings name it, where it is from a file */
  readonly name?: string
  readonly driver: Driver
  readonly installed: Installed
  readonly api: string
  /** how the gateway reaches its model; at the address in its configuration when it is left out */
  readonly route?: Route
  /** makes ids and results what they are, each time the same */
  readonly seed: number
  /** the gateway's port, when it must be this one */
  readonly port?: number | undefined
  /** the image of the containers that gateways run in; they are processes of this machine when it is left out */
  readonly image?: string | undefined
  /** puts a stored session into the run's folder before the gateway is opened; resolves to the gateway's own id of it, where it needs that */
  readonly prepare?: ((folder: string) => Promise<string | undefined>) | undefined
  /** whether something that is noted goes into the record; all does when it is left out */
  readonly heeds?: (body: EntryBody) => boolean
  /** told of each step as it lands, and of what does not hold where the gateway runs */
  readonly progress?: (line: string) => void
}

/** Where it is set up: the run's own folder and name, and the folder of what is kept of it. */
export type RunPlace = { readonly folder: string; readonly run: string; readonly kept: string }

/** What the engine has of a stage besides: the copy that a step may have had made, and where what is seen is noted. */
export type Means = { readonly copy: StateCopy; readonly noteIn: (record: RunRecord) => void }

type Note = (body: EntryBody) => void

const mcpServer = programPath('../tools/mcp-server.ts', import.meta.url)

/** Opens all that a run takes, hands it over before the gateway has started, and closes it again, however that ends. */
export async function onStage(
  setup: Setup,
  place: RunPlace,
  record: RunRecord,
  use: (stage: Stage, turns: readonly CleanTurn[], means: Means) => Promise<void>,
): Promise<void> {
  const { scenario, driver, installed, api, seed, port } = setup
  const { steps, clients, gateway: settings = {} } = scenario
  const scripted = scriptOf(steps)
  const turns = cleanTurns(steps, scripted.length, seed)
  const { heeds = () => true } = setup
  let noted = record
  const noteIn = (other: RunRecord) => {
    noted = other
  }
  const note = markTurns(turns, (body) => {
    if (heeds(body)) noted.append(body)
  })
  const copy = new StateCopy(place.folder)
  const older = await olderFor(setup)
  await using machine = await openMachine(setup, place, note, older)
  await using ledger = await startLedger(note, (server) => machine.listen(server))
  await using httpGate = new HttpGateServer(ledger, (server) => machine.listen(server))
  const node = machine.node(process.execPath)
  const caller = driver.toolCaller(gateCommand(machine, ledger.port))
  await using network = new Network(note)
  const script = [...scripted, ...turns]
  const manners = new Manners(driver.profile(installed.version))
  const isSide = (conversation: readonly Turn[]) => manners.asksAside(conversation)
  await using provider = await startProvider({
    script,
    caller,
    seed,
    note,
    isSide,
    needsHeaders: true,
    host: machine.provider,
  })
  const stored = await setup.prepare?.(place.folder)
  await using gateway = await driver.open(installed, {
    ...place,
    environment: { GATECRASH_RUN: place.run, ...ledger.environment },
    api,
    providerUrl: provider.baseUrl(api),
    vendor: vendorRoute(setup, provider),
    port,
    settings,
    sessions: sessionsOf(scenario),
    stored,
    pages: clients,
    holdsWrites: needsOf(scenario).includes('held-writes'),
    offersAll: callsSome(scenario, ({ mcp, native }) => mcp === true || native !== undefined),
    mcpServer: callsSome(scenario, ({ mcp }) => mcp === true) ? [node, mcpServer, String(ledger.port)] : undefined,
    gate: httpGate,
    machine,
    route: async (client, port) => network.route(client, await machine.reach(port)),
    note,
    whenAsked: (text) => noted.whenAsked(text),
    hide: record.redactor.hide.bind(record.redactor),
  })
  const { container } = machine
  const copyState = () => copy.make()
  const stage = { record, provider, ledger, gateway, network, older, container, copyState, seed, position: undefined }
  await use(stage, turns, { copy, noteIn })
}

/** The older version that a step of the scenario starts. */
async function olderFor({ scenario, driver, progress }: Setup): Promise<Installed | undefined> {
  if (driver.older === undefined || !needsOf(scenario).includes('older-version')) return undefined
  return driver.install(driver.older, (line) => progress?.(line))
}

/** Where the gateway is to run. */
async function openMachine(
  { image, installed, scenario, port, progress }: Setup,
  place: RunPlace,
  note: Note,
  older: Installed | undefined,
): Promise<Machine> {
  if (image === undefined) {
    const versions = [installed, older ?? []].flat()
    return openComputer({ ...place, versions, port, note, tell: (line) => progress?.(line) })
  }
  const compiled = compiledFolder('gateways')
  return openContainers({ ...place, image, compiled, installed, settings: scenario.gateway ?? {}, note })
}

/** An OAuth sign-in works with the vendors' own hosts only. */
function vendorRoute({ scenario, api, route }: Setup, provider: Provider): VendorRoute | undefined {
  const signIn = scenario.gateway?.signIn
  if (signIn === undefined)
    return (scenario.gateway?.route ?? route) === 'vendor' ? { provider: provider.url, signIn } : undefined
  const vendor = vendorOf(api)
  return {
    provider: provider.url,
    signIn: { vendor, ...provider.tokens.signIn(vendor), expired: signIn === 'expired-oauth' },
  }
}
