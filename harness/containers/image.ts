import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { HarnessError, messageOf } from '../errors.ts'
import { ownWord } from '../owner.ts'
import { programPath } from '../package.ts'
import { removeAbandonedImages } from './clean-up.ts'
import { type Docker, findDocker, ownerLabel } from './docker.ts'

/** An image that is removed when it is disposed of, or when the harness dies. */
export type Image = AsyncDisposable & { readonly name: string }

const program = programPath('./image-watchdog.ts', import.meta.url)
const context = fileURLToPath(new URL('.', import.meta.url))

/**
 * Builds the image that gateways run in, from `Dockerfile`, on a base, and removes those that a harness which is gone has left.
 * @param mark makes its name unlike that of any other
 * @throws HarnessError NO_DOCKER, INSTALL_FAILED with Docker's own words
 */
export async function buildImage(base: string, mark: string): Promise<Image> {
  const docker = await findDocker()
  await removeAbandonedImages(docker)
  const name = `gatecrash-${mark}`
  const watchdog = execa(process.execPath, [program, name], {
    detached: true,
    cleanup: false,
    stdin: 'pipe',
    stderr: 'ignore',
    reject: false,
  })
  await once(watchdog.stdout, 'data')
  const image = {
    name,
    async [Symbol.asyncDispose]() {
      watchdog.stdin.end()
      const { exitCode } = await watchdog
      if (exitCode !== 0) throw new HarnessError('LIMIT_REACHED', `image ${name} is left; docker rmi ${name}`)
    },
  }
  try {
    await build(docker, base, name)
    return image
  } catch (error) {
    await image[Symbol.asyncDispose]()
    const why = `cannot build the image on ${base}: ${messageOf(error)}; name a base that Docker has, with --image`
    throw new HarnessError('INSTALL_FAILED', why, { cause: error })
  }
}

async function build(docker: Docker, base: string, name: string): Promise<void> {
  const owner = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`
  const options = {
    t: name,
    buildargs: { BASE: base, OWNER: owner },
    labels: { [ownerLabel]: ownWord() },
    rm: true,
    forcerm: true,
  }
  const output = await docker.buildImage({ context, src: ['Dockerfile'] }, options)
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(output, (broken, told: { error?: string }[]) => {
      const failed = broken?.message ?? told.find(({ error }) => error !== undefined)?.error
      if (failed === undefined) resolve()
      else reject(new Error(failed))
    })
  })
}
