import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { childOf } from '../../child-of.ts'
import type { Dial, Host } from '../../connections.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import type { Machine, Program } from '../../machine.ts'
import { Relay } from '../../network/relay.ts'
import type { EntryBody } from '../../record/entry.ts'
import { compiledFolder } from '../cache.ts'
import { GatewayProcess } from '../gateway-process.ts'
import { KeeperLine } from './keeper-line.ts'
import { mountsFor, type Seen } from './mounts.ts'
import { enterWords, initScript, openWords } from './words.ts'

/** Which box a run wants. */
export type Wanted = {
  readonly run: string
  readonly folder: string
  /** what else is seen in it */
  readonly seen: Seen
  /** the port of this computer at which the gateway is to be reached, when it must be this one */
  readonly port: number | undefined
  readonly note: (body: EntryBody) => void
}

/** The port that every gateway has: each has a loopback of its own. */
const gatewayPort = 18_789

/**
 * Opens a box on this computer for the gateway of a run, by Linux's namespaces: a network with nothing but loopback, processes, `/tmp` and
 * `/proc` of its own, and nothing to write to but what is the run's. All that runs in it ends with the box, and the box with us.
 * @throws HarnessError NO_BOX with the reason, as where the system forbids namespaces
 */
export async function openBox(wanted: Wanted): Promise<Machine> {
  const compiled = compiledFolder('ours')
  const env = {
    PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
    LC_ALL: 'C',
    GATECRASH_RUN: wanted.run,
    NODE_COMPILE_CACHE: compiled,
  }
  let first: ChildProcess | undefined
  try {
    first = startFirst(wanted, env)
    const mounted = untilMounted(first)
    const asked = (host: string) => wanted.note({ kind: 'network-blocked', host, by: 'look up' })
    // awaited together: where the system forbids namespaces, `mounted` fails while the child is still looked for
    const [{ init, keeper }] = await Promise.all([keep(first, mounted, env, asked), mounted])
    await keeper.answer()
    return new Box(first, init, keeper, wanted.port)
  } catch (error) {
    if (first !== undefined) await end(first)
    throw new HarnessError('NO_BOX', messageOf(error), { cause: error })
  }
}

/** Opens the line to the process that keeps a box. @throws Error why the box was not made, when it is gone */
async function keep(
  first: ChildProcess,
  mounted: Promise<void>,
  env: NodeJS.ProcessEnv,
  asked: (host: string) => void,
) {
  const init = await childOf(first.pid ?? -1)
  if (init < 0) await mounted
  return { init, keeper: await KeeperLine.open(init, env, asked) }
}

/** Starts the first process of a box. */
function startFirst({ folder, seen }: Wanted, env: NodeJS.ProcessEnv): ChildProcess {
  if (process.platform !== 'linux') throw new Error(`${process.platform} has no namespaces`)
  const { table, script } = mountsFor({ ...seen, write: [folder, ...seen.write] })
  const file = join(folder, 'mounts')
  writeFileSync(file, table)
  // a table that is read by its descriptor must be a file, and need not have a name any more
  const input = openSync(file, 'r')
  rmSync(file)
  const [program = '', ...args] = openWords(initScript(script))
  const first = spawn(program, args, { env, detached: true, stdio: [input, 'pipe', 'pipe'] })
  closeSync(input)
  return first
}

/** Resolves when the first process of a box says that all is mounted. @throws Error with what it says when it ends before */
async function untilMounted(first: ChildProcess): Promise<void> {
  let said = ''
  first.stderr?.on('data', (text) => {
    said += text
  })
  const ready = once(first.stdout as NonNullable<typeof first.stdout>, 'data').then(() => true)
  const ended = once(first, 'close').then(
    () => false,
    ({ message }) => {
      said = message
      return false
    },
  )
  if (!(await Promise.race([ready, ended]))) throw new Error(said.trim().split('\n')[0] || 'it ended at once')
}

async function end(first: ChildProcess): Promise<void> {
  const gone = first.pid !== undefined && first.exitCode === null && first.signalCode === null && once(first, 'exit')
  first.kill('SIGKILL')
  await gone
}

/** A box as the place where a gateway runs. What listens in it is reached by sockets that are made there and handed to us. */
class Box implements Machine {
  readonly provider: Host = {
    name: '127.0.0.1',
    listen: (server, port) => this.#listen(server, port),
    reach: (port) => this.#dialTo(port),
  }
  /** the first process */
  readonly living = 1
  readonly #first: ChildProcess
  readonly #init: number
  readonly #keeper: KeeperLine
  readonly #wanted: number | undefined
  readonly #views = new Map<number, Promise<Relay>>()

  constructor(first: ChildProcess, init: number, keeper: KeeperLine, wanted: number | undefined) {
    this.#first = first
    this.#init = init
    this.#keeper = keeper
    this.#wanted = wanted
  }

  node(installed: string): string {
    return installed
  }

  async port(wanted = gatewayPort): Promise<number> {
    return wanted
  }

  async anyPort(): Promise<number> {
    return 0
  }

  listen(server: Server): Promise<void> {
    return this.#listen(server, 0)
  }

  async reach(port: number): Promise<Dial> {
    return this.#dialTo(port)
  }

  async view(port: number): Promise<number> {
    const view = this.#views.get(port) ?? this.#openView(port)
    this.#views.set(port, view)
    return (await view).port
  }

  run({ file, args, env, cwd, ...how }: Program, note: (body: EntryBody) => void): GatewayProcess {
    const [first = '', ...words] = enterWords(this.#init, cwd)
    return new GatewayProcess({ ...how, file: first, args: [...words, file, ...args], env, processOf: childOf }, note)
  }

  isAlive(pid: number): boolean {
    return existsSync(`/proc/${this.#init}/root/proc/${pid}`)
  }

  async stored(state: string): Promise<string> {
    return state
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#first)
    for (const view of this.#views.values()) await (await view)[Symbol.asyncDispose]()
    await this.#keeper[Symbol.asyncDispose]()
  }

  #dialTo(port: number): Dial {
    return () => this.#keeper.dial(port)
  }

  async #listen(server: Server, port: number): Promise<void> {
    const made = await this.#keeper.listen(port)
    await once(server.listen(made), 'listening')
  }

  async #openView(port: number): Promise<Relay> {
    const relay = new Relay(this.#dialTo(port), { answered: () => {}, held: () => {} })
    await relay.listen(this.#wanted)
    return relay
  }
}
