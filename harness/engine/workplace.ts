import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { HarnessError } from '../errors.ts'
import { programPath } from '../package.ts'

/** A run's own folder. When it is disposed of, or the harness dies, every process of the run ends and the folder is gone. */
export type Workplace = AsyncDisposable & { readonly run: string; readonly folder: string }

/** Makes the folder of a run and sets a watchdog on it, which knows of containers when there are any. */
export async function openWorkplace(inContainers = false): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'gatecrash-'))
  const run = folder.slice(folder.lastIndexOf('-') + 1)
  const program = programPath('./watchdog.ts', import.meta.url)
  // detached: Ctrl-C goes to the whole group of a terminal, and the watchdog must outlive it
  const watchdog = execa(process.execPath, [program, run, folder, ...(inContainers ? ['containers'] : [])], {
    detached: true,
    cleanup: false,
    stdin: 'pipe',
    stderr: 'ignore',
    reject: false,
  })
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
      if (exitCode !== 0)
        throw new HarnessError(
          'LIMIT_REACHED',
          `run ${run} could not be cleaned up: a process would not end (grep -l GATECRASH_RUN=${run} /proc/*/environ) or ${folder} could not be removed`,
        )
    },
  }
}
