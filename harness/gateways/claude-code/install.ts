import { join } from 'node:path'
import type { Installed } from '../../driver.ts'
import { installNative, releasesOf } from '../npm-package.ts'

/** The version that is tested when none is asked for. */
export const defaultVersion = '2.1.332'

/** The package with the native program for this platform; the one that people install (`@anthropic-ai/claude-code`) brings it. */
const native = {
  gateway: 'claude-code',
  name: `@anthropic-ai/claude-code-${process.platform}-${process.arch}`,
  bytes: 0.6e9,
  holds: 'claude',
}

/**
 * Makes Claude Code ready to run: an exact version, a tag, or the path of an installed package of this platform.
 * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
 */
export function install(version: string, progress: (line: string) => void): Promise<Installed> {
  return installNative(native, version, progress)
}

/** The program of an installed version. */
export function programIn(folder: string): string {
  return join(folder, native.holds)
}

/** Every release that is a native program, oldest first. @throws HarnessError INSTALL_FAILED when npm cannot be asked */
export function releases(): Promise<readonly string[]> {
  return releasesOf(native)
}
