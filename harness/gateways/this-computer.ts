import { dialTo, listenAt, loopback } from '../connections.ts'
import type { Machine } from '../machine.ts'
import { isAlive } from './cache-use.ts'
import { freePort } from './free-port.ts'
import { GatewayProcess } from './gateway-process.ts'

/** The computer that the harness runs on, as the place where a gateway runs: everything is where it is. */
export const thisComputer: Machine = {
  provider: loopback,
  node: (installed) => installed,
  port: freePort,
  anyPort: async () => 0,
  listen: listenAt,
  reach: async (port) => dialTo(port),
  view: async (port) => port,
  run: (program, note) => new GatewayProcess(program, note),
  living: process.pid,
  isAlive,
  stored: async (state) => state,
  [Symbol.asyncDispose]: async () => {},
}
