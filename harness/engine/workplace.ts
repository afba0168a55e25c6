import { lstatSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { isGone, ownWord } from '../owner.ts'
import { warn } from '../terminal.ts'
import { clear, watch } from './watching.ts'

/** A run's own folder. When it is disposed of, or the harness dies, every process of the run ends and the folder is gone. */
export type Workplace = AsyncDisposable & { readonly run: string; readonly folder: string }

/** The folder of a run: whether there are containers to it, who owns it, and its run. */
const named = /^gatecrash-(here|pod)-([\w.]+)-(\w{6})$/

/**
 * Makes the folder of a run and tells the watchdog of it, and whether it has containers. What earlier runs have left,
 * whose harness and watchdog were both killed, is cleared before.
 */
export async function openWorkplace(inContainers = false): Promise<Workplace> {
  await clearLeft()
  const where = inContainers ? 'pod' : 'here'
  const folder = await mkdtemp(join(tmpdir(), `gatecrash-${where}-${ownWord()}-`))
  const run = folder.slice(-6)
  const watched = { run, folder, inContainers }
  if (!(await watch(watched))) {
    await rm(folder, { recursive: true, force: true })
    throw new Error('the watchdog did not start, and without it a run could leave processes behind')
  }
  return {
    run,
    folder,
    async [Symbol.asyncDispose]() {
      if (await clear(watched)) return
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
    if (!(await clear({ run, folder, inContainers: where === 'pod' })))
      warn(`could not clear what is left in ${folder}`)
  }
}

/** Others may give their folders any name. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found?.isDirectory() === true && found.uid === process.getuid?.()
}
