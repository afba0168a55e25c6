import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gte } from 'semver'
import type { Installed } from '../../driver.ts'
import { HarnessError } from '../../errors.ts'
import { nodeFor } from '../node.ts'
import { installPackage, releasesOf } from '../npm-package.ts'
import manifest from './npm/package.json' with { type: 'json' }

const name = '@earendil-works/pi-coding-agent'

/** The version that is tested when none is asked for; its one place is `npm/package.json`. */
export const defaultVersion = manifest.dependencies[name]

/** The first version that says when a run is over and nothing more of it comes (`agent_settled`), without which no turn can be judged. */
const firstVersion = '0.80.4'

/**
 * Makes pi ready to run: an exact version (offline once cached), a tag, or the path of a built checkout or an installed package.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export async function install(version: string, progress: (line: string) => void): Promise<Installed> {
  const wanted = { gateway: 'pi', name, bytes: 0.3e9, holds: 'dist/cli.js' }
  const found = await installPackage(wanted, version, progress)
  if (!gte(found.version, firstVersion))
    throw new HarnessError(
      'UNKNOWN_GATEWAY',
      `pi ${found.version} does not say when a run is over; ${firstVersion} is the first that does`,
    )
  return { name: 'pi', version: found.version, folder: found.folder, node: await nodeFor(found.node, progress) }
}

/** Every release that can be driven, oldest first. @throws HarnessError INSTALL_FAILED when npm cannot be asked */
export async function releases(): Promise<readonly string[]> {
  return (await releasesOf(name)).filter((version) => gte(version, firstVersion))
}

/** The program of an installed version, which newer ones have as one bundle besides. */
export async function programIn(folder: string): Promise<string> {
  const { bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { bin: { pi: string } }
  return join(folder, bin.pi)
}
