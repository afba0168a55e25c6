import { once } from 'node:events'
import { lstatSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { HarnessError } from '../errors.ts'
import { compiledFolder } from '../gateways/cache.ts'
import { isGone, ownWord } from '../owner.ts'
import { programPath } from '../package.ts'
import { warn } from '../terminal.ts'

/** A run's own folder. When it is disposed of, or the harness dies, every process of the run ends and the folder is gone. */
export type Workplace = AsyncDisposable & { readonly run: string; readonly folder: string }

/** The folder of a run: whether there are containers to it, who owns it, and its run. */
const named = /^gatecrash-(here|pod)-([\w.]+)-(\w{6})$/

/**
 * Makes the folder of a run and sets a watchdog on it, which knows of containers when there are any. What earlier runs have left,
 * whose harness and watchdog were both killed, is cleared before.
 */
export async function openWorkplace(inContainers = false): Promise<Workplace> {
  await clearLeft()
  const where = inContainers ? 'pod' : 'here'
  const folder = await mkdtemp(join(tmpdir(), `gatecrash-${where}-${ownWord()}-`))
  const run = folder.slice(-6)
  const watchdog = watch(run, folder, inContainers)
  const started = await Promise.race([once(watchdog.stdout, 'data'), watchdog.then(() => undefined)])
  if (started === undefined) {
    await rm(folder, { recursive: true, force: true })
    throw new Error('the watchdog did not start, and without it a run could leave processes behind')
  }
  return {
    run,
    folder,
    async [Symbol.asyncDispose]() {
      watchdog.stdin.end()
      const { exitCode } = await watchdog
      // it may have been killed itself
      if (exitCode === 0 || (await clear(run, folder, inContainers))) return
      throw new HarnessError(
        'LIMIT_REACHED',
        `run ${run} could not be cleaned up: a process would not end (grep -l GATECRASH_RUN=${run} /proc/*/environ) or ${folder} could not be removed`,
      )
    },
  }
}

/** Clears what is left of runs whose owner is gone. */
async function clearLeft(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, where, owner = '', run = ''] = named.exec(name) ?? []
    const folder = join(tmpdir(), name)
    if (!isGone(owner) || !isOurs(folder)) continue
    if (!(await clear(run, folder, where === 'pod'))) warn(`could not clear what is left in ${folder}`)
  }
}

/** Others may give their folders any name. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found?.isDirectory() === true && found.uid === process.getuid?.()
}

/** Has a watchdog clean up at once. False when something is left. */
async function clear(run: string, folder: string, inContainers: boolean): Promise<boolean> {
  const watchdog = watch(run, folder, inContainers)
  watchdog.stdin.end()
  return (await watchdog).exitCode === 0
}

function watch(run: string, folder: string, inContainers: boolean) {
  const program = programPath('./watchdog.ts', import.meta.url)
  // detached: Ctrl-C goes to the whole group of a terminal, and the watchdog must outlive it
  return execa(process.execPath, [program, run, folder, ...(inContainers ? ['containers'] : [])], {
    detached: true,
    cleanup: false,
    stdin: 'pipe',
    stderr: 'ignore',
    reject: false,
    // most of what its start costs is reading TypeScript
    env: { NODE_COMPILE_CACHE: compiledFolder('ours') },
  })
}
