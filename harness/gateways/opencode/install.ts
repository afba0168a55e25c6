import { join } from 'node:path'
import type { Installed } from '../../driver.ts'
import { installNative, releasesOf } from '../npm-package.ts'

/** The version that is tested when none is asked for. */
export const defaultVersion = '1.18.33'

/**
 * The package with the native program for this platform. The one that people install (`opencode-ai`) only brings it, with a loader in
 * front; a signal would reach the loader alone.
 */
const native = {
  gateway: 'opencode',
  name: `opencode-${process.platform}-${process.arch}`,
  bytes: 0.5e9,
  holds: 'bin/opencode',
}

/**
 * Makes opencode ready to run: an exact version, a tag, or the path of an installed package of this platform.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export function install(version: string, progress: (line: string) => void): Promise<Installed> {
  return installNative(native, version, progress)
}

/** The program of an installed version. */
export function programIn(folder: string): string {
  return join(folder, native.holds)
}

/** Every release on npm, oldest first. @throws HarnessError INSTALL_FAILED when npm cannot be asked */
export function releases(): Promise<readonly string[]> {
  return releasesOf(native)
}
