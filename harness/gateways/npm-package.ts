import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { gte, valid } from 'semver'
import { type Installed, isPath } from '../driver.ts'
import { HarnessError, messageOf } from '../errors.ts'
import { compareVersions, isRelease } from '../expectations/versions.ts'
import { exists, installOnce } from './cache.ts'

/** A gateway that is a package on npm. */
export type NpmPackage = {
  /** the driver's name, for the folder in the cache */
  readonly gateway: string
  /** its name on npm */
  readonly name: string
  /** the room that an install takes, about */
  readonly bytes: number
  /** a file or folder inside the package that is there when it is whole; `build` makes it in a checkout */
  readonly holds: string
  /** the first version that can be driven, and what older ones lack, as the end of a sentence about them */
  readonly first?: { readonly version: string; readonly why: string }
  /** what the manifest says besides the dependency itself */
  readonly manifest?: Record<string, unknown>
  /** does what its own install script would do, which npm does not run for us */
  readonly complete?: (installed: InstalledPackage, progress: (line: string) => void) => Promise<void>
}

/** An installed package: its folder, the version that its manifest names, and the Node that it wants. */
export type InstalledPackage = { readonly folder: string; readonly version: string; readonly node: string | undefined }

/**
 * Makes a package ready to run: an exact version (offline once cached), a tag, or the path of a built checkout or an installed package.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export async function installPackage(
  wanted: NpmPackage,
  version: string,
  progress: (line: string) => void,
): Promise<InstalledPackage> {
  const folder = isPath(version)
    ? resolve(version.replace(/^~(?=\/|$)/, homedir()))
    : await fromNpm(wanted, version, progress)
  return readPackage(wanted, folder)
}

/** As `installPackage`, for a gateway that is a native program: the Node that it is run beside is ours. */
export async function installNative(
  wanted: NpmPackage,
  version: string,
  progress: (line: string) => void,
): Promise<Installed> {
  const found = await installPackage(wanted, version, progress)
  return { name: wanted.gateway, version: found.version, folder: found.folder, node: process.execPath }
}

/** Every release of a package that can be driven, oldest first, without betas. @throws HarnessError INSTALL_FAILED when npm cannot be asked */
export async function releasesOf({ name, first }: Pick<NpmPackage, 'name' | 'first'>): Promise<readonly string[]> {
  try {
    const { stdout } = await execa('npm', ['view', name, 'versions', '--json'])
    const releases = (JSON.parse(stdout) as string[]).filter(isRelease).sort(compareVersions)
    return releases.filter((version) => first === undefined || gte(version, first.version))
  } catch (error) {
    const [why] = messageOf(error).split('\n')
    throw new HarnessError('INSTALL_FAILED', `cannot ask npm for the versions of ${name}: ${why}`, { cause: error })
  }
}

/** Where a package lies that another one has had installed, such as the native build for this platform. */
export function besidePackage({ name, folder }: { name: string; folder: string }, other: string): string {
  return join(folder, ...name.split('/').map(() => '..'), other)
}

async function fromNpm(wanted: NpmPackage, tag: string, progress: (line: string) => void): Promise<string> {
  const { gateway, name, bytes, manifest } = wanted
  const version = valid(tag) ?? (await resolveTag(name, tag))
  const packageIn = (root: string) => join(root, 'node_modules', name)
  const root = await installOnce(
    {
      name: `${gateway}@${version}`,
      manifest: { private: true, ...manifest, dependencies: { [name]: version } },
      bytes,
      complete: async (root) => wanted.complete?.(await readPackage(wanted, packageIn(root)), progress),
    },
    progress,
  )
  return packageIn(root)
}

async function resolveTag(name: string, tag: string): Promise<string> {
  try {
    const { stdout } = await execa('npm', ['view', `${name}@${tag}`, 'version', '--json'])
    const versions = [JSON.parse(stdout || 'null')].flat()
    const last = versions.at(-1)
    if (typeof last === 'string') return last
  } catch (error) {
    if (!/E404|ETARGET|No match/.test(messageOf(error))) throw unresolved(name, tag, error)
  }
  throw new HarnessError(
    'UNKNOWN_GATEWAY',
    `npm has no ${name}@${tag}; see the versions with: npm view ${name} versions`,
  )
}

function unresolved(name: string, tag: string, error: unknown): HarnessError {
  const [why] = messageOf(error).split('\n')
  const message = `cannot ask npm which version "${name}@${tag}" is (${why}); name an exact version that is cached`
  return new HarnessError('INSTALL_FAILED', message, { cause: error })
}

type Manifest = { name?: string; version: string; engines?: { node?: string } }

async function readPackage({ gateway, name, holds, first }: NpmPackage, folder: string): Promise<InstalledPackage> {
  const file = join(folder, 'package.json')
  const found = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Manifest,
    () => undefined,
  )
  if (found?.name !== name)
    throw new HarnessError(
      'UNKNOWN_GATEWAY',
      `${folder} is not ${gateway}: ${file} is missing or names another package than ${name}`,
    )
  if (!(await exists(join(folder, holds))))
    throw new HarnessError('UNKNOWN_GATEWAY', `${folder} is not built: it has no ${holds}; run its build first`)
  if (first !== undefined && !gte(found.version, first.version))
    throw new HarnessError(
      'UNKNOWN_GATEWAY',
      `${gateway} ${found.version} ${first.why}; ${first.version} is the first that can be driven`,
    )
  return { folder, version: found.version, node: found.engines?.node }
}
