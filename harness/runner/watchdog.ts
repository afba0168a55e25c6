/**
 * `node watchdog.ts <run> <folder>`: a process of its own that outlives the harness by a moment. When its standard input
 * ends, because the run is over or because the harness was killed in any way, it ends what the run started and removes its folder.
 */
import { rm } from 'node:fs/promises'
import { limits } from '../limits.ts'
import { endMarked } from './marked-processes.ts'

const [run = '', folder = ''] = process.argv.slice(2)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

process.stdin.resume().on('end', async () => {
  const left = await endMarked(`GATECRASH_RUN=${run}`, 'SIGKILL', limits.cleanUp)
  const removed = await rm(folder, { recursive: true, force: true, maxRetries: 10 }).then(
    () => true,
    () => false,
  )
  process.exit(left.length === 0 && removed ? 0 : 1)
})
process.stdout.write('watching\n')
