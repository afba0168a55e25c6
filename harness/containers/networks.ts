import { programPath } from '../package.ts'
import { type Docker, type DockerContainer, runLabel } from './docker.ts'
import type { Line } from './pod.ts'

/**
 * The two networks of a run. Neither leads off the machine (`internal`). Through the one the gateway reaches its provider and clients
 * reach the gateway; it is the one that faults break. The other is for our own instruments, so that no fault blinds them.
 */
export type Networks = {
  readonly main: Network
  readonly instruments: Network
}

/** A Docker network, and the address that this machine has in it. */
export type Network = { readonly name: string; readonly host: string }

/** The container that holds a gateway's networks, so that they outlive the gateway's own, and its addresses in them. */
export type Pod = { readonly container: DockerContainer; readonly main: string; readonly instruments: string }

/** The port at which a pod takes connections for its gateway. */
export const frontPort = 18_000

/** Makes the networks of a run. */
export async function openNetworks(docker: Docker, run: string): Promise<Networks> {
  const [main, instruments] = await Promise.all([`gatecrash-${run}`, `gatecrash-${run}-instruments`].map(open))
  if (main === undefined || instruments === undefined) throw new Error('Docker has made no network')
  return { main, instruments }

  async function open(name: string): Promise<Network> {
    const options = { Name: name, Internal: true, CheckDuplicate: true, Labels: { [runLabel]: run } }
    const network = await docker.createNetwork(options)
    const { IPAM } = (await network.inspect()) as { IPAM: { Config: { Gateway: string }[] } }
    return { name, host: IPAM.Config[0]?.Gateway ?? '' }
  }
}

/** What a pod is made of. */
export type PodParts = {
  readonly name: string
  readonly run: string
  readonly image: string
  readonly user: string
  readonly binds: readonly string[]
  /** the port of its gateway */
  readonly port: number
  /** the ports here that are to be reached there */
  readonly brought: readonly number[]
}

const program = programPath('./pod.ts', import.meta.url)

/** Starts a pod; resolves when it passes connections on. */
export async function startPod(docker: Docker, { main, instruments }: Networks, parts: PodParts): Promise<Pod> {
  const { name, run, image, user, binds, port, brought } = parts
  const lines: Line[] = [
    ['0.0.0.0', frontPort, '127.0.0.1', port],
    ...brought.map((each) => ['127.0.0.1', each, instruments.host, each] as const),
  ]
  const container = await docker.createContainer({
    name,
    Image: image,
    Cmd: ['node', program, JSON.stringify(lines)],
    User: user,
    Labels: { [runLabel]: run },
    HostConfig: {
      Init: true,
      NetworkMode: main.name,
      // for whoever breaks its network from inside; its own process has no such right
      CapAdd: ['NET_ADMIN'],
      ExtraHosts: [`provider:${main.host}`],
      Binds: [...binds],
    },
  })
  await docker.getNetwork(instruments.name).connect({ Container: container.id })
  const output = await container.attach({ stream: true, stdout: true, stderr: true })
  await container.start()
  await ready(output)
  const { Networks: joined } = (await container.inspect()).NetworkSettings
  const addressIn = (network: Network) => joined[network.name]?.IPAddress ?? ''
  return { container, main: addressIn(main), instruments: addressIn(instruments) }
}

async function ready(output: NodeJS.ReadableStream): Promise<void> {
  let said = ''
  for await (const piece of output) {
    said += piece
    if (said.includes('ready')) return
  }
  throw new Error(`a pod ended: ${said}`)
}
