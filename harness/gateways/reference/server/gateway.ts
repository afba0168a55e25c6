import { mkdirSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import type { Config } from './config.ts'
import type { Desk } from './desk.ts'
import type { Hub } from './hub.ts'
import { endLeftovers } from './leftovers.ts'
import { takeLock } from './lock.ts'
import type { Parts } from './parts.ts'

/**
 * The gateway as a process: it prints `ready on port <n>` when clients may connect, and exits with 0 on SIGTERM, SIGINT and SIGHUP.
 * When it is started again, it goes on with what it was doing.
 */
export class Gateway {
  protected readonly config: Config
  protected readonly parts: Parts

  constructor(config: Config, parts: Parts) {
    this.config = config
    this.parts = parts
  }

  /**
   * Opens all sessions and listens for clients on loopback.
   * @throws Error when another gateway runs on the same state
   */
  async start(): Promise<void> {
    const { state, port } = this.config
    console.log(`starting on ${state}`)
    mkdirSync(state, { recursive: true })
    const lock = await takeLock(state)
    const left = this.endLeftovers()
    if (left > 0) console.log(`ended ${left} processes that an earlier life has left`)
    const hub = this.openHub()
    const server = this.listen(hub)
    this.heedSignals(async () => {
      server.close()
      await this.endRuns(hub)
      lock.close()
    })
    server.listen(port, '127.0.0.1', () => console.log(`ready on port ${(server.address() as AddressInfo).port}`))
  }

  /** Ends the tools that an earlier life of the gateway left running, and returns how many there were. */
  protected endLeftovers(): number {
    return endLeftovers(`REFERENCE_TOOL_OF=${this.config.state}`)
  }

  protected openHub(): Hub {
    const { parts } = this
    const { state, provider, asksFirst = false } = this.config
    const tools = new parts.Tools({ REFERENCE_TOOL_OF: state })
    const hub = new parts.Hub(state, { parts, tools, provider: new parts.Provider(provider, parts), asksFirst })
    hub.open()
    return hub
  }

  protected listen(hub: Hub): Server {
    const { state, tokens } = this.config
    const devices = new this.parts.Devices(state, tokens)
    const desks = new Set<Desk>()
    // small lines are sent at once
    return createServer({ noDelay: true }, (socket) => new this.parts.Desk(socket, { hub, devices, desks }).open())
  }

  /** Ends what runs without giving it up: the next life goes on with it. */
  protected async endRuns(hub: Hub): Promise<void> {
    await hub.shutDown()
  }

  protected heedSignals(shutDown: () => Promise<void>): void {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, async () => {
        console.log(`received ${signal}, shutting down`)
        await shutDown()
        process.exit(0)
      })
    // Node would open its debugger at the first, and end at the second
    for (const signal of ['SIGUSR1', 'SIGUSR2'] as const)
      process.on(signal, () => console.log(`received ${signal}, going on`))
  }
}
