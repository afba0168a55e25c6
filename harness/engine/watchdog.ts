/**
 * `fork(watchdog.ts)`: a process of its own that clears up after runs, one for all runs of a harness. It is told of each run, and clears
 * it when it is told to. When the harness is gone, killed in whatever way, it clears what is left and ends.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { limits } from '../limits.ts'
import { endMarked } from './marked-processes.ts'

/** A run to be cleared: the mark of its processes, its folder, and whether it has containers. */
export type Watched = { readonly run: string; readonly folder: string; readonly inContainers: boolean }

/** What the harness says. */
export type Told = { readonly watch: Watched } | { readonly clear: Watched }

/** What it is answered: a run is watched now, or cleared; `done` is false when something is left of it. */
export type Answer = { readonly run: string; readonly done: boolean }

const watched = new Map<string, Watched>()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

process.on('message', async (told: Told) => {
  if ('watch' in told) {
    const { run, inContainers } = told.watch
    watched.set(run, told.watch)
    // what it takes to remove them is loaded now: later may be too late, as when the disk is full
    if (inContainers) await cleanerOfContainers()
    process.send?.({ run, done: true } satisfies Answer)
  } else {
    const { run } = told.clear
    watched.delete(run)
    process.send?.({ run, done: await clear(told.clear) } satisfies Answer)
  }
})

process.on('disconnect', async () => {
  const cleared = await Promise.all([...watched.values()].map(clear))
  process.exit(cleared.every(Boolean) ? 0 : 1)
})

async function clear({ run, folder, inContainers }: Watched): Promise<boolean> {
  // first, since the processes of one that is paused do not end
  const kept = inContainers ? await (await cleanerOfContainers())(run) : undefined
  const left = await endMarked(`GATECRASH_RUN=${run}`, 'SIGKILL', limits.cleanUp)
  return (await remove(folder)) && left.length === 0 && kept === undefined
}

/** A gateway may have shut its folders against us, or have put one into another until no path leads to them: then the system's tools do it. */
async function remove(folder: string): Promise<boolean> {
  const removed = await rm(folder, { recursive: true, force: true, maxRetries: 10 }).catch(() => 'left')
  if (removed === undefined) return true
  await once(spawn('chmod', ['-R', 'u+rwX', folder], { stdio: 'ignore' }), 'exit')
  const [code] = await once(spawn('rm', ['-rf', folder], { stdio: 'ignore' }), 'exit')
  return code === 0
}

/** Most runs have no containers, and would wait for what it takes to load this. */
async function cleanerOfContainers() {
  const { removeRun } = await import('../containers/clean-up.ts')
  const { findDocker } = await import('../containers/docker.ts')
  const docker = await findDocker()
  return (run: string) => removeRun(docker, run, limits.cleanUp)
}
