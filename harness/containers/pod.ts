/**
 * `node pod.ts <lines>`: the process of the container whose network a gateway's container shares. Both of its networks are there
 * whether a gateway runs or not. It passes connections on, as `[listen host, port, to host, port]` says, until it is killed.
 */
import { dialTo } from '../connections.ts'
import { Relay } from '../network/relay.ts'

/** From where to where connections are passed on. */
export type Line = readonly [host: string, port: number, toHost: string, toPort: number]

const lines = JSON.parse(process.argv[2] ?? '[]') as readonly Line[]
for (const [host, port, toHost, toPort] of lines)
  await new Relay(dialTo(toPort, toHost), { answered: () => {}, held: () => {} }).listen(port, host)
process.on('SIGTERM', () => process.exit(0))
process.stdout.write('ready\n')
