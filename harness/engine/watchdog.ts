/**
 * `node watchdog.ts <run> <folder> [containers]`: a process of its own that outlives the harness by a moment. When its standard input
 * ends, because the run is over or because the harness was killed in any way, it ends what the run started and removes its folder.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
  const removed = await remove()
  process.exit(left.length === 0 && removed && kept === undefined ? 0 : 1)
})
process.stdout.write('watching\n')

/** A gateway may have shut its folders against us, or have put one into another until no path leads to them: then the system's tools do it. */
async function remove(): Promise<boolean> {
  const removed = await rm(folder, { recursive: true, force: true, maxRetries: 10 }).catch(() => 'left')
  if (removed === undefined) return true
  await once(spawn('chmod', ['-R', 'u+rwX', folder], { stdio: 'ignore' }), 'exit')
  const [code] = await once(spawn('rm', ['-rf', folder], { stdio: 'ignore' }), 'exit')
  return code === 0
}

async function cleanerOfContainers() {
  const { removeRun } = await import('../containers/clean-up.ts')
  const { findDocker } = await import('../containers/docker.ts')
  return async () => removeRun(await findDocker(), run, limits.cleanUp)
}
