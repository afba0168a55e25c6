import { mkdir } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { startProvider } from '../../mock-provider/server.ts'
import { dialTo, listenAt } from '../connections.ts'
import type { Driver, Installed } from '../driver.ts'
import { StateCopy } from '../engine/state-copy.ts'
import { openWorkplace } from '../engine/workplace.ts'
import { RunRecord } from '../facts/run-record.ts'
import { plainPlace } from '../gateways/plain-place.ts'
import { Network } from '../network/network.ts'
import type { EntryBody } from '../record/entry.ts'
import { scriptOf } from '../scenario/script.ts'
import type { Step } from '../steps/index.ts'
import type { Stage } from '../steps/step.ts'
import { gateCommand } from '../tools/gate-command.ts'
import { HttpGateServer } from '../tools/http-gate.ts'
import { startLedger } from '../tools/ledger.ts'

/** The name in the record of the line between the gateway and the provider. */
export const providerLine = 'provider'

const seed = 1

/**
 * Starts a gateway on a script and hands it over. The record is that of a run but for its clock: microseconds, since a millisecond is much
 * beside what is measured.
 */
export async function withGateway<T>(
  driver: Driver,
  installed: Installed,
  steps: readonly Step[],
  use: (stage: Stage) => Promise<T>,
): Promise<T> {
  await using workplace = await openWorkplace()
  const { folder, run } = workplace
  const kept = join(folder, 'kept')
  await mkdir(kept)
  const record = new RunRecord(join(kept, 'record.jsonl'), () => performance.now() * 1000, driver.limits)
  const note = record.append.bind(record)
  const [api = ''] = driver.apis
  await using ledger = await startLedger(note)
  const caller = driver.toolCaller(gateCommand(plainPlace.machine, ledger.port))
  await using httpGate = new HttpGateServer(ledger, listenAt)
  await using network = new Network(note)
  await using provider = await startProvider({ script: scriptOf(steps), caller, seed, note })
  await using line = await openLine(provider.port, note)
  await using gateway = await driver.open(installed, {
    ...plainPlace,
    folder,
    run,
    environment: { GATECRASH_RUN: run, ...ledger.environment },
    kept,
    api,
    providerUrl: provider.baseUrl(api).replace(`:${provider.port}`, `:${line.port}`),
    route: (client, port) => network.route(client, dialTo(port)),
    gate: httpGate,
    note,
    whenAsked: (text) => record.whenAsked(text),
    hide: record.redactor.hide.bind(record.redactor),
  })
  await gateway.start()
  const copyState = () => new StateCopy(folder).make()
  return await use({ record, provider, ledger, gateway, network, copyState, seed, position: undefined })
}

/** A line to the provider that notes when its far end is seen to be gone. */
async function openLine(
  port: number,
  note: (body: EntryBody) => void,
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    far.once('end', () => note({ kind: 'line-cut', client: providerLine }))
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const)
      socket
        .pipe(other)
        .on('error', () => socket.destroy())
        .on('close', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}
