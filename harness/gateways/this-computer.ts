import type { Machine } from '../machine.ts'
import { freePort } from './free-port.ts'
import { GatewayProcess } from './gateway-process.ts'

const loopback = '127.0.0.1'

/** The computer that the harness runs on, as the place where a gateway runs: everything is where it is. */
export const thisComputer: Machine = {
  provider: { listen: loopback, name: loopback },
  node: (installed) => installed,
  port: freePort,
  anyPort: async () => 0,
  bring: async () => {},
  reach: async (port) => port,
  view: async (port) => port,
  run: (program, note) => new GatewayProcess(program, note),
  stored: async (state) => state,
  [Symbol.asyncDispose]: async () => {},
}
