import type { Installed } from '../../driver.ts'
import { nodeFor } from '../node.ts'
import { installPackage, type NpmPackage } from '../npm-package.ts'
import { completeInstall } from './complete-install.ts'
import manifest from './npm/package.json' with { type: 'json' }

/** The version that is tested when none is asked for; its one place is `npm/package.json`. */
export const defaultVersion = manifest.dependencies.openclaw

const openclaw: NpmPackage = {
  ...{ gateway: 'openclaw', name: 'openclaw', bytes: 1.5e9, holds: 'dist', manifest },
  complete: async ({ folder, node }, progress) => completeInstall(folder, await nodeFor(node, progress), progress),
}

/**
 * Makes OpenClaw ready to run: an exact version (offline once cached), a tag, or the path of a built checkout or an installed package.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export async function install(version: string, progress: (line: string) => void): Promise<Installed> {
  const found = await installPackage(openclaw, version, progress)
  const { folder } = found
  return { name: 'openclaw', version: found.version, folder, node: await nodeFor(found.node, progress) }
}
