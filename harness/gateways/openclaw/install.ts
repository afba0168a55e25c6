import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { valid } from 'semver'
import { type Installed, isPath } from '../../driver.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import { exists, installOnce } from '../cache.ts'
import { nodeFor } from '../node.ts'
import manifest from './npm/package.json' with { type: 'json' }

/** The version that is tested when none is asked for; its one place is `npm/package.json`. */
export const defaultVersion = manifest.dependencies.openclaw

/**
 * Makes OpenClaw ready to run: an exact version (offline once cached), a tag, or the path of a built checkout or an installed package.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export async function install(version: string, progress: (line: string) => void): Promise<Installed> {
  const folder = isPath(version) ? resolve(version.replace(/^~(?=\/|$)/, homedir())) : await fromNpm(version, progress)
  const found = await readPackage(folder)
  return { name: 'openclaw', version: found.version, folder, node: await nodeFor(found.engines?.node, progress) }
}

async function fromNpm(wanted: string, progress: (line: string) => void): Promise<string> {
  const version = valid(wanted) ?? (await resolveTag(wanted))
  const name = `openclaw@${version}`
  const root = await installOnce(
    { name, manifest: { ...manifest, dependencies: { openclaw: version } }, bytes: 1.5e9 },
    progress,
  )
  return join(root, 'node_modules', 'openclaw')
}

async function resolveTag(tag: string): Promise<string> {
  try {
    const { stdout } = await execa('npm', ['view', `openclaw@${tag}`, 'version', '--json'])
    const versions = [JSON.parse(stdout || 'null')].flat()
    const last = versions.at(-1)
    if (typeof last === 'string') return last
  } catch (error) {
    if (!/E404|ETARGET|No match/.test(messageOf(error))) throw unresolved(tag, error)
  }
  throw new HarnessError(
    'UNKNOWN_GATEWAY',
    `npm has no openclaw@${tag}; see the versions with: npm view openclaw versions`,
  )
}

function unresolved(tag: string, error: unknown): HarnessError {
  const [why] = messageOf(error).split('\n')
  const message = `cannot ask npm which version "openclaw@${tag}" is (${why}); name an exact version that is cached`
  return new HarnessError('INSTALL_FAILED', message, { cause: error })
}

type Package = { name?: string; version: string; engines?: { node?: string } }

async function readPackage(folder: string): Promise<Package> {
  const file = join(folder, 'package.json')
  const found = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Package,
    () => undefined,
  )
  if (found?.name !== 'openclaw')
    throw new HarnessError('UNKNOWN_GATEWAY', `${folder} is not OpenClaw: ${file} is missing or names another package`)
  if (!(await exists(join(folder, 'dist'))))
    throw new HarnessError('UNKNOWN_GATEWAY', `${folder} is not built: it has no dist folder; run its build first`)
  return found
}
