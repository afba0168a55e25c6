/**
 * `node watchdog.ts <run> <folder> [containers]`: a process of its own that outlives the harness by a moment. When its standard input
 * ends, because the run is over or because the harness was killed in any way, it ends what the run started and removes its folder.
 */
import { rm } from 'node:fs/promises'
import { removeRun } from '../containers/clean-up.ts'
import { findDocker } from '../containers/docker.ts'
import { limits } from '../limits.ts'
import { endMarked } from './marked-processes.ts'

const [run = '', folder = '', containers] = process.argv.slice(2)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

process.stdin.resume().on('end', async () => {
  // first, since the processes of one that is paused do not end
  const kept = containers && (await removeRun(await findDocker(), run, limits.cleanUp))
  const left = await endMarked(`GATECRASH_RUN=${run}`, 'SIGKILL', limits.cleanUp)
  const removed = await rm(folder, { recursive: true, force: true, maxRetries: 10 }).then(
    () => true,
    () => false,
  )
  process.exit(left.length === 0 && removed && kept === undefined ? 0 : 1)
})
process.stdout.write('watching\n')
