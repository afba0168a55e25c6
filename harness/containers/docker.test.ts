import { expect, test, vi } from 'vitest'
import { findDocker } from './docker.ts'

vi.mock('testcontainers', () => ({
  getContainerRuntimeClient: () => Promise.reject(new Error('Could not find a working container runtime strategy')),
}))

test.runIf(process.platform === 'linux')('without Docker, an error says why, and names the one command', async () => {
  const why = 'Could not find a working container runtime strategy'
  const message = `containers need Docker, and it does not answer (${why}); get Docker with: sudo apt-get install -y docker.io`
  await expect(findDocker()).rejects.toMatchObject({ code: 'NO_DOCKER', message })
})
