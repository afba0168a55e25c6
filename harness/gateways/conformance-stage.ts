import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Script } from '../../mock-provider/script.ts'
import { startProvider } from '../../mock-provider/server.ts'
import { dialTo, listenAt } from '../connections.ts'
import type { Driver, Gateway, Installed } from '../driver.ts'
import { RunRecord } from '../facts/run-record.ts'
import type { GatewaySettings } from '../gateway-settings.ts'
import { Network } from '../network/network.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { gateCommand } from '../tools/gate-command.ts'
import { HttpGateServer } from '../tools/http-gate.ts'
import { type Ledger, startLedger } from '../tools/ledger.ts'
import { plainPlace } from './plain-place.ts'

/** A gateway with all that it needs, and what the tests of a driver look for. */
export type Stage = AsyncDisposable & {
  readonly driver: Driver
  readonly installed: Installed
  readonly api: string
  readonly gateway: Gateway
  readonly record: RunRecord
  readonly ledger: Ledger
  readonly network: Network
  /** what the record holds first that fits, now or within the limit of a step */
  readonly seen: <T extends Entry>(what: string, look: (entries: readonly Entry[]) => T | undefined) => Promise<T>
  /** the start of a gated tool */
  readonly started: (tool: string) => Promise<EntryOf<'tool-started'>>
  /** the end of a gated tool that the gateway has ended */
  readonly gone: (call: string) => Promise<EntryOf<'tool-ended'>>
  /** what the gateway answered to what was sent under an id */
  readonly acknowledged: (message: string) => EntryOf<'client-acknowledged'> | undefined
}

/** Opens a gateway in a folder of its own, not started yet, before a provider that follows a script. */
export async function openStage(
  driver: Driver,
  installed: Installed,
  script: Script,
  settings: GatewaySettings = {},
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
  const kept = join(folder, 'kept')
  await mkdir(kept)
  const record = new RunRecord(join(folder, 'record.jsonl'), () => performance.now(), driver.limits)
  const note = record.append.bind(record)
  const ledger = await startLedger(note)
  const httpGate = new HttpGateServer(ledger, listenAt)
  const caller = driver.toolCaller(gateCommand(plainPlace.machine, ledger.port))
  const network = new Network(note)
  const provider = await startProvider({ script, caller, seed: 3, note })
  provider.releaseAll()
  const [api = ''] = driver.apis
  const run = folder.slice(folder.lastIndexOf('-') + 1)
  const gateway = await driver.open(installed, {
    ...plainPlace,
    settings,
    folder,
    run,
    environment: { GATECRASH_RUN: run, ...ledger.environment },
    kept,
    api,
    providerUrl: provider.baseUrl(api),
    route: (client, port) => network.route(client, dialTo(port)),
    gate: httpGate,
    note,
    whenAsked: (text) => record.whenAsked(text),
    hide: record.redactor.hide.bind(record.redactor),
  })
  const seen: Stage['seen'] = (what, look) => record.waitFor(what, 'ask', look)
  return {
    driver,
    installed,
    api,
    gateway,
    record,
    ledger,
    network,
    seen,
    started: (tool) =>
      seen(`tool ${tool} to start`, (entries) =>
        entriesOf(entries, 'tool-started').find((entry) => entry.tool === tool),
      ),
    gone: (call) =>
      seen('the tool to be gone', (entries) =>
        entriesOf(entries, 'tool-ended').find((entry) => entry.call === call && entry.end === 'gone'),
      ),
    acknowledged: (message) =>
      entriesOf(record.entries, 'client-acknowledged').find((entry) => entry.message === message),
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await network[Symbol.asyncDispose]()
      await provider[Symbol.asyncDispose]()
      await httpGate[Symbol.asyncDispose]()
      await ledger[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
