import type { Server } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import type { Dial, Host } from './connections.ts'
import type { EntryBody } from './record/entry.ts'

/** How a gateway's process is started. Its environment is all that it sees: never ours, with our home and keys. */
export type Program = {
  /** what is started: a Node (`Machine.node`), or a program that needs none */
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** the folder of all that must outlive the process */
  readonly state: string
  /** it is spoken to by its standard input and output, which is then no log */
  readonly piped?: true
}

/** The ends that its client has of a process that is spoken to by its standard input and output. */
export type Pipe = { readonly input: Writable; readonly output: Readable }

/** A gateway's process that has been started; what becomes of it is noted. */
export type Running = {
  readonly running: boolean
  /** of a program that is `piped` */
  readonly pipe?: Pipe
  signal(signal: NodeJS.Signals): void
  /** Resolves when the process is gone. */
  exited(): Promise<void>
}

/**
 * Where gateways run, and how they and the harness reach each other: this computer itself, or a container on it. Ports are those of
 * loopback, on either side.
 */
export type Machine = AsyncDisposable & {
  /** where the provider listens */
  readonly provider: Host
  /** The Node that runs a program there, for one that is installed here. */
  node(installed: string): string
  /** A port that a gateway can listen on there: any, or the one wanted. @throws HarnessError PORT_TAKEN */
  port(wanted: number | undefined): Promise<number>
  /** What a gateway can be told to listen on there when it says itself on which port it does: 0 where that is enough. */
  anyPort(): Promise<number>
  /** Lets a server of ours (tools, hooks) listen on a port of loopback there; before the first `run`. */
  listen(server: Server): Promise<void>
  /** How clients reach what listens on a port there. */
  reach(port: number): Promise<Dial>
  /** The port here of our own view of the gateway, which no fault of a network shuts. */
  view(port: number): Promise<number>
  run(program: Program, note: (body: EntryBody) => void): Running
  /** The id of a process there that lives as long as the machine does. */
  readonly living: number
  /** Whether a process lives, by the id that it has there. */
  isAlive(pid: number): boolean
  /** Where the files of a program's state folder can be read on this side. */
  stored(state: string): Promise<string>
  /** A place for one more gateway, in the same network and on the same state; a machine that has none leaves it out. */
  beside?(): Machine
  /** what can happen to a container and to nothing else; a machine that is none leaves it out */
  readonly container?: Container
}

/** What can become of a container, in the words of the record. */
export type ContainerChange =
  | 'disconnected'
  | 'cut off'
  | 'connected'
  | 'losing packets'
  | 'slow'
  | 'without names'
  | 'repaired'
  | 'paused'
  | 'going on'
  | 'starved of CPU'
  | 'fed'
  | 'out of memory'
  | 'full'
  | 'with room'
  | 'killed'

/** A gateway's container, and what can be done to it. */
export type Container = {
  /** Does it, and notes it once its effect was seen. @throws HarnessError LIMIT_REACHED */
  change(to: ContainerChange): Promise<void>
  /** Makes a change as it was, where nothing has done so since; it notes nothing. @throws HarnessError LIMIT_REACHED */
  undo(change: ContainerChange): Promise<void>
  /** How the next container gets its root file system. */
  root: 'writable' | 'read-only'
}
