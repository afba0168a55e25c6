/**
 * `node watchdog.ts <run> <folder> [containers]`: a process of its own that outlives the harness by a moment. When its standard input
 * ends, because the run is over or because the harness was killed in any way, it ends what the run started and removes its folder.
 */
import { rm } from 'node:fs/promises'
import { limits } from '../limits.ts'
import { endMarked } from './marked-processes.ts'

const [run = '', folder = '', containers] = process.argv.slice(2)
// most runs have none, and would wait for what it takes to load this
const removeContainers = containers ? await cleanerOfContainers() : undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

process.stdin.resume().on('end', async () => {
  // first, since the processes of one that is paused do not end
  const kept = await removeContainers?.()
  const left = await endMarked(`GATECRASH_RUN=${run}`, 'SIGKILL', limits.cleanUp)
  const removed = await rm(folder, { recursive: true, force: true, maxRetries: 10 }).then(
    () => true,
    () => false,
  )
  process.exit(left.length === 0 && removed && kept === undefined ? 0 : 1)
})
process.stdout.write('watching\n')

async function cleanerOfContainers() {
  const { removeRun } = await import('../containers/clean-up.ts')
  const { findDocker } = await import('../containers/docker.ts')
  return async () => removeRun(await findDocker(), run, limits.cleanUp)
}
