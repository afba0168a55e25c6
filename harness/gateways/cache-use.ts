import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** In an installed folder: that a process uses it, and since when, by the file's time. It stays when the process ends. */
const mark = /^\.used-by-(\d+)$/

/** Marks an installed folder as used by this process until it ends. False when the folder is gone. */
export async function markUse(place: string): Promise<boolean> {
  for (const pid of await usersOf(place)) if (!isAlive(pid)) await rm(join(place, `.used-by-${pid}`), { force: true })
  return writeFile(join(place, `.used-by-${process.pid}`), '').then(
    () => true,
    // a cache that cannot be written to cannot be pruned either
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // not ours to ask is alive all the same
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a running harness uses an installed folder. */
export async function isInUse(place: string): Promise<boolean> {
  return (await usersOf(place)).some(isAlive)
}

/** When an installed folder was last asked for. */
export async function lastUse(place: string): Promise<Date> {
  const marks = (await readdir(place)).filter((name) => mark.test(name)).map((name) => join(place, name))
  const times = await Promise.all([place, ...marks].map(async (path) => (await stat(path)).mtimeMs))
  return new Date(Math.max(...times))
}

/**
 * Removes an installed folder, unless it is in use. It is moved away first, and back when somebody has begun to use it in
 * between: whoever asks for it finds it whole or not at all.
 */
export async function removeUnused(place: string): Promise<boolean> {
  if (await isInUse(place)) return false
  const away = join(dirname(place), `.removing-${process.pid}-${basename(place)}`)
  await rename(place, away)
  if (await isInUse(away)) {
    await rename(away, place)
    return false
  }
  await rm(away, { recursive: true, force: true, maxRetries: 5 })
  return true
}

async function usersOf(place: string): Promise<number[]> {
  const names = await readdir(place).catch(() => [])
  return names.flatMap((name) => mark.exec(name)?.[1] ?? []).map(Number)
}
