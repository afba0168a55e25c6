import { mkdir } from 'node:fs/promises'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { type Dial, dialTo, listenAt } from '../connections.ts'
import type { Installed } from '../driver.ts'
import type { GatewaySettings } from '../gateway-settings.ts'
import type { Container, Machine, Program } from '../machine.ts'
import { Relay } from '../network/relay.ts'
import type { EntryBody } from '../record/entry.ts'
import { ContainerProcess } from './container-process.ts'
import { type Docker, type DockerContainer, execIn, findDocker, runLabel } from './docker.ts'
import { Faults } from './faults.ts'
import { bindsOf } from './mounts.ts'
import { frontPort, type Networks, openNetworks, type Pod, startPod } from './networks.ts'

/** Which containers a run wants. */
export type Wanted = {
  readonly image: string
  readonly run: string
  readonly folder: string
  /** where gateways keep compiled code, for all runs */
  readonly compiled: string
  readonly installed: Installed
  readonly settings: GatewaySettings
  readonly note: (body: EntryBody) => void
}

/** The port that every gateway has: each has a loopback of its own. */
const gatewayPort = 18_789

/**
 * Opens a place in containers for the gateway of a run. Its networks are there from now on, the containers from the first `run`.
 * All that Docker is given carries the run's label: the run's watchdog removes it, however the run ends.
 * @throws HarnessError NO_DOCKER
 */
export async function openContainers(wanted: Wanted): Promise<ContainerMachine> {
  const docker = await findDocker()
  return new ContainerMachine(docker, wanted, await openNetworks(docker, wanted.run))
}

/** Containers as the place where a gateway runs: a pod, which holds its networks, and one container for each of its lives. */
export class ContainerMachine implements Machine {
  readonly provider: Machine['provider']
  readonly container: Container
  readonly #docker: Docker
  readonly #wanted: Wanted
  readonly #networks: Networks
  readonly #relays = new Map<string, Promise<Relay>>()
  readonly #brought: number[]
  readonly #name: string
  readonly #beside: ContainerMachine[] = []
  #port = gatewayPort
  #pod: Promise<Pod> | undefined
  /** a container's own init process */
  readonly living = 1
  #process: ContainerProcess | undefined
  #lives = 0
  #state = ''

  constructor(docker: Docker, wanted: Wanted, networks: Networks, name = 'gateway', brought: number[] = []) {
    this.#docker = docker
    this.#wanted = wanted
    this.#networks = networks
    this.#name = name
    this.#brought = brought
    const { host } = networks.main
    this.provider = {
      name: 'provider',
      listen: (server, port) => listenAt(server, port, host),
      reach: (port) => dialTo(port, host),
    }
    const pod = () => this.#started()
    const process = () => this.#process
    const disk = () => (wanted.settings.diskMb === undefined ? undefined : this.#state)
    this.container = new Faults({ docker, networks, pod, process, disk }, wanted.note)
  }

  /** The image has a Node of its own. */
  node(): string {
    return 'node'
  }

  async port(wanted = gatewayPort): Promise<number> {
    this.#port = wanted
    return wanted
  }

  /** The pod has to know it before the gateway says it. */
  anyPort(): Promise<number> {
    return this.port()
  }

  async listen(server: Server): Promise<void> {
    await listenAt(server)
    const { port } = server.address() as AddressInfo
    this.#brought.push(port)
    await this.#relay(port, '127.0.0.1', port, this.#networks.instruments.host)
  }

  async reach(): Promise<Dial> {
    return dialTo(frontPort, (await this.#started()).main)
  }

  async view(): Promise<number> {
    return this.#relay(frontPort, (await this.#started()).instruments)
  }

  run(program: Program, note: (body: EntryBody) => void): ContainerProcess {
    this.#state = program.state
    this.#pod ??= this.#startPod(program.state)
    const pod = this.#pod
    this.#process = new ContainerProcess(this.#docker, async () => this.#create(program, await pod), note)
    return this.#process
  }

  isAlive(pid: number): boolean {
    return this.#process?.has(pid) === true
  }

  /** The volume of the state is there, and the ports that are brought to the first place are brought to this one. */
  beside(): ContainerMachine {
    const name = `gateway-${this.#beside.length + 2}`
    const other = new ContainerMachine(this.#docker, this.#wanted, this.#networks, name, this.#brought)
    this.#beside.push(other)
    return other
  }

  /** A disk of its own is seen by containers only, so what lies on it is copied, while nobody writes. */
  async stored(state: string): Promise<string> {
    if (this.#wanted.settings.diskMb === undefined) return state
    const { container } = await this.#started()
    const copy = join(this.#wanted.folder, 'stored')
    const gateway = this.#process?.running ? await this.#process.container() : undefined
    await gateway?.pause()
    const { code, output } = await execIn(container, ['sh', '-c', 'rm -rf "$1" && cp -a "$0" "$1"', state, copy])
    await gateway?.unpause()
    if (code !== 0) throw new Error(`the state cannot be copied: ${output}`)
    return copy
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process?.running) this.#process.signal('SIGKILL')
    await this.#process?.exited()
    for (const other of this.#beside) await other[Symbol.asyncDispose]()
    for (const relay of this.#relays.values()) await (await relay)[Symbol.asyncDispose]()
  }

  #started(): Promise<Pod> {
    if (this.#pod === undefined) throw new Error('no gateway has been started in a container yet')
    return this.#pod
  }

  /** A relay that connects this machine and the containers; its port. */
  async #relay(target: number, targetHost: string, port = 0, host = '127.0.0.1'): Promise<number> {
    const key = `${targetHost}:${target}`
    const relay = this.#relays.get(key) ?? startRelay()
    this.#relays.set(key, relay)
    return (await relay).port

    async function startRelay(): Promise<Relay> {
      const started = new Relay(dialTo(target, targetHost), { answered: () => {}, held: () => {} })
      await started.listen(port, host)
      return started
    }
  }

  async #startPod(state: string): Promise<Pod> {
    const { run, image } = this.#wanted
    await this.#makeVolume(state)
    return startPod(this.#docker, this.#networks, {
      name: `gatecrash-${run}-${this.#name}-pod`,
      run,
      image,
      user,
      binds: this.#binds(state),
      port: this.#port,
      brought: this.#brought,
    })
  }

  /** The state's volume is a folder of the run, which can be read here, or a disk of its own in memory, with so much room. */
  async #makeVolume(state: string): Promise<void> {
    const { run, settings } = this.#wanted
    await mkdir(state, { recursive: true })
    const [uid, gid] = user.split(':')
    const DriverOpts =
      settings.diskMb === undefined
        ? { type: 'none', o: 'bind', device: state }
        : { type: 'tmpfs', device: 'tmpfs', o: `size=${settings.diskMb}m,uid=${uid},gid=${gid}` }
    await this.#docker.createVolume({ Name: this.#volume, Driver: 'local', DriverOpts, Labels: { [runLabel]: run } })
  }

  get #volume(): string {
    return `gatecrash-${this.#wanted.run}-state`
  }

  #binds(state: string): string[] {
    const { folder, compiled, installed } = this.#wanted
    return [...bindsOf(folder, compiled, installed), `${this.#volume}:${state}`]
  }

  #create({ file, args, env, cwd, state }: Program, pod: Pod): Promise<DockerContainer> {
    const { run, image } = this.#wanted
    return this.#docker.createContainer({
      name: `gatecrash-${run}-${this.#name}-life-${++this.#lives}`,
      Image: image,
      Cmd: [file, ...args],
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      WorkingDir: cwd,
      User: user,
      Labels: { [runLabel]: run },
      HostConfig: {
        Init: true,
        NetworkMode: `container:${pod.container.id}`,
        Binds: this.#binds(state),
        ReadonlyRootfs: this.container.root === 'read-only',
      },
    })
  }
}

/** Whoever runs the harness: files of a run are theirs, and so are its processes. */
const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`
