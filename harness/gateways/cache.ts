import { access, constants, mkdir, mkdtemp, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import { setInterval as every } from 'node:timers/promises'
import { type ExecaError, execa } from 'execa'
import { HarnessError, messageOf } from '../errors.ts'
import { isAlive, markUse } from './cache-use.ts'

/**
 * What is being installed: the name it has in the cache, the manifest npm installs, and the room it needs, about; `complete` does what is
 * left to do in its folder when npm is done.
 */
export type Wanted = {
  readonly name: string
  readonly manifest: Record<string, unknown>
  readonly bytes: number
  readonly complete?: (folder: string) => Promise<void>
}

/** The folder that keeps installed gateways: `GATECRASH_CACHE`, or the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.GATECRASH_CACHE) return resolve(env.GATECRASH_CACHE)
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'gatecrash')
  // the XDG specification says to leave out a relative one
  const { XDG_CACHE_HOME: given = '' } = env
  return join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'gatecrash')
}

/**
 * Where Node keeps what it has compiled, for all runs, so that not every start compiles anew: gateways for gateways, and we for
 * ourselves, since who may write there says what runs.
 */
export function compiledFolder(whose: 'gateways' | 'ours'): string {
  return join(cacheFolder(), whose === 'gateways' ? 'compiled' : 'compiled-ours')
}

/**
 * The folder of an installed package, installed now if it was not. The install happens beside its place and is moved
 * there when whole, so a killed one is never taken for whole. While another process installs the same, it is awaited; of two that
 * begin in the same instant the second finds the first one's. It is marked as used by this process until that ends.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export async function installOnce(wanted: Wanted, progress: (line: string) => void): Promise<string> {
  const place = join(cacheFolder(), wanted.name)
  const isThere = async () => (await exists(place)) && (await markUse(place))
  if (await isThere()) return place
  await waitForAnother(wanted.name, progress)
  if (await isThere()) return place
  await using scratch = await makeScratch(wanted.name)
  await ensureRoom(wanted)
  progress(`${wanted.name} is not in the cache; npm fetches it now, which needs a network. ${await cachedWords()}`)
  await writeFile(join(scratch.folder, 'package.json'), JSON.stringify(wanted.manifest, null, 2))
  await npmInstall(wanted, scratch.folder, progress)
  await wanted.complete?.(scratch.folder)
  try {
    await rename(scratch.folder, place)
  } catch (error) {
    if (!(await exists(place)))
      throw new HarnessError('INSTALL_FAILED', `cannot move the install to ${place}: ${messageOf(error)}`, {
        cause: error,
      })
  }
  await markUse(place)
  return place
}

/** Waits while another process installs the same: to fetch it twice at once takes longer for both. After ten minutes it is not awaited any more. */
async function waitForAnother(name: string, progress: (line: string) => void): Promise<void> {
  const theirs = async () =>
    (await scratchFolders(cacheFolder())).find(
      (found) =>
        found.name.startsWith(`.installing-${found.pid}-${name}-`) && found.pid !== process.pid && isAlive(found.pid),
    )
  const first = await theirs()
  if (!first) return
  progress(`process ${first.pid} is installing ${name}; waiting for it`)
  for await (const began of every(500, Date.now())) if (Date.now() - began > 600_000 || !(await theirs())) return
}

/** Whether a path is there. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function makeScratch(name: string): Promise<AsyncDisposable & { folder: string }> {
  const root = cacheFolder()
  try {
    await mkdir(root, { recursive: true })
    await access(root, constants.W_OK)
    await sweep(root)
    const folder = await mkdtemp(join(root, `.installing-${process.pid}-${name}-`))
    return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
  } catch (error) {
    throw new HarnessError(
      'CACHE_UNWRITABLE',
      `cannot write to the cache folder ${root}: ${messageOf(error)}; set GATECRASH_CACHE to a folder you can write to`,
      { cause: error },
    )
  }
}

/** A full disk is told at once: npm would go on for minutes before it says so. */
async function ensureRoom({ name, bytes }: Wanted): Promise<void> {
  const { bavail, bsize } = await statfs(cacheFolder())
  const free = bavail * bsize
  if (free < bytes) throw noRoom(name, `it needs about ${inGb(bytes)}, and ${inGb(free)} is free`)
}

function noRoom(name: string, why: string, options?: ErrorOptions): HarnessError {
  const message = `no room to install ${name} in ${cacheFolder()}: ${why}; make room or set GATECRASH_CACHE`
  return new HarnessError('INSTALL_FAILED', message, options)
}

function inGb(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

/** Removes what an install of this process has left unfinished, when it is told to stop in the middle. */
export async function removeUnfinished(): Promise<void> {
  const root = cacheFolder()
  const own = (await readdir(root).catch(() => [])).filter((name) => name.startsWith(`.installing-${process.pid}-`))
  for (const name of own) await rm(join(root, name), { recursive: true, force: true, maxRetries: 5 })
}

/** Removes what a killed install or removal left: a scratch folder names the process that made it. */
async function sweep(root: string): Promise<void> {
  for (const { name, pid } of await scratchFolders(root))
    if (!isAlive(pid)) await rm(join(root, name), { recursive: true, force: true })
}

/** The folders of installs and removals that are not over, with the process that makes each. */
async function scratchFolders(root: string): Promise<{ name: string; pid: number }[]> {
  const names = await readdir(root).catch(() => [])
  return names.flatMap((name) => {
    const pid = /^\.(?:installing|removing)-(\d+)-/.exec(name)?.[1]
    return pid === undefined ? [] : [{ name, pid: Number(pid) }]
  })
}

async function npmInstall({ name }: Wanted, cwd: string, progress: (line: string) => void): Promise<void> {
  const began = Date.now()
  let fetched = 0
  const tell = () =>
    progress(`installing ${name}: ${fetched} packages fetched, ${Math.round((Date.now() - began) / 1000)} s`)
  const ticking = setInterval(tell, 2_000)
  tell()
  try {
    // npm leaves out optional packages whose engines its own Node does not satisfy, and old OpenClaw needs one of them
    // (2026.1.29 imports strip-ansi, which only node-llama-cpp brings to the top), so npm runs on our Node.
    const env = { PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` }
    const npm = execa('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'], {
      cwd,
      env,
      all: true,
    })
    npm.all.on('data', (chunk) => {
      fetched += String(chunk).split('http fetch GET 200').length - 1
    })
    await npm
  } catch (error) {
    throw explain(name, error as ExecaError, await cachedWords())
  } finally {
    clearInterval(ticking)
  }
}

/** What can be run without a network. */
async function cachedWords(): Promise<string> {
  const names = (await readdir(cacheFolder()).catch(() => [])).filter((name) => /^[a-z].*@/.test(name))
  return names.length === 0 ? 'The cache has no gateway yet.' : `The cache has: ${names.toSorted().join(', ')}`
}

/** 128 + SIGHUP, SIGINT, SIGTERM; npm uses other high codes for errors of the system. */
const stopCodes = [129, 130, 143]

function explain(name: string, error: ExecaError, cached: string): HarnessError {
  const output = String(error.all ?? error.message)
  const options = { cause: error }
  if (error.isTerminated || stopCodes.includes(error.exitCode ?? 0))
    return new HarnessError('INSTALL_FAILED', `the install of ${name} was stopped`, options)
  if (/ENOSPC|no space left/i.test(output)) return noRoom(name, 'the disk is full', options)
  if (/ETARGET|E404/.test(output))
    return new HarnessError(
      'UNKNOWN_GATEWAY',
      `npm has no ${name}, or none of one of its packages: ${lastErrors(output)}`,
      options,
    )
  return new HarnessError(
    'INSTALL_FAILED',
    `npm could not install ${name}: ${lastErrors(output)}; is the registry reachable? (npm ping) ${cached}`,
    options,
  )
}

function lastErrors(output: string): string {
  const lines = output.split('\n').filter((line) => /npm (error|ERR!)/.test(line) && !line.includes('A complete log'))
  return lines.slice(0, 3).join(' | ') || output.slice(-300)
}
