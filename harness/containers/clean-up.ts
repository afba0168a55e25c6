import { setTimeout as pause } from 'node:timers/promises'
import { messageOf } from '../errors.ts'
import { isGone } from '../owner.ts'
import { type Docker, ownerLabel, runLabel } from './docker.ts'

/** Docker is asked again this often while something is still in use. */
const retryMs = 100

/** Removes the containers, networks and volumes of a run; resolves to why something is left, or to nothing. */
export function removeRun(docker: Docker, run: string, limitMs: number): Promise<string | undefined> {
  return until(limitMs, () => removeOnce(docker, `${runLabel}=${run}`))
}

/** Removes an image, when nothing runs in it any more; resolves to why it is left, or to nothing. */
export function removeImage(docker: Docker, image: string, limitMs: number): Promise<string | undefined> {
  return until(limitMs, async () => {
    await docker.getImage(image).remove().catch(unlessGone)
  })
}

/** Removes the images whose owner is gone, as when everything was killed at once; one in which something runs stays for the next to remove. */
export async function removeAbandonedImages(docker: Docker): Promise<void> {
  const images = await docker.listImages({ filters: { label: [ownerLabel] } })
  const abandoned = images.filter(({ Labels }) => isGone(Labels?.[ownerLabel] ?? ''))
  await Promise.all(abandoned.map(({ Id }) => docker.getImage(Id).remove({ force: true }).catch(unlessInUse)))
}

async function until(limitMs: number, act: () => Promise<void>): Promise<string | undefined> {
  const end = performance.now() + limitMs
  for (;;) {
    const why = await act().then(() => undefined, messageOf)
    if (why === undefined || performance.now() > end) return why
    await pause(retryMs)
  }
}

async function removeOnce(docker: Docker, label: string): Promise<void> {
  const filters = { label: [label] }
  const containers = await docker.listContainers({ all: true, filters })
  await Promise.all(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }).catch(unlessGone)),
  )
  const networks = await docker.listNetworks({ filters })
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove().catch(unlessGone)))
  const { Volumes } = await docker.listVolumes({ filters })
  await Promise.all((Volumes ?? []).map(({ Name }) => docker.getVolume(Name).remove().catch(unlessGone)))
}

function unlessGone(error: { statusCode?: number }): void {
  if (error.statusCode !== 404) throw error
}

function unlessInUse(error: { statusCode?: number }): void {
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error
}
