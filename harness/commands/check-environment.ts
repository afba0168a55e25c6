import { randomUUID } from 'node:crypto'
import { rm, stat, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { HarnessError, messageOf } from '../errors.ts'
import { cacheFolder } from '../gateways/cache.ts'
import { makeFolder } from '../make-folder.ts'

/** A run leaves some megabytes, and a gateway's own state is about as large. */
const minFreeBytes = 64_000_000

/** The path of a socket has 108 bytes on Linux and 104 on macOS, with the zero at its end. */
const maxSocket = process.platform === 'linux' ? 107 : 103
/** The longest path from here to a socket that a gateway makes in its run's folder. */
const toSocket = 52
const maxTemporary = maxSocket - toSocket

/**
 * Whether all that a command writes to can be written to, before it starts anything: the reports, the folders of runs, the cache.
 * @throws HarnessError UNWRITABLE naming the folder and what to do
 */
export async function checkEnvironment(): Promise<void> {
  await checkTemporary(tmpdir())
  const elsewhere = 'run it in a folder that you can write to'
  for (const name of ['latest', 'runs'])
    await checkFolder(`the folder of reports ${resolve('reports', name)}`, join('reports', name), elsewhere)
  const cache = cacheFolder()
  const another = 'set GATECRASH_CACHE to the path of a folder that you can write to'
  if (!isAbsolute(cache)) throw unusable(`the cache folder ${cache}`, 'it is no absolute path (see HOME)', another)
  await checkFolder(`the cache folder ${cache}`, cache, another)
}

/** Of the system's folder for temporary files only what is there is used: it is not ours to make. */
async function checkTemporary(folder: string): Promise<void> {
  const what = `the folder for temporary files ${folder}`
  const advice = 'set TMPDIR to the path of a folder that you can write to'
  if (!isAbsolute(folder)) throw unusable(what, 'it is no absolute path', advice)
  if (Buffer.byteLength(folder) > maxTemporary)
    throw unusable(what, `its path is longer than ${maxTemporary} bytes, too long for the sockets of a gateway`, advice)
  const found = await stat(folder).catch((error) => {
    throw unusable(what, messageOf(error), advice)
  })
  if (!found.isDirectory()) throw unusable(what, 'it is no folder', advice)
  await checkFolder(what, folder, advice)
}

async function checkFolder(what: string, folder: string, advice: string): Promise<void> {
  const probe = join(folder, `.gatecrash-${randomUUID()}`)
  try {
    await makeFolder(folder)
    // a quota is told only by writing
    await writeFile(probe, 'x'.repeat(4_096), { flag: 'wx' })
  } catch (error) {
    throw unusable(what, messageOf(error), advice)
  } finally {
    await rm(probe, { force: true }).catch(() => {})
  }
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free < minFreeBytes)
    throw unusable(what, `${Math.floor(free / 1e6)} MB are free, and ${minFreeBytes / 1e6} MB are needed`, 'make room')
}

function unusable(what: string, why: string, advice: string): HarnessError {
  return new HarnessError('UNWRITABLE', `cannot use ${what}: ${why}; ${advice}`)
}
