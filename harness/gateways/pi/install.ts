import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Installed } from '../../driver.ts'
import { nodeFor } from '../node.ts'
import { installPackage, releasesOf } from '../npm-package.ts'
import manifest from './npm/package.json' with { type: 'json' }

const name = '@earendil-works/pi-coding-agent'

/** The version that is tested when none is asked for; its one place is `npm/package.json`. */
export const defaultVersion = manifest.dependencies[name]

const pi = {
  gateway: 'pi',
  name,
  bytes: 0.3e9,
  holds: 'dist/cli.js',
  first: { version: '0.80.4', why: 'does not tell when nothing more comes of a run' },
}

/**
 * Makes pi ready to run: an exact version (offline once cached), a tag, or the path of a built checkout or an installed package.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export async function install(version: string, progress: (line: string) => void): Promise<Installed> {
  const found = await installPackage(pi, version, progress)
  return { name: 'pi', version: found.version, folder: found.folder, node: await nodeFor(found.node, progress) }
}

/** Every release that can be driven, oldest first. @throws HarnessError INSTALL_FAILED when npm cannot be asked */
export function releases(): Promise<readonly string[]> {
  return releasesOf(pi)
}

/** The program of an installed version, which newer ones have as one bundle besides. */
export async function programIn(folder: string): Promise<string> {
  const { bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { bin: { pi: string } }
  return join(folder, bin.pi)
}
