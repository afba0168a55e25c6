import type { ContainerRuntimeClient } from 'testcontainers'
import { HarnessError, messageOf } from '../errors.ts'

/** Docker's own API. */
export type Docker = ContainerRuntimeClient['container']['dockerode']

/** A container, running or not. */
export type DockerContainer = Awaited<ReturnType<Docker['createContainer']>>

/** Everything of a run has this label with the run's id, and nothing else is ever removed. */
export const runLabel = 'gatecrash.run'

/** Marks an image, with the process that had it built: the word of `ownWord`. */
export const ownerLabel = 'gatecrash.owner'

/** The default base of the image that gateways run in. */
export const defaultBase = 'node:26-bookworm-slim'

const getIt = 'get Docker with: sudo apt-get install -y docker.io'

/**
 * The Docker of this machine, found as testcontainers does it (`DOCKER_HOST`, contexts, the usual sockets).
 * @throws HarnessError NO_DOCKER with the one command that gets it
 */
export async function findDocker(): Promise<Docker> {
  // the bridge of a Docker network is reachable from the same kernel only, which Docker Desktop's is not
  if (process.platform !== 'linux')
    throw new HarnessError('NO_DOCKER', `containers need Docker on Linux, and this is ${process.platform}`)
  // it takes a third of a second to load, which a run without containers does not need
  const { getContainerRuntimeClient } = await import('testcontainers')
  try {
    return (await getContainerRuntimeClient()).container.dockerode
  } catch (error) {
    throw new HarnessError(
      'NO_DOCKER',
      `containers need Docker, and it does not answer (${messageOf(error)}); ${getIt}`,
      {
        cause: error,
      },
    )
  }
}

/** Runs a command in a container, as root when it is to change the system; resolves to its exit code and all that it printed. */
export async function execIn(
  container: DockerContainer,
  command: readonly string[],
  user?: 'root',
): Promise<{ code: number; output: string }> {
  const exec = await container.exec({
    Cmd: [...command],
    AttachStdout: true,
    AttachStderr: true,
    // a terminal, so that its output is not divided into frames
    Tty: true,
    ...(user === undefined ? {} : { User: '0' }),
  })
  const stream = await exec.start({ Tty: true })
  const output = (await Array.fromAsync(stream, String)).join('')
  return { code: (await exec.inspect()).ExitCode ?? -1, output }
}
