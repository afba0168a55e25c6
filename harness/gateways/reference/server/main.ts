/**
 * `node main.ts <config.json> [planted bug]`: the reference gateway. It says `ready on port <n>` when clients may connect, and
 * exits with 0 on SIGTERM and SIGINT; what it was doing then, it goes on with when it is started again.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { listenForClients } from './clients.ts'
import type { Config } from './config.ts'
import { Devices } from './devices.ts'
import { Hub } from './hub.ts'
import { endLeftovers } from './leftovers.ts'
import { takeLock } from './lock.ts'
import { planted } from './planted.ts'

const config: Config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const { state, port, tokens, provider } = config
console.log(`starting on ${state}`)
mkdirSync(state, { recursive: true })
const lock = await takeLock(state)
const mark = { REFERENCE_TOOL_OF: state }
const left = planted('shutdown-leaves-tools') ? 0 : endLeftovers(`REFERENCE_TOOL_OF=${state}`)
if (left > 0) console.log(`ended ${left} processes that an earlier life has left`)
const hub = new Hub(state, { provider, mark })
const server = listenForClients(hub, new Devices(state, tokens)).listen(port, '127.0.0.1', () => {
  console.log(`ready on port ${(server.address() as AddressInfo).port}`)
})

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, async () => {
    console.log(`received ${signal}, shutting down`)
    server.close()
    if (planted('shutdown-leaves-tools')) process.exit(0)
    await hub.shutDown()
    lock.close()
    process.exit(0)
  })

// Node would open its debugger at the one, and end at the other
for (const signal of ['SIGUSR1', 'SIGUSR2'] as const)
  process.on(signal, () => console.log(`received ${signal}, going on`))
